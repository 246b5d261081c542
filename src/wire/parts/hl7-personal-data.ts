import type { PersonalData } from '../facts.ts';

/** Fields of persons: PID and PV1 of the patient, NK1, GT1 and IN1 of those around (HL7 v2.5.1 chapters 3 and 6). */
export const PERSONS: Readonly<Record<string, readonly (readonly [field: number, category: PersonalData])[]>> = {
  PID: [
    [2, 'identifier'],
    [3, 'identifier'],
    [5, 'name'],
    [6, 'name'],
    [7, 'birth-date'],
    [8, 'sex'],
    [11, 'address'],
    [13, 'contact'],
    [18, 'identifier'],
    [19, 'identifier'],
  ],
  PV1: [
    [7, 'name'],
    [8, 'name'],
    [9, 'name'],
    [17, 'name'],
    [19, 'identifier'],
  ],
  NK1: [
    [2, 'name'],
    [4, 'address'],
    [5, 'contact'],
  ],
  GT1: [
    [3, 'name'],
    [5, 'address'],
    [6, 'contact'],
  ],
  IN1: [
    [16, 'name'],
    [36, 'identifier'],
  ],
  MRG: [[1, 'identifier']],
  PRT: [[5, 'name']],
};

/** Segments whose presence is personal data. */
export const PERSONAL_SEGMENTS: Readonly<Record<string, PersonalData>> = {
  OBR: 'order',
  ORC: 'order',
  AL1: 'result',
  DG1: 'result',
  NTE: 'result',
  TXA: 'document',
  RXA: 'medication',
  RXC: 'medication',
  RXD: 'medication',
  RXE: 'medication',
  RXG: 'medication',
  RXO: 'medication',
  RXR: 'medication',
};
