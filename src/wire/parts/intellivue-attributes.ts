import { cleanText, hex, ipv4Text, macText, u16At } from '#bytes';
import { type Attribute, defineAttributes, type Out, type Subject, type View } from '../dissector.ts';
import type { PersonalData } from '../facts.ts';

/** Attributes of one list; a medical device system has about thirty. */
const ATTRIBUTES = 256;
const PRODUCTION_ENTRIES = 64;

export const intellivueAttributes = defineAttributes('intellivue', {
  binding: ['address-bound', 'Data Export Interface, connect indication: hardware and network address of the monitor'],
  service: ['service-offered', 'Data Export Interface, connect indication: application, transport and port'],
  systemType: ['capability-seen', 'ISO/IEEE 11073-10101 code of the system type: partition × 65536 + code'],
  role: ['role-played', 'Data Export Interface: monitor (announces itself, exports) or data client (asks)'],
  manufacturer: ['manufacturer-seen', 'ISO/IEEE 11073-10201 system model, manufacturer'],
  model: ['model-seen', 'ISO/IEEE 11073-10201 system model, model number'],
  systemId: ['identifier-seen', 'ISO/IEEE 11073-10201 system id'],
  bed: ['place-seen', 'Data Export Interface: bed label'],
  serial: ['serial-seen', 'ISO/IEEE 11073-10201 production specification: serial number'],
  part: ['model-seen', 'ISO/IEEE 11073-10201 production specification: part number'],
  hardware: ['software-seen', 'ISO/IEEE 11073-10201 production specification: hardware revision'],
  software: ['software-seen', 'ISO/IEEE 11073-10201 production specification: software revision'],
  firmware: ['software-seen', 'ISO/IEEE 11073-10201 production specification: firmware revision'],
});

/** Attribute ids (Data Export Interface, appendix; shared with ISO/IEEE 11073-20601 but for the private ones above 0xF000). */
const BED_LABEL = 0x091e;
const SYSTEM_MODEL = 0x0928;
const PRODUCTION_SPECIFICATION = 0x092d;
const SYSTEM_ID = 0x0984;
const SYSTEM_TYPE = 0x0986;
const NETWORK_ADDRESS = 0xf100;
const PROTOCOL_SUPPORT = 0xf101;
const ANNOUNCED_BED_LABEL = 0xf135;

/** Patient demographics: count only. */
const PERSONAL: ReadonlyMap<number, PersonalData> = new Map([
  [0x0958, 'birth-date'],
  [0x095a, 'identifier'],
  [0x095c, 'name'],
  [0x095d, 'name'],
  [0x0961, 'sex'],
]);

/** Types of production specification entries. */
const PRODUCTION: ReadonlyMap<number, Attribute> = new Map([
  [1, intellivueAttributes.serial],
  [2, intellivueAttributes.part],
  [3, intellivueAttributes.hardware],
  [4, intellivueAttributes.software],
  [5, intellivueAttributes.firmware],
]);

/** Application protocols and transports of the protocol support attribute. */
const APPLICATIONS: ReadonlyMap<number, string> = new Map([
  [1, 'acse'],
  [5, 'data-out'],
]);
const TRANSPORT_UDP = 1;

/**
 * Reads an attribute list at `at`: count u16, length u16, then id u16, length u16 and value each, all big endian.
 * False when its lengths contradict the end of the message.
 */
export function readAttributeList(view: View, out: Out, subject: Subject, from: number, end: number): boolean {
  const { bytes } = view;
  if (end - from < 4) return false;
  const count = Math.min(u16At(bytes, from), ATTRIBUTES);
  const listEnd = from + 4 + u16At(bytes, from + 2);
  if (listEnd > end) return false;
  let at = from + 4;
  for (let n = 0; n < count; n++) {
    if (listEnd - at < 4) return false;
    const valueFrom = at + 4;
    const valueTo = valueFrom + u16At(bytes, at + 2);
    if (valueTo > listEnd) return false;
    readAttribute(view, out, subject, u16At(bytes, at), valueFrom, valueTo);
    at = valueTo;
  }
  return true;
}

