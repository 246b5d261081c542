import { type Expected, type Family, expected } from '../family.ts';
import { number, spelling, tlsVersion } from '../normalise.ts';
import { type Truth, type TruthRow, hosts, text, texts } from '../truth.ts';

/** RFC 8701: reserved values that clients offer so that servers learn to ignore the unknown. */
const isGrease = (value: string) => /^0x([0-9a-f])a\1a$/i.test(value);

const largest = (values: readonly string[]) =>
  values.reduce((left, right) => (Number(right) > Number(left) ? right : left));

/**
 * Numbers of drafts and of vendors stand above the final ones. The highest version is the highest final one or the
 * highest of all, as a reader understands "highest".
 */
function ofHighest(row: TruthRow, client: readonly string[]): readonly Expected[] {
  const offered = texts(row, 'offered').filter((value) => !isGrease(value));
  if (offered.length === 0) return expected('tls.version', text(row, 'version'), client);
  const final = offered.filter((value) => Number(value) <= 0x0304);
  const [first] = expected('tls.version', largest(final.length > 0 ? final : offered), client);
  return first === undefined ? [] : [{ ...first, also: [largest(offered)] }];
}

function ofClient(row: TruthRow): readonly Expected[] {
  const client = hosts(row, 'src');
  return [
    ...expected('tls.sni', text(row, 'sni'), hosts(row, 'dst')),
    ...ofHighest(row, client),
    ...texts(row, 'alpn').flatMap((name) => expected('tls.alpn', name, client)),
  ];
}

function ofServer(row: TruthRow): readonly Expected[] {
  const server = hosts(row, 'src');
  return [
    ...expected('tls.version', texts(row, 'selected')[0] ?? text(row, 'version'), server),
    ...texts(row, 'cipher').flatMap((suite) => expected('tls.cipher', suite, server)),
  ];
}

function versionsOffered(truth: Truth): readonly Expected[] {
  return [...truth.rows('tls_client'), ...truth.rows('tls_server')].flatMap((row) =>
    [...texts(row, 'version'), ...texts(row, 'offered'), ...texts(row, 'selected')].flatMap((version) =>
      expected('tls.version', version, []),
    ),
  );
}

export const tls: Family = {
  id: 'tls',
  truthKeys: ['tls_client', 'tls_server', 'tls_client_cert_requested'],
  attributes: ['tls.sni', 'tls.version', 'tls.alpn', 'tls.cipher', 'tls.client-certificate'],
  note: 'version: the highest that the client offers, the one that the server takes',
  expect: (truth) => [
    ...truth.rows('tls_client').flatMap(ofClient),
    ...truth.rows('tls_server').flatMap(ofServer),
    ...truth
      .rows('tls_client_cert_requested')
      .flatMap((row) => expected('tls.client-certificate', 'requested', hosts(row, 'by'))),
  ],
  allow: versionsOffered,
  canonical: (attribute, value) => {
    if (attribute === 'tls.version') return tlsVersion(value);
    return attribute === 'tls.cipher' ? number(value) : spelling(value);
  },
};
