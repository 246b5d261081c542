import { counted, serialNumber } from '../device.ts';
import { looksForRouter } from '../habits/address.ts';
import type { DeviceKind } from '../hospital.ts';
import { SMALL_RTOS } from '../network/stack.ts';
import { PLACES, roomOf, WARDS } from '../people/places.ts';
import { answersBacnet } from '../work/building.ts';

const ROOMS = [
  ...[1, 2, 3, 4].map((number) => roomOf(PLACES.icu, `隔離${number}`)),
  ...['451', '452'].map((number) => roomOf(WARDS[3]!, number)),
  roomOf(PLACES.emergency, '陰圧室'),
];
const FIRST_INSTANCE = 260_000;
const JOHNSON_CONTROLS = 5;

/** Rooms kept at negative pressure; who changes that puts everybody outside at risk. */
export const isolationRoom: DeviceKind = {
  id: 'isolation-room',
  place(site) {
    for (const [index, place] of ROOMS.entries()) {
      site.add('isolation-room', {
        subnet: 'building',
        product: {
          typeId: 'X073',
          manufacturer: 'Johnson Controls',
          model: 'Isolation Room Controller',
          oui: '00108d',
          stack: SMALL_RTOS,
          software: '3.5.0',
        },
        name: `ISO-${place.code}-${counted(index + 1)}`,
        serial: serialNumber('JC', index + 1, 7),
        place,
        addressing: 'fixed',
      });
    }
  },
  habits: [looksForRouter],
  live(device, hospital) {
    answersBacnet(device, hospital, {
      instance: FIRST_INSTANCE + device.number,
      vendor: JOHNSON_CONTROLS,
      description: 'Room pressure',
      reading: [-8, -4],
    });
  },
};
