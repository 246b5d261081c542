import { type Family, expected } from '../family.ts';
import { hex } from '../normalise.ts';
import { hosts, text } from '../truth.ts';

export const ja3: Family = {
  id: 'ja3',
  truthKeys: ['tls_client', 'tls_server'],
  attributes: ['tls.ja3', 'tls.ja3s'],
  note: 'JA3 of the client, JA3S of the server; JA4 is a check of its own',
  expect: (truth) => [
    ...truth.rows('tls_client').flatMap((row) => expected('tls.ja3', text(row, 'ja3'), hosts(row, 'src'))),
    ...truth.rows('tls_server').flatMap((row) => expected('tls.ja3s', text(row, 'ja3s'), hosts(row, 'src'))),
  ],
  canonical: (_, value) => hex(value),
};
