import { type Family, expected } from '../family.ts';
import { address, hex, pair } from '../normalise.ts';
import { hosts, text } from '../truth.ts';

export const arp: Family = {
  id: 'arp',
  truthKeys: ['arp'],
  attributes: ['arp.binding'],
  note: '',
  expect: (truth) =>
    truth
      .rows('arp')
      .flatMap((row) =>
        expected('arp.binding', `${text(row, 'ip') ?? ''}=${text(row, 'mac') ?? ''}`, hosts(row, 'ip', 'mac')),
      ),
  canonical: (_, value) => pair(value, address, hex),
};
