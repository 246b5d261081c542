import { type Family, expected } from '../family.ts';
import { spelling } from '../normalise.ts';
import { hosts, text } from '../truth.ts';

export const cdp: Family = {
  id: 'cdp',
  truthKeys: ['cdp'],
  attributes: ['cdp.device-id', 'cdp.platform', 'cdp.software', 'cdp.port-id', 'cdp.native-vlan'],
  note: '',
  expect: (truth) =>
    truth.rows('cdp').flatMap((row) => {
      const sender = hosts(row, 'mac');
      return [
        ...expected('cdp.device-id', text(row, 'device_id'), sender),
        ...expected('cdp.platform', text(row, 'platform'), sender),
        ...expected('cdp.software', text(row, 'software'), sender),
        ...expected('cdp.port-id', text(row, 'port'), sender),
        ...expected('cdp.native-vlan', text(row, 'native_vlan'), sender),
      ];
    }),
  // The software text has several lines, of which the oracle shows the first.
  same: (wanted, fact) =>
    fact.attribute === 'cdp.software' &&
    wanted.attributes.includes('cdp.software') &&
    spelling(fact.value).startsWith(spelling(wanted.value)),
};
