import { type Expected, type Family, expected } from '../family.ts';
import type { ProductFact } from '../product.ts';
import { type Truth, type TruthRow, hosts, text, texts } from '../truth.ts';

/** PDU types of DICOM PS3.8 section 9.3. */
const ASSOCIATE_ACCEPT = '0x02';

const ELEMENTS: Readonly<Record<string, string>> = {
  '0008,0060': 'dicom.modality',
  '0008,0070': 'dicom.manufacturer',
  '0008,0080': 'dicom.institution',
  '0008,1010': 'dicom.station',
  '0008,1040': 'dicom.department',
  '0008,1090': 'dicom.model',
  '0018,1000': 'dicom.serial',
  '0018,1020': 'dicom.software',
};

function ofAssociation(row: TruthRow): readonly Expected[] {
  const accepted = text(row, 'pdu') === ASSOCIATE_ACCEPT;
  const requestor = hosts(row, accepted ? 'dst' : 'src');
  const acceptor = hosts(row, accepted ? 'src' : 'dst');
  const sender = hosts(row, 'src');
  return [
    ...expected('dicom.calling-ae', text(row, 'calling'), requestor),
    ...expected('dicom.called-ae', text(row, 'called'), acceptor),
    ...expected('dicom.implementation-uid', text(row, 'impl_uid'), sender),
    ...expected('dicom.implementation-version', text(row, 'impl_version'), sender),
    ...texts(row, 'abstract').flatMap((uid) => expected('dicom.abstract-syntax', uid, requestor)),
    ...texts(row, 'transfer').flatMap((uid) => expected('dicom.transfer-syntax', uid, sender)),
    ...expected('dicom.reject-reason', text(row, 'reject'), sender),
  ];
}

/** The oracle writes `Manufacturer [LO] GE MEDICAL SYSTEMS`. */
function ofElement(row: TruthRow): readonly Expected[] {
  const attribute = ELEMENTS[text(row, 'tag') ?? ''];
  const value = /^.*? \[[A-Z]{2}\] ?(.*)$/s.exec(text(row, 'text') ?? '')?.[1];
  return attribute === undefined ? [] : expected(attribute, value, hosts(row, 'src'));
}

/** The truth keeps this many presentation contexts of an association. */
const CONTEXTS_KEPT = 40;

function gap(truth: Truth, fact: ProductFact): string | undefined {
  if (fact.attribute === 'dicom.department') return 'the truth takes no (0008,1040)';
  if (fact.attribute !== 'dicom.abstract-syntax') return undefined;
  const isFull = (row: TruthRow) => texts(row, 'abstract').length === CONTEXTS_KEPT && text(row, 'src') === fact.ip;
  return truth.rows('dicom_associate').some(isFull)
    ? `the truth keeps ${CONTEXTS_KEPT} presentation contexts of an association`
    : undefined;
}

export const dicom: Family = {
  id: 'dicom',
  truthKeys: ['dicom_associate', 'dicom_command', 'dicom_dataset'],
  attributes: [
    'dicom.calling-ae',
    'dicom.called-ae',
    'dicom.implementation-uid',
    'dicom.implementation-version',
    'dicom.abstract-syntax',
    'dicom.transfer-syntax',
    'dicom.reject-reason',
    'dicom.command',
    ...Object.values(ELEMENTS),
  ],
  note: 'a called title describes the receiver, also where it is refused',
  expect: (truth) => [
    ...truth.rows('dicom_associate').flatMap(ofAssociation),
    ...truth.rows('dicom_command').flatMap((row) => expected('dicom.command', text(row, 'command'), hosts(row, 'src'))),
    ...truth.rows('dicom_dataset').flatMap(ofElement),
  ],
  gap,
};
