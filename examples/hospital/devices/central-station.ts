import { counted, type Product, serialNumber } from '../device.ts';
import { looksForRouter } from '../habits/address.ts';
import { keepsTime } from '../habits/clock.ts';
import { namesItself, WINDOWS_10_1809 } from '../habits/windows.ts';
import type { DeviceKind } from '../hospital.ts';
import { WINDOWS } from '../network/stack.ts';
import { PLACES, type Place, roomOf, WARDS } from '../people/places.ts';
import { ENGINE_PORT, equipmentOf, measured, report } from '../work/bedside.ts';
import type { Turn } from '../network/tcp.ts';

const PHILIPS: Product = {
  typeId: 'T025',
  manufacturer: 'Philips',
  model: 'PIC iX',
  oui: '00095c',
  stack: WINDOWS,
  software: 'C.03.12',
  os: 'Windows 10',
};
const NIHON_KOHDEN: Product = {
  typeId: 'T025',
  manufacturer: 'Nihon Kohden',
  model: 'CNS-6201',
  oui: '00a09a',
  stack: WINDOWS,
  software: '05-04',
  os: 'Windows 10',
};
const PLACED: readonly (readonly [Product, Place])[] = [
  [PHILIPS, roomOf(PLACES.icu, 'ナースステーション')],
  ...WARDS.map((ward) => [NIHON_KOHDEN, roomOf(ward, 'ナースステーション')] as const),
];
const MONITOR_MDS = { mdsCode: '69965', mdsName: 'MDC_DEV_MON_PHYSIO_MULTI_PARAM_MDS' };
const REPORT_EVERY_S = 600;

/** Where nurses watch all monitors of a ward; the one of intensive care reports to the record. */
export const centralStation: DeviceKind = {
  id: 'central-station',
  place(site) {
    for (const [index, [product, place]] of PLACED.entries()) {
      site.add('central-station', {
        subnet: 'monitoring',
        product,
        name: `CNS-${place.code}`,
        serial: serialNumber('CS', index + 1, 5),
        place,
        addressing: 'fixed',
      });
    }
  },
  habits: [
    looksForRouter,
    keepsTime(7200, 3),
    namesItself(WINDOWS_10_1809, { comment: 'Central monitor', domain: 'MONITORING' }),
  ],
  live(device, hospital) {
    if (device.product !== PHILIPS) return;
    const { wire, site, day } = hospital;
    device.weaknesses.add('cleartext-personal-data');
    const monitors = site.all('patient-monitor').filter(({ product }) => product.manufacturer === 'Philips');
    for (const at of day.every(REPORT_EVERY_S)) {
      const turns: Turn[] = [];
      for (const monitor of monitors) {
        const udi = `(01)00884838${counted(monitor.number, 6)}(21)${monitor.serial}`;
        const reporter = { ...MONITOR_MDS, equipment: equipmentOf(monitor), udi };
        const metrics = measured(hospital, ['heartRate', 'saturation', 'respiration', 'systolic']);
        turns.push(...report(hospital, device, monitor, hospital.patientAt(monitor), reporter, metrics, at));
      }
      wire.tcp(at, device, site.the('interface-engine'), ENGINE_PORT, turns);
    }
  },
};
