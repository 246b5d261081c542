import { type Family, expected } from '../family.ts';
import { hosts, text } from '../truth.ts';

export const rdp: Family = {
  id: 'rdp',
  truthKeys: ['rdp_client'],
  attributes: ['rdp.client-name'],
  note: 'the cookie names a person and is not expected',
  expect: (truth) =>
    truth.rows('rdp_client').flatMap((row) => expected('rdp.client-name', text(row, 'value'), hosts(row, 'src'))),
};
