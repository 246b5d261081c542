import { counted, serialNumber } from '../device.ts';
import { looksForRouter } from '../habits/address.ts';
import type { DeviceKind } from '../hospital.ts';
import { readController } from '../messages/s7.ts';
import { SMALL_RTOS } from '../network/stack.ts';
import { PLACES, roomOf } from '../people/places.ts';

const PLANTS = ['熱源', '医療ガス', 'RO水'];
const PORT = 102;
const READ_EVERY_S = 120;

/** Controllers of the plant: heat, medical gases, water for dialysis. */
export const plantController: DeviceKind = {
  id: 'plant-controller',
  place(site) {
    for (const [index, plant] of PLANTS.entries()) {
      site.add('plant-controller', {
        subnet: 'building',
        product: {
          typeId: 'X061',
          manufacturer: 'Siemens (industry)',
          model: 'CPU 315-2 PN/DP',
          oui: '001b1b',
          stack: SMALL_RTOS,
          software: 'V3.2.6',
        },
        name: `PLC-${counted(index + 1)}`,
        serial: serialNumber('S C-X4U', index + 1, 8),
        place: roomOf(PLACES.plant, plant),
        addressing: 'fixed',
      });
    }
  },
  habits: [looksForRouter],
  live(device, { wire, day, site }) {
    device.weaknesses.add('no-authentication');
    const controller = {
      order: '6ES7 315-2EH14-0AB0',
      system: `SIMATIC-${device.name}`,
      module: device.product.model,
      serial: device.serial,
    };
    const rounds = Math.floor((day.last - day.first) / READ_EVERY_S) - 2;
    const turns = readController(controller, rounds, READ_EVERY_S);
    wire.tcp(day.between(0, 0.01), site.the('building-management'), device, PORT, turns, { close: 'open' });
  },
};
