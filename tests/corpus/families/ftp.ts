import { type Family, expected } from '../family.ts';
import { spelling } from '../normalise.ts';
import { hosts, text } from '../truth.ts';

export const ftp: Family = {
  id: 'ftp',
  truthKeys: ['ftp_banner'],
  attributes: ['ftp.banner'],
  note: 'a greeting of several lines is one banner, of which each line of the truth must be a part',
  expect: (truth) =>
    truth.rows('ftp_banner').flatMap((row) => expected('ftp.banner', text(row, 'banner')?.trim(), hosts(row, 'src'))),
  same: (wanted, fact) => fact.attribute === 'ftp.banner' && spelling(fact.value).includes(spelling(wanted.value)),
};
