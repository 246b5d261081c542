import { decodeText } from '#bytes';
import { type Attribute, defineAttributes, type Out, type Subject, type View } from '../dissector.ts';
import { isOid, oidText } from './ber.ts';

/** What agents say about themselves in standard MIBs. */
export const snmpObjectAttributes = defineAttributes('snmp', {
  system: [
    'capability-seen',
    'Object of the system group as oid=text: sysDescr, sysObjectID, sysContact, sysName, sysLocation (RFC 3418)',
  ],
  description: ['system-seen', 'sysDescr: hardware, operating system and software of the agent (RFC 3418)'],
  objectId: ['model-seen', 'sysObjectID: the maker’s identification of the product (RFC 3418)'],
  name: ['name-seen', 'sysName (RFC 3418)'],
  location: ['place-seen', 'sysLocation (RFC 3418)'],
  manufacturer: ['manufacturer-seen', 'entPhysicalMfgName (RFC 6933) or upsIdentManufacturer (RFC 1628)'],
  model: ['model-seen', 'entPhysicalModelName (RFC 6933) or upsIdentModel (RFC 1628)'],
  serial: ['serial-seen', 'entPhysicalSerialNum (RFC 6933) or prtGeneralSerialNumber (RFC 3805)'],
  hardware: ['software-seen', 'entPhysicalHardwareRev (RFC 6933)'],
  firmware: ['software-seen', 'entPhysicalFirmwareRev (RFC 6933)'],
  software: [
    'software-seen',
    'entPhysicalSoftwareRev (RFC 6933), upsIdentUPSSoftwareVersion or upsIdentAgentSoftwareVersion (RFC 1628)',
  ],
});

const a = snmpObjectAttributes;

const OCTETS = 0x04;
const OBJECT_ID = 0x06;

/** 1.3.6.1.2.1, under which all objects of interest stand. */
const MIB_2 = [0x2b, 6, 1, 2, 1];
const GROUP = MIB_2.length;

/** Last arcs of 1.3.6.1.2.1.1 whose values are kept besides oid=text; sysContact is a person and has none. */
const SYSTEM: Readonly<Record<number, Attribute | undefined>> = {
  1: a.description,
  2: a.objectId,
  4: undefined,
  5: a.name,
  6: a.location,
};
/** Columns of entPhysicalTable, 1.3.6.1.2.1.47.1.1.1.1. */
const ENTITY: Readonly<Record<number, Attribute>> = {
  8: a.hardware,
  9: a.firmware,
  10: a.software,
  11: a.serial,
  12: a.manufacturer,
  13: a.model,
};
/** Objects of upsIdent, 1.3.6.1.2.1.33.1.1. */
const UPS: Readonly<Record<number, Attribute>> = { 1: a.manufacturer, 2: a.model, 3: a.software, 4: a.software };

/** Reports one binding of an agent when it is an object of the tables above; most are not and cost a few comparisons. */
export function emitManagedObject(
  view: View,
  out: Out,
  agent: Subject,
  oidFrom: number,
  oidTo: number,
  tag: number,
  from: number,
  to: number,
): void {
  const { bytes } = view;
  if (oidTo - oidFrom < GROUP + 3 || from === to || (tag !== OCTETS && tag !== OBJECT_ID)) return;
  for (let i = 0; i < GROUP; i++) if (bytes[oidFrom + i] !== MIB_2[i]) return;
  const at = oidFrom + GROUP;
  switch (bytes[at]!) {
    case 1:
      if (oidTo === at + 3 && bytes[at + 2] === 0)
        system(view, out, agent, bytes[at + 1]!, oidFrom, oidTo, tag, from, to);
      return;
    case 33:
      if (oidTo === at + 5 && bytes[at + 1] === 1 && bytes[at + 2] === 1)
        text(out, UPS[bytes[at + 3]!], agent, tag, from, to);
      return;
    case 43:
      // prtGeneralSerialNumber, 1.3.6.1.2.1.43.5.1.1.17.
      if (oidTo - at > 5 && bytes[at + 1] === 5 && bytes[at + 2] === 1 && bytes[at + 3] === 1 && bytes[at + 4] === 17)
        text(out, a.serial, agent, tag, from, to);
      return;
    case 47:
      if (oidTo - at > 6 && bytes[at + 1] === 1 && bytes[at + 2] === 1 && bytes[at + 3] === 1 && bytes[at + 4] === 1)
        text(out, ENTITY[bytes[at + 5]!], agent, tag, from, to);
  }
}

function text(out: Out, attribute: Attribute | undefined, agent: Subject, tag: number, from: number, to: number): void {
  if (attribute !== undefined && tag === OCTETS) out.text(attribute, agent, from, to);
}

function system(
  view: View,
  out: Out,
  agent: Subject,
  arc: number,
  oidFrom: number,
  oidTo: number,
  tag: number,
  from: number,
  to: number,
): void {
  if (!(arc in SYSTEM) || (arc === 2) !== (tag === OBJECT_ID)) return;
  const { bytes } = view;
  if (tag === OBJECT_ID ? !isOid(bytes, from, to) : isBlank(bytes, from, to)) return;
  const value = (): string => (tag === OBJECT_ID ? oidText(bytes, from, to) : decodeText(bytes, from, to));
  // Identifier and value stand side by side, so together they are the key and the evidence.
  out.keyed(a.system, agent, oidFrom, to, () => `${oidText(bytes, oidFrom, oidTo)}=${value()}`);
  const attribute = SYSTEM[arc];
  if (attribute === undefined) return;
  if (tag === OBJECT_ID) out.keyed(attribute, agent, from, to, value);
  else out.text(attribute, agent, from, to);
}

function isBlank(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (bytes[at]! > 0x20) return false;
  return true;
}
