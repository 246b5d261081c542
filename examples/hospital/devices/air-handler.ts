import { serialNumber } from '../device.ts';
import { looksForRouter } from '../habits/address.ts';
import type { DeviceKind } from '../hospital.ts';
import { SMALL_RTOS } from '../network/stack.ts';
import { PLACES, type Place, WARDS } from '../people/places.ts';
import { answersBacnet } from '../work/building.ts';

const SERVED: readonly Place[] = [
  ...WARDS,
  PLACES.icu,
  PLACES.theatre,
  PLACES.radiology,
  PLACES.laboratory,
  PLACES.dialysis,
  PLACES.outpatient,
];
const FIRST_INSTANCE = 250_001;
const DAIKIN = 3;

/** Air of the departments. */
export const airHandler: DeviceKind = {
  id: 'air-handler',
  place(site) {
    for (const [index, place] of SERVED.entries()) {
      site.add('air-handler', {
        subnet: 'building',
        product: {
          typeId: 'X054',
          manufacturer: 'Daikin',
          model: 'DCS601A51',
          oui: '00804f',
          stack: SMALL_RTOS,
          software: '3.11.02',
        },
        name: `AHU-${place.code}`,
        serial: serialNumber('A0', index + 1, 6),
        place: { ...place, room: '空調' },
        addressing: 'fixed',
      });
    }
  },
  habits: [looksForRouter],
  live(device, hospital) {
    answersBacnet(device, hospital, {
      instance: FIRST_INSTANCE + device.number,
      vendor: DAIKIN,
      description: 'Air handling unit',
      reading: [21, 25],
    });
  },
};
