import { counted, type Product, serialNumber } from '../device.ts';
import { DHCP_CLIENTS, leasesAddress } from '../habits/address.ts';
import { uuidOf } from '../habits/announcements.ts';
import { keepsTime } from '../habits/clock.ts';
import type { DeviceKind } from '../hospital.ts';
import { sdcHello, WSD } from '../messages/discovery.ts';
import { ipText } from '../network/address.ts';
import { LINUX } from '../network/stack.ts';
import { bedOf, PLACES, type Place } from '../people/places.ts';
import { ENGINE_PORT, equipmentOf, measured, report } from '../work/bedside.ts';

const EVITA: Product = {
  typeId: 'T011',
  manufacturer: 'Dräger',
  model: 'Evita V800',
  oui: '00105d',
  stack: LINUX,
  software: '1.10',
};
const SERVO: Product = {
  typeId: 'T011',
  manufacturer: 'Getinge',
  model: 'SERVO-u',
  oui: '002541',
  stack: LINUX,
  software: '4.1',
};
const ICU_COUNT = 10;
const NICU_COUNT = 4;
const PLACED: readonly Place[] = [
  ...Array.from({ length: ICU_COUNT }, (_, n) => bedOf(PLACES.icu, 'ICU', String(n + 1))),
  ...Array.from({ length: NICU_COUNT }, (_, n) => bedOf(PLACES.nicu, 'NICU', String(n + 1))),
];
/** MDC code of a ventilator MDS, ISO/IEEE 11073-10101. */
const VENTILATOR_MDS = { mdsCode: '70001', mdsName: 'MDC_DEV_SYS_PT_VENT_MDS' };
const SDC_PORT = 6464;

/** Ventilators: one make announces itself with its bed by SDC, the other reports by HL7. */
export const ventilator: DeviceKind = {
  id: 'ventilator',
  place(site) {
    for (const [index, place] of PLACED.entries()) {
      const isSdc = index % 2 === 0;
      site.add('ventilator', {
        subnet: 'critical',
        product: isSdc ? EVITA : SERVO,
        name: `${isSdc ? 'EVITA' : 'SERVO'}-${counted(index + 1)}`,
        serial: serialNumber(isSdc ? 'ASNB-' : 'SU', index + 1, 4),
        place,
      });
    }
  },
  habits: [leasesAddress(DHCP_CLIENTS.linux), keepsTime(7200)],
  live(device, hospital) {
    const { wire, day, site } = hospital;
    if (device.product === EVITA) {
      const { code, floor, bed = '' } = device.place;
      const announced = {
        endpoint: uuidOf(device),
        address: `https://${ipText(device.ip)}:${SDC_PORT}/${uuidOf(device)}`,
        component: VENTILATOR_MDS.mdsCode,
        location: { facility: 'MIMAMORI', floor: String(floor), pointOfCare: code, bed: `${code}-${bed}` },
      };
      for (const [n, at] of day.every(7200, 0.6).entries()) {
        wire.multicast(at, device, WSD, [WSD.port, WSD.port], sdcHello('Hello', uuidOf(device, n + 1), announced), 1);
      }
      return;
    }
    device.weaknesses.add('cleartext-personal-data');
    for (const at of day.every(600)) {
      const reporter = { ...VENTILATOR_MDS, equipment: equipmentOf(device) };
      const metrics = measured(hospital, ['tidalVolume', 'respiration']);
      const turns = report(hospital, device, device, hospital.patientAt(device), reporter, metrics, at);
      wire.tcp(at, device, site.the('interface-engine'), ENGINE_PORT, turns);
    }
  },
};
