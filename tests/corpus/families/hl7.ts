import { type Expected, type Family, expected } from '../family.ts';
import { spelling } from '../normalise.ts';
import { type TruthRow, hosts, text } from '../truth.ts';

/** Fields that hold hierarchic names (HD, HL7 v2.5 section 2.A.36): the first component is the name. */
const HIERARCHIC = new Set([
  'hl7.sending-application',
  'hl7.sending-facility',
  'hl7.receiving-application',
  'hl7.receiving-facility',
  'hl7.equipment',
]);

/** MDC codes (IEEE 11073-10101) of observations that carry a property of the device in OBX-5. */
const PROPERTIES: Readonly<Record<string, string>> = {
  '531970': 'hl7.manufacturer',
  '531971': 'hl7.model',
  '531972': 'hl7.serial',
  '531974': 'hl7.hardware',
  '531975': 'hl7.software',
  '531976': 'hl7.firmware',
};

const UDI = /\(01\)\d{14}[^|^~&\r]*/;
const EQUIPMENT_FIELD = 18;

function ofSegment(row: TruthRow): readonly Expected[] {
  const sender = hosts(row, 'src');
  const segment = text(row, 'segment') ?? '';
  const fields = segment.split('|');
  const udi = expected('hl7.udi', UDI.exec(segment)?.[0], sender);
  if (fields[0] !== 'OBX') return udi;
  const identifier = fields[3] ?? '';
  const property = PROPERTIES[identifier.split('^')[0] ?? ''];
  return [
    ...udi,
    ...expected('hl7.equipment', fields[EQUIPMENT_FIELD], sender),
    ...expected('hl7.device-type', /\^MDC_DEV_[A-Z_]*MDS\^/.test(identifier) ? identifier : undefined, sender),
    ...(property === undefined ? [] : expected(property, fields[5], sender)),
  ];
}

export const hl7: Family = {
  id: 'hl7',
  truthKeys: ['hl7', 'hl7_device_segment'],
  attributes: [
    ...HIERARCHIC,
    'hl7.message-type',
    'hl7.version',
    'hl7.profile',
    'hl7.charset',
    'hl7.udi',
    'hl7.device-type',
    ...Object.values(PROPERTIES),
  ],
  note: 'of hierarchic names the first component counts; results and patient segments are never values',
  expect: (truth) => [
    ...truth
      .rows('hl7')
      .flatMap((row) => [
        ...expected('hl7.sending-application', text(row, 'sending_app'), hosts(row, 'src')),
        ...expected('hl7.sending-facility', text(row, 'sending_facility'), hosts(row, 'src')),
        ...expected('hl7.receiving-application', text(row, 'receiving_app'), hosts(row, 'dst')),
        ...expected('hl7.receiving-facility', text(row, 'receiving_facility'), hosts(row, 'dst')),
        ...expected('hl7.message-type', text(row, 'message_type'), hosts(row, 'src')),
        ...expected('hl7.version', text(row, 'version'), hosts(row, 'src')),
        ...expected('hl7.profile', text(row, 'profile'), hosts(row, 'src')),
        ...expected('hl7.charset', text(row, 'charset'), hosts(row, 'src')),
      ]),
    ...truth.rows('hl7_device_segment').flatMap(ofSegment),
  ],
  canonical: (attribute, value) => spelling(HIERARCHIC.has(attribute) ? (value.split('^')[0] ?? '') : value),
};
