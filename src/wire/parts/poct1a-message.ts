import { decodeText } from '#bytes';
import { type Attribute, defineAttributes, type Out, type View } from '../dissector.ts';
import type { PersonalData } from '../facts.ts';
import { equalsAscii } from './ascii.ts';
import { decodeXmlText, hasReferences, type XmlScanner } from './xml.ts';

export const poct1aAttributes = defineAttributes('poct1a', {
  message: ['role-played', 'POCT1-A message that the host sent, named by the root element'],
  directive: ['role-played', 'POCT1-A DTV command code that the host gave, such as SET_TIME'],
  version: ['capability-seen', 'POCT1-A HDR.version_id'],
  deviceId: ['identifier-seen', 'POCT1-A DEV.device_id'],
  vendor: ['manufacturer-seen', 'POCT1-A DEV.vendor_id'],
  manufacturer: ['manufacturer-seen', 'POCT1-A DEV.manufacturer_name'],
  model: ['model-seen', 'POCT1-A DEV.model_id'],
  serial: ['serial-seen', 'POCT1-A DEV.serial_id'],
  hardware: ['software-seen', 'POCT1-A DEV.hw_version'],
  software: ['software-seen', 'POCT1-A DEV.sw_version'],
  deviceName: ['name-seen', 'POCT1-A DEV.device_name'],
});

/** Elements whose attribute V is reported. */
const ELEMENTS: Readonly<Record<string, Attribute>> = {
  'HDR.version_id': poct1aAttributes.version,
  'DEV.device_id': poct1aAttributes.deviceId,
  'DEV.vendor_id': poct1aAttributes.vendor,
  'DEV.manufacturer_name': poct1aAttributes.manufacturer,
  'DEV.model_id': poct1aAttributes.model,
  'DEV.serial_id': poct1aAttributes.serial,
  'DEV.hw_version': poct1aAttributes.hardware,
  'DEV.sw_version': poct1aAttributes.software,
  'DEV.device_name': poct1aAttributes.deviceName,
  'DTV.command_cd': poct1aAttributes.directive,
};

/** Elements that are only counted. */
const PERSONAL: Readonly<Record<string, PersonalData>> = {
  'PT.patient_id': 'identifier',
  'PT.name': 'name',
  'PT.birth_date': 'birth-date',
  'PT.gender_cd': 'sex',
  'OBS.value': 'result',
  'OBS.qualitative_value': 'result',
  'OPR.operator_id': 'account',
  'OPR.name': 'name',
  'ORD.universal_service_id': 'order',
  'NTE.text': 'result',
};

const NAME_LENGTH = 40;

/** Types of message: three letters, then the trigger (POCT1-A chapter on messages). */
const TYPES = ['HEL', 'ACK', 'DST', 'OBS', 'EVS', 'REQ', 'EOT', 'END', 'ESC', 'KPA', 'OPL', 'PTL', 'DTV'];
/** What tells a root element: the type, a dot, and `R` or `V` (DTV.VENDOR). */
const ROOTS = TYPES.flatMap((type) => [`${type}.R`, `${type}.V`]);
export const ROOT_LENGTH = 5;

/** The name bytes[from, to) is that of a message, as far as it goes. */
export function isRootName(bytes: Uint8Array, from: number, to: number): boolean {
  const end = Math.min(to, from + ROOT_LENGTH);
  return ROOTS.some((root) => equalsAscii(bytes, from, end, root.slice(0, end - from)));
}

/** The element whose start `xml` has just read. */
export function readElement(view: View, out: Out, xml: XmlScanner): void {
  const { bytes, sender } = view;
  const { nameFrom, nameTo } = xml;
  if (nameTo - nameFrom > NAME_LENGTH) return;
  if (xml.depth === 1) {
    if (isRootName(bytes, nameFrom, nameTo)) out.text(poct1aAttributes.message, sender, nameFrom, nameTo);
    return;
  }
  const name = decodeText(bytes, nameFrom, nameTo);
  const attribute = ELEMENTS[name];
  const personal = PERSONAL[name];
  if ((attribute === undefined && personal === undefined) || !xml.attribute('V')) return;
  const { textFrom, textTo } = xml;
  if (textTo === textFrom) return;
  if (attribute === undefined) out.personal(personal!, 1);
  else if (!hasReferences(bytes, textFrom, textTo)) out.text(attribute, sender, textFrom, textTo);
  else out.value(attribute, sender, decodeXmlText(bytes, textFrom, textTo), textFrom, textTo);
}
