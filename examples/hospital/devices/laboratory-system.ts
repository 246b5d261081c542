import { RHYTHMS } from '../day.ts';
import { looksForRouter } from '../habits/address.ts';
import { keepsTime } from '../habits/clock.ts';
import { joinsDomain, namesItself, SERVER_2016 } from '../habits/windows.ts';
import type { DeviceKind } from '../hospital.ts';
import { type Header, msh, pid, pv1 } from '../messages/hl7.ts';
import { WINDOWS } from '../network/stack.ts';
import { PLACES } from '../people/places.ts';
import { ENGINE, ENGINE_PORT, sendsMessage } from '../work/bedside.ts';

/** Hears of all analysers and tells the record. */
export const laboratorySystem: DeviceKind = {
  id: 'laboratory-system',
  place(site) {
    site.add('laboratory-system', {
      subnet: 'laboratory',
      product: {
        typeId: 'T131',
        manufacturer: 'A&T',
        model: 'CLINILAN GL-3',
        oui: '00004c',
        stack: WINDOWS,
        os: 'Windows Server 2016',
      },
      name: 'LIS1',
      serial: '18NX20917',
      place: PLACES.laboratory,
      addressing: 'fixed',
    });
  },
  habits: [looksForRouter, keepsTime(3600), namesItself(SERVER_2016), joinsDomain],
  live(device, hospital) {
    const { wire, site, day, random } = hospital;
    device.weaknesses.add('cleartext-personal-data');
    for (const at of day.times(60, RHYTHMS.laboratory)) {
      const id = `LIS${random.below(10_000_000)}`;
      const patient = hospital.anyPatient();
      const analyser = random.pick(site.all('chemistry-analyser'));
      const header: Header = {
        application: 'CLINILAN',
        facility: 'LAB',
        to: ENGINE,
        type: 'ORU^R01^ORU_R01',
        id,
        at,
        version: '2.5.1',
      };
      const segments = [
        msh(header),
        'SFT|A&T|3.2.1|CLINILAN GL-3|20210917',
        pid(patient),
        pv1(patient.bed ?? PLACES.outpatient),
        `OBR|1|${id}||3B035^生化学^JC10`,
        `OBX|1|NM|3B0350000023272^AST^JC10||${random.between(10, 40)}|U/L|10-40|N|||F|||||||${analyser.name}^${analyser.product.model}`,
        `OBX|2|NM|3C015000002327^CRE^JC10||${random.between(5, 12) / 10}|mg/dL|0.5-1.2|N|||F`,
      ];
      wire.tcp(at, device, site.the('interface-engine'), ENGINE_PORT, sendsMessage(segments, header));
    }
  },
};