function readAttribute(view: View, out: Out, subject: Subject, id: number, from: number, to: number): void {
  const { bytes } = view;
  const personal = PERSONAL.get(id);
  if (personal !== undefined) out.personal(personal, 1);
  else if (id === SYSTEM_MODEL) {
    const next = reportLabel(view, out, intellivueAttributes.manufacturer, subject, from, to);
    reportLabel(view, out, intellivueAttributes.model, subject, next, to);
  } else if (id === PRODUCTION_SPECIFICATION) readProduction(view, out, subject, from, to);
  else if (id === BED_LABEL || id === ANNOUNCED_BED_LABEL) reportString(view, out, subject, from, to);
  else if (id === SYSTEM_ID && to - from > 2) {
    const idTo = Math.min(to, from + 2 + u16At(bytes, from));
    out.value(intellivueAttributes.systemId, subject, hex(bytes, from + 2, idTo), from + 2, idTo);
  } else if (id === SYSTEM_TYPE && to - from >= 4) {
    const code = u16At(bytes, from) * 65_536 + u16At(bytes, from + 2);
    out.value(intellivueAttributes.systemType, subject, String(code), from, from + 4);
  } else if (id === PROTOCOL_SUPPORT) readProtocols(view, out, subject, from, to);
  else if (id === NETWORK_ADDRESS && to - from >= 10) reportAddress(view, out, from);
}

/** A label: length u16 and text, padded with NUL. Returns the position behind it. */
function reportLabel(view: View, out: Out, attribute: Attribute, subject: Subject, from: number, to: number): number {
  if (to - from < 2) return to;
  const end = from + 2 + u16At(view.bytes, from);
  if (end > to) return to;
  out.text(attribute, subject, from + 2, end);
  return end;
}

/** A string: length u16 and characters of 16 bits, big endian, padded with NUL. */
function reportString(view: View, out: Out, subject: Subject, from: number, to: number): void {
  const { bytes } = view;
  if (to - from < 4) return;
  const end = Math.min(to, from + 2 + u16At(bytes, from));
  let text = '';
  for (let at = from + 2; at + 1 < end; at += 2) text += String.fromCharCode(u16At(bytes, at));
  out.value(intellivueAttributes.bed, subject, cleanText(text), from + 2, end);
}

function readProduction(view: View, out: Out, subject: Subject, from: number, to: number): void {
  const { bytes } = view;
  if (to - from < 4) return;
  const count = Math.min(u16At(bytes, from), PRODUCTION_ENTRIES);
  let at = from + 4;
  for (let n = 0; n < count && to - at >= 6; n++) {
    const attribute = PRODUCTION.get(u16At(bytes, at));
    const end = at + 6 + u16At(bytes, at + 4);
    if (end > to) return;
    if (attribute !== undefined) out.text(attribute, subject, at + 6, end);
    at = end;
  }
}

function readProtocols(view: View, out: Out, subject: Subject, from: number, to: number): void {
  const { bytes } = view;
  if (to - from < 4) return;
  const count = Math.min(u16At(bytes, from), PRODUCTION_ENTRIES);
  let at = from + 4;
  for (let n = 0; n < count && to - at >= 8; n++, at += 8) {
    const application = APPLICATIONS.get(u16At(bytes, at)) ?? String(u16At(bytes, at));
    const transport = u16At(bytes, at + 2) === TRANSPORT_UDP ? 'udp' : String(u16At(bytes, at + 2));
    out.value(intellivueAttributes.service, subject, `${application} ${transport} ${u16At(bytes, at + 4)}`, at, at + 6);
  }
}

/** Hardware address, network address and mask: known here also when a router stands between. */
function reportAddress(view: View, out: Out, at: number): void {
  const { bytes } = view;
  const binding = `${ipv4Text(bytes, at + 6)}=${macText(bytes, at)}`;
  out.value(intellivueAttributes.binding, out.subjectOfIpv4AndMac(at + 6, at), binding, at, at + 10);
}
