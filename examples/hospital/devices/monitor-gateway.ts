import { looksForRouter } from '../habits/address.ts';
import { keepsTime } from '../habits/clock.ts';
import { namesItself, SERVER_2016 } from '../habits/windows.ts';
import type { DeviceKind } from '../hospital.ts';
import { WINDOWS } from '../network/stack.ts';
import { PLACES } from '../people/places.ts';
import { eui64 } from '../network/address.ts';
import { ENGINE_PORT, measured, report } from '../work/bedside.ts';
import type { Turn } from '../network/tcp.ts';

const MONITOR_MDS = { mdsCode: '69965', mdsName: 'MDC_DEV_MON_PHYSIO_MULTI_PARAM_MDS' };
const EVERY_S = 900;
const WARD_MAKE = 'Nihon Kohden';

/** Speaks for the ward monitors that do not speak HL7 themselves: many devices behind one address. */
export const monitorGateway: DeviceKind = {
  id: 'monitor-gateway',
  place(site) {
    site.add('monitor-gateway', {
      subnet: 'monitoring',
      product: {
        typeId: 'T037',
        manufacturer: 'Nihon Kohden',
        model: 'QP-993PK',
        oui: '00a09a',
        stack: WINDOWS,
        software: '02-20',
        os: 'Windows Server 2016',
      },
      name: 'NKGW1',
      serial: '00873',
      place: PLACES.engineering,
      addressing: 'fixed',
    });
  },
  habits: [looksForRouter, keepsTime(3600), namesItself(SERVER_2016, { comment: 'QP-993PK gateway' })],
  live(device, hospital) {
    const { wire, site, day } = hospital;
    device.weaknesses.add('cleartext-personal-data');
    const monitors = site.all('patient-monitor').filter(({ product }) => product.manufacturer === WARD_MAKE);
    for (const at of day.every(EVERY_S)) {
      const turns: Turn[] = [];
      for (const monitor of monitors) {
        const equipment = `${monitor.product.model}-${monitor.serial}^^${eui64(monitor.mac)}^EUI-64`;
        const metrics = measured(hospital, ['heartRate', 'saturation']);
        turns.push(
          ...report(hospital, device, monitor, hospital.patientAt(monitor), { ...MONITOR_MDS, equipment }, metrics, at),
        );
      }
      wire.tcp(at, device, site.the('interface-engine'), ENGINE_PORT, turns);
    }
  },
};
