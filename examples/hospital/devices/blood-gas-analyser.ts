import { RHYTHMS } from '../day.ts';
import { type Product, serialNumber } from '../device.ts';
import { DHCP_CLIENTS, leasesAddress } from '../habits/address.ts';
import { keepsTime } from '../habits/clock.ts';
import type { DeviceKind } from '../hospital.ts';
import * as poct1a from '../messages/poct1a.ts';
import { eui64 } from '../network/address.ts';
import { WINDOWS } from '../network/stack.ts';
import { ask, tell } from '../network/tcp.ts';
import { STAFF } from '../people/patients.ts';
import { PLACES, type Place } from '../people/places.ts';

const ABL: Product = {
  typeId: 'T115',
  manufacturer: 'Radiometer',
  model: 'ABL90 FLEX PLUS',
  oui: '0050c205b',
  stack: WINDOWS,
  software: '3.5 MR4',
};
const PLACED: readonly Place[] = [
  PLACES.icu,
  PLACES.nicu,
  PLACES.emergency,
  PLACES.theatre,
  PLACES.dialysis,
  PLACES.laboratory,
];
const PORT = 9001;

/** Blood gas where it is needed; each sample tells who it is of and who took it. */
export const bloodGasAnalyser: DeviceKind = {
  id: 'blood-gas-analyser',
  place(site) {
    for (const [index, place] of PLACED.entries()) {
      site.add('blood-gas-analyser', {
        subnet: 'laboratory',
        product: ABL,
        name: `ABL90-${place.code}`,
        serial: serialNumber('393-090R', index + 1, 4),
        place,
      });
    }
  },
  habits: [leasesAddress(DHCP_CLIENTS.windows), keepsTime(7200)],
  live(device, hospital) {
    const { wire, day, random, site } = hospital;
    device.weaknesses.add('cleartext-personal-data');
    const { manufacturer, model, software = '' } = device.product;
    const identity = {
      id: eui64(device.mac),
      vendor: manufacturer,
      model,
      serial: device.serial,
      hardware: '2.1',
      software,
      name: device.name,
    };
    for (const at of day.times(5, RHYTHMS.bedside)) {
      const result = {
        patient: hospital.anyPatient().id,
        operator: random.pick(STAFF),
        code: '11557-6',
        value: String(random.between(30, 60)),
        unit: 'mmHg',
      };
      wire.tcp(at, device, site.the('point-of-care-manager'), PORT, [
        ask(poct1a.hello(1, at, identity)),
        tell(poct1a.acknowledge(1, at, 1), 0.02),
        ask(poct1a.status(2, at, 1)),
        tell(poct1a.acknowledge(2, at, 2), 0.02),
        ask(poct1a.observation(3, at, result)),
        tell(poct1a.acknowledge(3, at, 3), 0.02),
        ask(poct1a.endOfTopic(4, at, 'OBS')),
        tell(poct1a.acknowledge(4, at, 4), 0.02),
      ]);
    }
  },
};
