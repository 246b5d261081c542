import { RHYTHMS } from '../day.ts';
import { looksForRouter } from '../habits/address.ts';
import { keepsTime } from '../habits/clock.ts';
import { joinsDomain, namesItself, SERVER_2016 } from '../habits/windows.ts';
import type { DeviceKind } from '../hospital.ts';
import { type Header, msh, pid, pv1 } from '../messages/hl7.ts';
import { WINDOWS } from '../network/stack.ts';
import { PLACES } from '../people/places.ts';
import { ENGINE, ENGINE_PORT, sendsMessage } from '../work/bedside.ts';

/** Orders and appointments of radiology, and the list that the scanners ask. */
export const radiologySystem: DeviceKind = {
  id: 'radiology-system',
  place(site) {
    site.add('radiology-system', {
      subnet: 'server',
      product: {
        typeId: 'T079',
        manufacturer: 'Hewlett Packard Enterprise',
        model: 'ProLiant DL360 Gen10',
        oui: '001438',
        stack: WINDOWS,
        os: 'Windows Server 2016',
      },
      name: 'RIS1',
      serial: 'SGH839VK1R',
      place: PLACES.informatics,
      addressing: 'fixed',
    });
  },
  habits: [looksForRouter, keepsTime(3600), namesItself(SERVER_2016), joinsDomain],
  live(device, hospital) {
    const { wire, site, day, random } = hospital;
    device.weaknesses.add('cleartext-personal-data');
    for (const at of day.times(14, RHYTHMS.outpatient)) {
      const id = `RIS${random.below(1_000_000)}`;
      const header: Header = {
        application: 'RIS',
        facility: 'RADIOLOGY',
        to: ENGINE,
        type: 'ORU^R01^ORU_R01',
        id,
        at,
        version: '2.5',
      };
      const segments = [
        msh(header),
        pid(hospital.anyPatient()),
        pv1(PLACES.radiology),
        `OBR|1|${id}||36643-5^CHEST PA^LN`,
        'OBX|1|TX|36643-5^CHEST PA^LN||所見なし||||||F',
      ];
      wire.tcp(at, device, site.the('interface-engine'), ENGINE_PORT, sendsMessage(segments, header));
    }
  },
};
