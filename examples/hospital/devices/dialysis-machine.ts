import { RHYTHMS } from '../day.ts';
import { counted, type Product, serialNumber } from '../device.ts';
import { DHCP_CLIENTS, leasesAddress } from '../habits/address.ts';
import type { DeviceKind } from '../hospital.ts';
import { SMALL_RTOS } from '../network/stack.ts';
import { ask, tell, type Turn } from '../network/tcp.ts';
import { bedOf, PLACES } from '../people/places.ts';

const NIKKISO: Product = {
  typeId: 'T055',
  manufacturer: 'Nikkiso',
  model: 'DCS-100NX',
  oui: 'cc7b61',
  stack: SMALL_RTOS,
  software: '4.02',
};
const TORAY: Product = {
  typeId: 'T055',
  manufacturer: 'Toray Medical',
  model: 'TR-10EX',
  oui: '70b3d52fa',
  stack: SMALL_RTOS,
  software: '1.30',
};
const COUNT = 24;
const PORT = 10_050;
const SESSION_S = 4 * 3600;
const REPORT_EVERY_S = 120;

/** Dialysis machines: from nine o'clock for four hours, each tells its pressures to the server in a form of its own. */
export const dialysisMachine: DeviceKind = {
  id: 'dialysis-machine',
  place(site) {
    for (let number = 1; number <= COUNT; number++) {
      site.add('dialysis-machine', {
        subnet: 'dialysis',
        product: number <= 16 ? NIKKISO : TORAY,
        name: `HD-${counted(number)}`,
        serial: serialNumber(number <= 16 ? 'DCS' : 'TR', number, 6),
        place: bedOf(PLACES.dialysis, '透析', String(number)),
        addressing: number <= 16 ? 'lease' : 'fixed',
      });
    }
  },
  habits: [leasesAddress({ ...DHCP_CLIENTS.small, vendorClass: 'NIKKISO_DCS-100NX' })],
  live(device, { wire, day, site, random }) {
    device.weaknesses.add('no-authentication');
    const first = day.times(30, (hour) => (RHYTHMS.outpatient(hour) > 0.1 ? 1 : 0))[0] ?? day.first;
    const turns: Turn[] = [];
    for (let at = first; at < Math.min(first + SESSION_S, day.last); at += REPORT_EVERY_S) {
      const pressures = Buffer.from([
        0x02,
        device.number,
        random.between(120, 200),
        random.between(60, 140),
        random.between(30, 60),
        0x03,
      ]);
      turns.push(ask(pressures, REPORT_EVERY_S), tell(Buffer.from([0x06]), 0.004));
    }
    wire.tcp(first, device, site.the('dialysis-system'), PORT, turns, { close: 'open' });
  },
};
