import { type Family, expected } from '../family.ts';
import { hosts, text } from '../truth.ts';

export const ntp: Family = {
  id: 'ntp',
  truthKeys: ['ntp_mode'],
  attributes: ['ntp.mode'],
  note: '',
  expect: (truth) =>
    truth.rows('ntp_mode').flatMap((row) => expected('ntp.mode', text(row, 'value'), hosts(row, 'src'))),
};
