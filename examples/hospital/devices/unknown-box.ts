import { RHYTHMS } from '../day.ts';
import { counted, type Product } from '../device.ts';
import { looksForRouter } from '../habits/address.ts';
import type { DeviceKind } from '../hospital.ts';
import { SMALL_RTOS } from '../network/stack.ts';
import { ask, tell } from '../network/tcp.ts';
import { PLACES, type Place, WARDS } from '../people/places.ts';

const MODULE_MAKERS = ['0080a3', '0090e8', '28cdc1', '083af2', '004017', '00c050', '0060e9', 'b827eb'];
const PLACED: readonly Place[] = [
  PLACES.plant,
  PLACES.theatre,
  WARDS[0]!,
  WARDS[3]!,
  PLACES.laboratory,
  PLACES.icu,
  PLACES.outpatient,
  PLACES.pharmacy,
];
const PORTS = [4001, 10_001, 20_108, 31_001];

const box = (oui: string): Product => ({ manufacturer: '', model: '', oui, stack: SMALL_RTOS });

/** Things that nobody at the hospital can name any more: a hardware address, a port, and bytes that mean something to somebody. */
export const unknownBox: DeviceKind = {
  id: 'unknown-box',
  place(site) {
    for (const [index, place] of PLACED.entries()) {
      site.add('unknown-box', {
        subnet: index % 2 === 0 ? 'critical' : 'building',
        product: box(MODULE_MAKERS[index]!),
        name: `unknown-${counted(index + 1)}`,
        serial: '',
        place,
        addressing: 'fixed',
      });
    }
  },
  habits: [looksForRouter],
  live(device, { wire, day, random, site }) {
    const peer = site.the(device.number % 2 === 0 ? 'building-management' : 'anaesthesia-record');
    const port = PORTS[device.number % PORTS.length]!;
    for (const at of day.times(12, RHYTHMS.always)) {
      wire.tcp(at, peer, device, port, [ask(random.bytes(12), 0.01), tell(random.bytes(random.between(20, 90)), 0.02)]);
    }
  },
};
