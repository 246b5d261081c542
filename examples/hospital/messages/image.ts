import type { Random } from '../../../bench/captures/random.ts';
import { stamp } from '../day.ts';
import { dicomName, type Patient } from '../people/patients.ts';
import { HOSPITAL } from '../people/places.ts';
import { dataSet, type Elements, oneItem } from './dicom.ts';

/** What an object says of the device that made it, and of the patient it shows. */
export interface Examination {
  readonly modality: string;
  readonly manufacturer: string;
  readonly model: string;
  readonly serial: string;
  readonly software: string;
  readonly station: string;
  readonly department: string;
  readonly description: string;
  readonly operator: string;
  readonly patient: Patient;
  readonly at: number;
  /** Made once for the whole examination. */
  readonly study: string;
  readonly accession: string;
}

/** Identifiers under the arc that needs no registration (PS3.5 annex B.2). */
export const newUid = (random: Random): string =>
  `2.25.${random.u32()}${String(random.u32()).padStart(10, '0')}${String(random.u32()).padStart(10, '0')}`;

function patientElements({ patient }: Examination): Elements {
  return [
    [0x00100010, 'PN', dicomName(patient)],
    [0x00100020, 'LO', patient.id],
    [0x00100030, 'DA', patient.birthDate],
    [0x00100040, 'CS', patient.sex],
  ];
}

const CHARACTER_SET: Elements[number] = [0x00080005, 'CS', 'ISO_IR 192'];

/** One image; two bytes of `pixels` are one pixel. */
export function image(exam: Examination, sop: string, instance: string, number: number, pixels: Buffer): Buffer {
  const date = stamp(exam.at).slice(0, 8);
  const time = stamp(exam.at).slice(8);
  const columns = 128;
  return dataSet([
    CHARACTER_SET,
    [0x00080008, 'CS', 'ORIGINAL\\PRIMARY\\AXIAL'],
    [0x00080016, 'UI', sop],
    [0x00080018, 'UI', instance],
    [0x00080020, 'DA', date],
    [0x00080030, 'TM', time],
    [0x00080050, 'SH', exam.accession],
    [0x00080060, 'CS', exam.modality],
    [0x00080070, 'LO', exam.manufacturer],
    [0x00080080, 'LO', HOSPITAL.roman],
    [0x00080090, 'PN', 'SHISAKU^MASARU=試作^勝'],
    [0x00081010, 'SH', exam.station],
    [0x00081030, 'LO', exam.description],
    [0x00081040, 'LO', exam.department],
    [0x00081070, 'PN', exam.operator],
    [0x00081090, 'LO', exam.model],
    ...patientElements(exam),
    [0x00181000, 'LO', exam.serial],
    [0x00181020, 'LO', exam.software],
    [0x0020000d, 'UI', exam.study],
    [0x0020000e, 'UI', `${exam.study}.1`.slice(0, 64)],
    [0x00200010, 'SH', exam.accession],
    [0x00200011, 'IS', '1'],
    [0x00200013, 'IS', String(number)],
    [0x00280002, 'US', 1],
    [0x00280004, 'CS', 'MONOCHROME2'],
    [0x00280010, 'US', Math.floor(pixels.length / columns / 2)],
    [0x00280011, 'US', columns],
    [0x00280100, 'US', 16],
    [0x00280101, 'US', 12],
    [0x00280102, 'US', 11],
    [0x00280103, 'US', 0],
    [0x7fe00010, 'OW', pixels],
  ]);
}

/** What a modality asks the worklist: its own examinations of today. */
export const worklistQuery = (modality: string, title: string, at: number): Buffer =>
  dataSet([
    CHARACTER_SET,
    [0x00080050, 'SH', ''],
    [0x00100010, 'PN', ''],
    [0x00100020, 'LO', ''],
    [
      0x00400100,
      'SQ',
      oneItem([
        [0x00080060, 'CS', modality],
        [0x00400001, 'AE', title],
        [0x00400002, 'DA', stamp(at).slice(0, 8)],
        [0x00400003, 'TM', ''],
      ]),
    ],
  ]);

export const worklistEntry = (exam: Examination, title: string): Buffer =>
  dataSet([
    CHARACTER_SET,
    [0x00080050, 'SH', exam.accession],
    ...patientElements(exam),
    [0x0020000d, 'UI', exam.study],
    [
      0x00400100,
      'SQ',
      oneItem([
        [0x00080060, 'CS', exam.modality],
        [0x00400001, 'AE', title],
        [0x00400002, 'DA', stamp(exam.at).slice(0, 8)],
        [0x00400003, 'TM', stamp(exam.at).slice(8)],
        [0x00400007, 'LO', exam.description],
        [0x00400010, 'SH', exam.station],
      ]),
    ],
  ]);

export const stepBegun = (exam: Examination, title: string): Buffer =>
  dataSet([
    CHARACTER_SET,
    [0x00080060, 'CS', exam.modality],
    ...patientElements(exam),
    [0x00400241, 'AE', title],
    [0x00400242, 'SH', exam.station],
    [0x00400243, 'SH', exam.department],
    [0x00400244, 'DA', stamp(exam.at).slice(0, 8)],
    [0x00400245, 'TM', stamp(exam.at).slice(8)],
    [0x00400252, 'CS', 'IN PROGRESS'],
    [0x00400253, 'SH', exam.accession],
  ]);

export const stepEnded = (at: number): Buffer =>
  dataSet([
    [0x00400250, 'DA', stamp(at).slice(0, 8)],
    [0x00400251, 'TM', stamp(at).slice(8)],
    [0x00400252, 'CS', 'COMPLETED'],
  ]);

/** What a reader looks for: the studies of one patient. */
export const studyQuery = (patient: Patient): Buffer =>
  dataSet([
    CHARACTER_SET,
    [0x00080020, 'DA', ''],
    [0x00080050, 'SH', ''],
    [0x00080052, 'CS', 'STUDY'],
    [0x00080061, 'CS', ''],
    [0x00100010, 'PN', ''],
    [0x00100020, 'LO', patient.id],
    [0x0020000d, 'UI', ''],
  ]);

export const studyFound = (exam: Examination): Buffer =>
  dataSet([
    CHARACTER_SET,
    [0x00080020, 'DA', stamp(exam.at).slice(0, 8)],
    [0x00080050, 'SH', exam.accession],
    [0x00080052, 'CS', 'STUDY'],
    [0x00080061, 'CS', exam.modality],
    ...patientElements(exam),
    [0x0020000d, 'UI', exam.study],
  ]);
