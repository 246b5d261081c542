import { counted, serialNumber } from '../device.ts';
import { looksForRouter } from '../habits/address.ts';
import type { DeviceKind } from '../hospital.ts';
import * as modbus from '../messages/modbus.ts';
import { SMALL_RTOS } from '../network/stack.ts';
import { ask, tell, type Turn } from '../network/tcp.ts';
import { PLACES, roomOf } from '../people/places.ts';

const COUNT = 4;
const PORT = 502;
const UNIT = 1;
const READ_EVERY_S = 60;
/** Registers: temperature in tenths of a degree, pressure in kilopascals, phase. */
const FIRST_REGISTER = 100;

/** Steam sterilisers, watched by the building's control over Modbus. */
export const steriliser: DeviceKind = {
  id: 'steriliser',
  place(site) {
    for (let number = 1; number <= COUNT; number++) {
      site.add('steriliser', {
        subnet: 'building',
        product: {
          typeId: 'T143',
          manufacturer: 'Getinge',
          model: 'GSS67H',
          oui: 'e4751e',
          stack: SMALL_RTOS,
          software: 'V2.0',
        },
        name: `AUTOCLAVE-${counted(number)}`,
        serial: serialNumber('WAY', number),
        place: roomOf(PLACES.sterilisation, '滅菌室'),
        addressing: 'fixed',
      });
    }
  },
  habits: [looksForRouter],
  live(device, { wire, day, site, random }) {
    device.weaknesses.add('no-authentication');
    const { manufacturer, model, software = '' } = device.product;
    const objects = [manufacturer, model, software, 'www.getinge.example', 'Steam Steriliser', model];
    const turns: Turn[] = [ask(modbus.identify(1, UNIT), 0.01), tell(modbus.identification(1, UNIT, objects), 0.01)];
    const reads = Math.floor((day.last - day.first) / READ_EVERY_S) - 2;
    for (let n = 0; n < reads; n++) {
      const values = [random.between(1210, 1345), random.between(205, 315), n % 5];
      turns.push(
        ask(modbus.readRegisters(n + 2, UNIT, FIRST_REGISTER, values.length), READ_EVERY_S),
        tell(modbus.registers(n + 2, UNIT, values), 0.01),
      );
    }
    wire.tcp(day.between(0, 0.01), site.the('building-management'), device, PORT, turns, { close: 'open' });
  },
};
