import { RHYTHMS } from '../day.ts';
import { counted, type Product, serialNumber } from '../device.ts';
import { DHCP_CLIENTS, leasesAddress } from '../habits/address.ts';
import type { DeviceKind } from '../hospital.ts';
import * as poct1a from '../messages/poct1a.ts';
import { eui64 } from '../network/address.ts';
import { LINUX } from '../network/stack.ts';
import { ask, tell } from '../network/tcp.ts';
import { STAFF } from '../people/patients.ts';
import { WARDS } from '../people/places.ts';

const INFORM: Product = {
  typeId: 'T127',
  manufacturer: 'Roche Diagnostics',
  model: 'Accu-Chek Inform II',
  oui: 'b87879',
  stack: LINUX,
  software: '04.03.00',
};
const METERS_A_WARD = 2;
const PORT = 4000;

/** Glucose meters of the wards, read when they stand in their base before meals. */
export const glucoseMeter: DeviceKind = {
  id: 'glucose-meter',
  place(site) {
    for (const [index, place] of [...WARDS, ...WARDS].slice(0, WARDS.length * METERS_A_WARD).entries()) {
      site.add('glucose-meter', {
        subnet: 'laboratory',
        product: INFORM,
        name: `UU-${place.code}-${counted(index + 1)}`,
        serial: serialNumber('UU', index + 1, 8),
        place,
      });
    }
  },
  habits: [leasesAddress(DHCP_CLIENTS.busybox)],
  live(device, hospital) {
    const { wire, day, random, site } = hospital;
    device.weaknesses.add('cleartext-personal-data');
    const { manufacturer, model, software = '' } = device.product;
    const identity = {
      id: eui64(device.mac),
      vendor: manufacturer,
      model,
      serial: device.serial,
      hardware: 'B',
      software,
      name: device.name,
    };
    for (const at of day.times(3, RHYTHMS.laboratory)) {
      const results = Array.from({ length: random.between(1, 6) }, (_, n) => {
        const result = {
          patient: hospital.anyPatient().id,
          operator: random.pick(STAFF),
          code: '2339-0',
          value: String(random.between(80, 280)),
          unit: 'mg/dL',
        };
        return [ask(poct1a.observation(n + 3, at, result)), tell(poct1a.acknowledge(n + 3, at, n + 3), 0.02)];
      }).flat();
      wire.tcp(at, device, site.the('point-of-care-manager'), PORT, [
        ask(poct1a.hello(1, at, identity)),
        tell(poct1a.acknowledge(1, at, 1), 0.02),
        ...results,
        ask(poct1a.keepAlive(20, at)),
      ]);
    }
  },
};
