import { counted, type Product, serialNumber } from '../device.ts';
import { DHCP_CLIENTS, leasesAddress } from '../habits/address.ts';
import { uuidOf } from '../habits/announcements.ts';
import { keepsTime } from '../habits/clock.ts';
import type { DeviceKind } from '../hospital.ts';
import { sdcHello, sdcProbe, WSD } from '../messages/discovery.ts';
import { ipText } from '../network/address.ts';
import { LINUX } from '../network/stack.ts';
import { PLACES, roomOf } from '../people/places.ts';

const ATLAN: Product = {
  typeId: 'T020',
  manufacturer: 'Dräger',
  model: 'Atlan A350',
  oui: 'f0e5c3',
  stack: LINUX,
  software: '1.03',
};
const COUNT = 8;
/** MDC code of an anaesthesia system, ISO/IEEE 11073-10101. */
const COMPONENT = '70009';

/** Anaesthesia machines of the theatres; the record system looks for them, and they answer with their room. */
export const anaesthesiaMachine: DeviceKind = {
  id: 'anaesthesia-machine',
  place(site) {
    for (let number = 1; number <= COUNT; number++) {
      site.add('anaesthesia-machine', {
        subnet: 'critical',
        product: ATLAN,
        name: `ATLAN-${counted(number)}`,
        serial: serialNumber('ASPL-', number, 4),
        place: roomOf(PLACES.theatre, `OR${number}`),
      });
    }
  },
  habits: [leasesAddress(DHCP_CLIENTS.linux), keepsTime(7200)],
  live(device, { wire, day, site }) {
    const record = site.the('anaesthesia-record');
    const { room = '' } = device.place;
    const announced = {
      endpoint: uuidOf(device),
      address: `https://${ipText(device.ip)}:6464/${uuidOf(device)}`,
      component: COMPONENT,
      location: { facility: 'MIMAMORI', floor: '2', pointOfCare: 'OR', bed: room },
    };
    for (const [n, at] of day.every(3600, 0.6).entries()) {
      const probe = uuidOf(record, n + device.number);
      wire.multicast(at, record, WSD, [52_000 + device.number, WSD.port], sdcProbe(probe), 1);
      const found = sdcHello('ProbeMatches', uuidOf(device, n + 1), announced, probe);
      wire.udp(at + 0.2, device, record, [WSD.port, 52_000 + device.number], found);
    }
  },
};
