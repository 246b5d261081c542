import { RHYTHMS } from '../day.ts';
import { counted, serialNumber } from '../device.ts';
import { DHCP_CLIENTS, leasesAddress } from '../habits/address.ts';
import { looksUp } from '../habits/names.ts';
import { windowsComputer, WINDOWS_10 } from '../habits/windows.ts';
import type { DeviceKind } from '../hospital.ts';
import { associate, find, move, SOP } from '../messages/dicom.ts';
import { newUid, studyFound, studyQuery } from '../messages/image.ts';
import { WINDOWS } from '../network/stack.ts';
import { PLACES, roomOf } from '../people/places.ts';
import { ARCHIVE, DICOM_PORT } from '../work/imaging.ts';

const COUNT = 12;
const IMPLEMENTATION = ['1.2.276.0.7230010.3.0.3.6.4', 'OFFIS_DCMTK_364'] as const;

/** Where images are read: looks for a patient's studies and has them sent. */
export const imageViewer: DeviceKind = {
  id: 'image-viewer',
  place(site) {
    for (let number = 1; number <= COUNT; number++) {
      site.add('image-viewer', {
        subnet: 'imaging',
        product: {
          typeId: 'T078',
          manufacturer: 'Dell',
          model: 'Precision 5820',
          oui: '000144',
          stack: WINDOWS,
          os: 'Windows 10',
        },
        name: `VIEW${counted(number)}`,
        serial: serialNumber('DLV', number, 4),
        place: number <= 8 ? roomOf(PLACES.radiology, '読影室') : PLACES.theatre,
      });
    }
  },
  habits: [leasesAddress(DHCP_CLIENTS.windows), looksUp(['pacs', 'file-server'], 3), windowsComputer(WINDOWS_10)],
  live(device, hospital) {
    const { wire, site, day, random } = hospital;
    const calling = { title: device.name, implementation: IMPLEMENTATION };
    device.weaknesses.add('cleartext-personal-data');
    for (const at of day.times(8, RHYTHMS.office)) {
      const patient = hospital.anyPatient();
      const exams = Array.from({ length: random.between(1, 3) }, () => ({
        modality: random.pick(['CT', 'MR', 'DX', 'US']),
        manufacturer: '',
        model: '',
        serial: '',
        software: '',
        station: '',
        department: '',
        description: '',
        operator: '',
        patient,
        at: at - random.below(86_400 * 300),
        study: newUid(random),
        accession: `A${random.below(900_000)}`,
      }));
      const query = studyQuery(patient);
      const turns = associate(calling, ARCHIVE, [
        { sop: SOP.findStudies, operations: [find(SOP.findStudies, query, exams.map(studyFound))] },
        { sop: SOP.moveStudies, operations: [move(SOP.moveStudies, calling.title, query)] },
      ]);
      wire.tcp(at, device, site.the('pacs'), DICOM_PORT, turns);
    }
  },
};
