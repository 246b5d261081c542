import {
  type ByteRange,
  type DerElement,
  expectElement,
  IDENTIFIER,
  oidToText,
  readElement,
  STRING_TAG,
  stringToText,
} from '../der/index.ts';
import { hex, ipv4Text, ipv6Text } from '../text.ts';
import { enter, type FaultList, members, note, orNote } from './fault.ts';
import { type Name, readName } from './name.ts';

/** Content-delivery certificates name several hundred hosts. */
export const MAX_GENERAL_NAMES = 2048;

/** id-on-hardwareModuleName (RFC 4108 section 5), the device identity of IEEE 802.1AR. */
const HARDWARE_MODULE_NAME = '1.3.6.1.5.5.7.8.4';

/**
 * One name of RFC 5280 4.2.1.6, with the bytes it came from. Texts are exactly as issued: a hostile certificate may put
 * control characters into them.
 */
export type GeneralName = ByteRange &
  (
    | { readonly kind: 'dns' | 'email' | 'uri'; readonly text: string }
    /** Dotted decimal, or the form of RFC 5952. */
    | { readonly kind: 'ip'; readonly text: string }
    /** Dotted. */
    | { readonly kind: 'registeredId'; readonly text: string }
    | { readonly kind: 'directory'; readonly name: Name }
    /** `typeOid` is dotted and names maker and model, `serialHex` is upper case. */
    | { readonly kind: 'hardwareModule'; readonly typeOid: string; readonly serialHex: string }
    /** Any other form: `typeOid` when it is an otherName, `text` when that holds a character string. */
    | { readonly kind: 'other'; readonly typeOid?: string; readonly text?: string }
  );

/** Reads GeneralName elements side by side in [start, end); what cannot be read is noted and left out. */
export function readGeneralNames(bytes: Uint8Array, start: number, end: number, faults: FaultList): GeneralName[] {
  const names: GeneralName[] = [];
  for (const element of members(bytes, start, end, MAX_GENERAL_NAMES, faults)) {
    const name = readGeneralName(bytes, element, faults);
    if (name) names.push(name);
  }
  return names;
}

/** Reads one GeneralName; undefined, and a note, when its value cannot be read. */
export function readGeneralName(bytes: Uint8Array, element: DerElement, faults: FaultList): GeneralName | undefined {
  const { start, contentStart, end } = element;
  switch (bytes[start]) {
    case 0xa0:
      return readOtherName(bytes, element, faults);
    case 0x81:
      return readText(bytes, element, 'email', faults);
    case 0x82:
      return readText(bytes, element, 'dns', faults);
    case 0x86:
      return readText(bytes, element, 'uri', faults);
    case 0xa4: {
      const name = enter(bytes, contentStart, end, IDENTIFIER.sequence, faults);
      return (
        name && {
          kind: 'directory',
          name: readName(bytes, name.start, name.contentStart, name.end, faults),
          start,
          end,
        }
      );
    }
    case 0x87:
      if (end - contentStart === 4) return { kind: 'ip', text: ipv4Text(bytes, contentStart), start, end };
      if (end - contentStart === 16) return { kind: 'ip', text: ipv6Text(bytes, contentStart), start, end };
      note(faults, start, 'ip-address-length');
      return undefined;
    case 0x88: {
      const oid = orNote(oidToText(bytes, contentStart, end), faults);
      return oid === undefined ? undefined : { kind: 'registeredId', text: oid, start, end };
    }
    case 0xa3:
    case 0xa5:
      return { kind: 'other', start, end };
    default:
      note(faults, start, 'unexpected-element');
      return undefined;
  }
}

function readText(
  bytes: Uint8Array,
  { start, contentStart, end }: DerElement,
  kind: 'dns' | 'email' | 'uri',
  faults: FaultList,
): GeneralName | undefined {
  const text = orNote(stringToText(bytes, STRING_TAG.ia5, contentStart, end), faults);
  return text === undefined ? undefined : { kind, text, start, end };
}

/** OtherName ::= SEQUENCE { type-id, value [0] EXPLICIT }, the SEQUENCE replaced by the tag of the choice. */
function readOtherName(bytes: Uint8Array, element: DerElement, faults: FaultList): GeneralName | undefined {
  const { start, end } = element;
  const oid = orNote(expectElement(bytes, element.contentStart, end, IDENTIFIER.oid), faults);
  const typeOid = oid && orNote(oidToText(bytes, oid.contentStart, oid.end), faults);
  if (!oid || typeOid === undefined) return undefined;
  const wrapper = enter(bytes, oid.end, end, 0xa0, faults);
  const value = wrapper && orNote(readElement(bytes, wrapper.contentStart, wrapper.end), faults);
  if (!value) return { kind: 'other', typeOid, start, end };
  if (typeOid === HARDWARE_MODULE_NAME) return readHardwareModule(bytes, element, value, faults);
  const text = stringToText(bytes, value.tagClass === 'universal' ? value.tagNumber : 0, value.contentStart, value.end);
  return typeof text === 'string'
    ? { kind: 'other', typeOid, text, start, end }
    : { kind: 'other', typeOid, start, end };
}

/** HardwareModuleName ::= SEQUENCE { hwType OBJECT IDENTIFIER, hwSerialNum OCTET STRING } */
function readHardwareModule(
  bytes: Uint8Array,
  { start, end }: DerElement,
  value: DerElement,
  faults: FaultList,
): GeneralName {
  const oid = orNote(expectElement(bytes, value.contentStart, value.end, IDENTIFIER.oid), faults);
  const typeOid = oid && orNote(oidToText(bytes, oid.contentStart, oid.end), faults);
  const serial = oid && enter(bytes, oid.end, value.end, IDENTIFIER.octetString, faults);
  if (!serial || typeOid === undefined) return { kind: 'other', typeOid: HARDWARE_MODULE_NAME, start, end };
  return {
    kind: 'hardwareModule',
    typeOid,
    serialHex: hex(bytes, serial.contentStart, serial.end).toUpperCase(),
    start,
    end,
  };
}
