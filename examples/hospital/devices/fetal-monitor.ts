import { counted, serialNumber } from '../device.ts';
import { DHCP_CLIENTS, leasesAddress } from '../habits/address.ts';
import type { DeviceKind } from '../hospital.ts';
import * as intellivue from '../messages/intellivue.ts';
import { SMALL_RTOS } from '../network/stack.ts';
import { bedsOf, WARDS } from '../people/places.ts';

const MATERNITY = WARDS[5]!;
const COUNT = 4;

/** Fetal monitors of the maternity ward; they announce themselves, and nobody fetches their data. */
export const fetalMonitor: DeviceKind = {
  id: 'fetal-monitor',
  place(site) {
    for (const [index, place] of bedsOf(MATERNITY, COUNT).entries()) {
      site.add('fetal-monitor', {
        subnet: 'monitoring',
        product: {
          typeId: 'T034',
          manufacturer: 'Philips',
          model: 'Avalon FM30',
          oui: '00095c',
          stack: SMALL_RTOS,
          software: 'J.30.58',
        },
        name: `FM30-${counted(index + 1)}`,
        serial: serialNumber('DE53', index + 1),
        place,
      });
    }
  },
  habits: [leasesAddress({ ...DHCP_CLIENTS.small, vendorClass: 'Philips_FM30' })],
  live(device, { wire, day }) {
    const announced = intellivue.connectIndication(device.mac, device.ip);
    for (const at of day.every(600)) {
      wire.broadcast(at, device, [intellivue.ANNOUNCE_PORT, intellivue.ANNOUNCE_PORT], announced);
    }
  },
};
