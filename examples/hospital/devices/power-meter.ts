import { counted, serialNumber } from '../device.ts';
import { looksForRouter } from '../habits/address.ts';
import type { DeviceKind } from '../hospital.ts';
import * as modbus from '../messages/modbus.ts';
import { SMALL_RTOS } from '../network/stack.ts';
import { ask, tell, type Turn } from '../network/tcp.ts';
import { PLACES, roomOf } from '../people/places.ts';

const COUNT = 4;
const PORT = 502;
const UNIT = 255;
const READ_EVERY_S = 120;

/** Meters of the main distribution. */
export const powerMeter: DeviceKind = {
  id: 'power-meter',
  place(site) {
    for (let number = 1; number <= COUNT; number++) {
      site.add('power-meter', {
        subnet: 'building',
        product: {
          typeId: 'X060',
          manufacturer: 'Schneider Electric',
          model: 'PM5560',
          oui: '000054',
          stack: SMALL_RTOS,
          software: '2.7.4',
        },
        name: `PM-${counted(number)}`,
        serial: serialNumber('7N', number, 8),
        place: roomOf(PLACES.plant, '受変電'),
        addressing: 'fixed',
      });
    }
  },
  habits: [looksForRouter],
  live(device, { wire, day, site, random }) {
    const objects = ['Schneider Electric', 'METSEPM5560', '002.007.004'];
    const turns: Turn[] = [ask(modbus.identify(1, UNIT), 0.01), tell(modbus.identification(1, UNIT, objects), 0.01)];
    const reads = Math.floor((day.last - day.first) / READ_EVERY_S) - 2;
    for (let n = 0; n < reads; n++) {
      const values = [random.between(6500, 6700), random.between(200, 900)];
      turns.push(
        ask(modbus.readRegisters(n + 2, UNIT, 3000, values.length), READ_EVERY_S),
        tell(modbus.registers(n + 2, UNIT, values), 0.01),
      );
    }
    wire.tcp(day.between(0, 0.01), site.the('building-management'), device, PORT, turns, { close: 'open' });
  },
};
