import { type Family, expected } from '../family.ts';
import { hex, spelling } from '../normalise.ts';
import { hosts, text } from '../truth.ts';

const MAC = /^([0-9a-f]{2}[:-]?){5}[0-9a-f]{2}$/i;

export const lldp: Family = {
  id: 'lldp',
  truthKeys: ['lldp'],
  attributes: [
    'lldp.system-name',
    'lldp.system-description',
    'lldp.chassis-id',
    'lldp.port-id',
    'lldp.port-description',
    'lldp.management-address',
  ],
  note: '',
  expect: (truth) =>
    truth.rows('lldp').flatMap((row) => {
      const sender = hosts(row, 'mac', 'chassis_mac', 'ip4');
      return [
        ...expected('lldp.system-name', text(row, 'system_name'), sender),
        ...expected('lldp.system-description', text(row, 'system_desc'), sender),
        ...expected(['lldp.chassis-id', 'lldp.port-id'], text(row, 'chassis_mac'), sender),
        ...expected(['lldp.port-id', 'lldp.chassis-id'], text(row, 'id'), sender),
        ...expected('lldp.port-description', text(row, 'desc'), sender),
        ...expected(['lldp.management-address', 'lldp.chassis-id'], text(row, 'ip4'), sender),
      ];
    }),
  canonical: (_, value) => (MAC.test(value.trim()) ? hex(value) : spelling(value)),
};
