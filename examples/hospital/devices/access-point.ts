import { counted, type Device, serialNumber } from '../device.ts';
import { DHCP_CLIENTS, leasesAddress } from '../habits/address.ts';
import { keepsTime } from '../habits/clock.ts';
import { answersSnmp, sendsLogs } from '../habits/management.ts';
import type { DeviceKind } from '../hospital.ts';
import { CAPABILITY, lldp, LLDP_ETHERTYPE, LLDP_GROUP } from '../messages/neighbours.ts';
import { LINUX } from '../network/stack.ts';
import { PLACES, type Place, WARDS } from '../people/places.ts';

const MODEL = 'AP-515';
const SOFTWARE = '8.10.0.9';
const PLACED: readonly Place[] = [...WARDS, ...WARDS, PLACES.icu, PLACES.emergency, PLACES.theatre, PLACES.dialysis];

const describe = ({ product }: Device): string => `ArubaOS (MODEL: ${product.model}), Version ${product.software}`;

/** Wireless access points of the wards, through which pumps speak. */
export const accessPoint: DeviceKind = {
  id: 'access-point',
  place(site) {
    for (const [index, place] of PLACED.entries()) {
      site.add('access-point', {
        subnet: 'management',
        product: {
          typeId: 'X026',
          manufacturer: 'Hewlett Packard Enterprise',
          model: MODEL,
          oui: '001a1e',
          stack: LINUX,
          software: SOFTWARE,
        },
        name: `AP-${place.code}-${counted(index + 1)}`,
        serial: serialNumber('CNJ', index + 1, 6),
        place: { ...place, room: '廊下' },
      });
    }
  },
  habits: [
    leasesAddress({ ...DHCP_CLIENTS.busybox, vendorClass: 'ArubaAP' }),
    keepsTime(3600),
    answersSnmp({
      community: 'mimamori-ro',
      description: describe,
      objectId: '1.3.6.1.4.1.14823.1.2.128',
      serialIn: 'serial',
    }),
    sendsLogs('stm', ['Assoc success: AP wireless station', 'Deauth to station: reason Unspecified Failure'], 6),
  ],
  live(device, { wire, day }) {
    const frame = lldp({
      mac: device.mac,
      ip: device.ip,
      name: device.name,
      description: describe(device),
      port: 'bond0',
      portDescription: 'bond0',
      capabilities: CAPABILITY.bridge | CAPABILITY.accessPoint,
    });
    for (const at of day.every(120, 0)) wire.link(at, device.mac, LLDP_GROUP, LLDP_ETHERTYPE, frame);
  },
};
