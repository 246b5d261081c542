import { RHYTHMS } from '../day.ts';
import { looksForRouter } from '../habits/address.ts';
import { keepsTime } from '../habits/clock.ts';
import { answersSnmp } from '../habits/management.ts';
import { joinsDomain, namesItself, SERVER_2019 } from '../habits/windows.ts';
import type { DeviceKind } from '../hospital.ts';
import { WINDOWS } from '../network/stack.ts';
import { PLACES } from '../people/places.ts';
import { ENGINE_PORT, equipmentOf, measured, report } from '../work/bedside.ts';

const PUMP_MDS = { mdsCode: '69985', mdsName: 'MDC_DEV_PUMP_INFUS_MDS' };

/** Holds the drug library, hears of all pumps, and tells the record what flows. */
export const pumpServer: DeviceKind = {
  id: 'pump-server',
  place(site) {
    site.add('pump-server', {
      subnet: 'server',
      product: {
        typeId: 'T007',
        manufacturer: 'Dell',
        model: 'PowerEdge R450',
        oui: '000144',
        stack: WINDOWS,
        software: 'OnlineSuite AP 3.4',
        os: 'Windows Server 2019',
      },
      name: 'PUMPSV',
      serial: '5JK8L23',
      place: PLACES.engineering,
      addressing: 'fixed',
    });
  },
  habits: [
    looksForRouter,
    keepsTime(1024),
    namesItself(SERVER_2019, { comment: 'OnlineSuite' }),
    joinsDomain,
    answersSnmp({
      community: 'public',
      description: () => 'Hardware: Intel64 Family 6 - Software: Windows Version 6.3 (Build 17763 Multiprocessor Free)',
      objectId: '1.3.6.1.4.1.311.1.1.3.1.2',
    }),
  ],
  live(device, hospital) {
    const { wire, site, day, random } = hospital;
    for (const at of day.times(30, RHYTHMS.bedside)) {
      const pump = random.pick(site.all('infusion-pump'));
      const reporter = { ...PUMP_MDS, equipment: equipmentOf(pump), udi: `(01)04046955001234(21)${pump.serial}` };
      const turns = report(
        hospital,
        device,
        pump,
        hospital.patientAt(pump),
        reporter,
        measured(hospital, ['flow']),
        at,
      );
      wire.tcp(at, device, site.the('interface-engine'), ENGINE_PORT, turns);
    }
  },
};
