import { type Family, expected } from '../family.ts';
import { hex, number, spelling } from '../normalise.ts';
import { hosts, text, texts } from '../truth.ts';

const NAMED_DIALECTS: Readonly<Record<string, string>> = {
  '2.0.2': '514',
  '2.1': '528',
  '2.1.0': '528',
  '3.0': '768',
  '3.0.0': '768',
  '3.0.2': '770',
  '3.1.1': '785',
};

export const smb: Family = {
  id: 'smb',
  truthKeys: ['smb1', 'smb2'],
  attributes: ['smb.native-os', 'smb.native-lan-manager', 'smb.dialect', 'smb.server-guid'],
  note: 'dialects offered and chosen',
  expect: (truth) => [
    ...truth
      .rows('smb1')
      .flatMap((row) => [
        ...expected('smb.native-os', text(row, 'native_os'), hosts(row, 'src')),
        ...expected('smb.native-lan-manager', text(row, 'lanman'), hosts(row, 'src')),
      ]),
    ...truth
      .rows('smb2')
      .flatMap((row) => [
        ...texts(row, 'dialects').flatMap((dialect) => expected('smb.dialect', dialect, hosts(row, 'src'))),
        ...expected('smb.server-guid', text(row, 'server_guid'), hosts(row, 'src')),
      ]),
  ],
  canonical: (attribute, value) => {
    if (attribute === 'smb.dialect') return NAMED_DIALECTS[spelling(value).replace(/^smb ?/, '')] ?? number(value);
    return attribute === 'smb.server-guid' ? hex(value) : spelling(value);
  },
};
