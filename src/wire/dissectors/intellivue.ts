import { u16At } from '#bytes';
import { defineDissector, NO, type Out, type Recognition, SURE, type View, WEAK } from '../dissector.ts';
import { intellivueAttributes, readAttributeList } from '../parts/intellivue-attributes.ts';

/** Remote operations: 1 invoke, 2 result, 3 error, 5 linked result. */
const INVOKE = 1;
const RESULT = 2;
const LINKED_RESULT = 5;
const OPERATIONS = new Set([INVOKE, RESULT, 3, LINKED_RESULT]);
/** Commands. */
const EVENT_REPORT = 0;
const CONFIRMED_EVENT_REPORT = 1;
const GET = 3;
const ACTION = 7;
/** Events of a medical device system. */
const CONNECT_INDICATION = 3351;
const MDS_CREATE = 3334;

/** Session and presentation headers of the association protocol: its first byte names the message. */
const ASSOCIATION = new Set([0x0d, 0x0e, 0x0c, 0x09, 0x0a, 0x19]);
/** 1.2.840.10004, the arc of ISO/IEEE 11073, as it stands in the presentation header. */
const ARC = [0x2a, 0x86, 0x48, 0xce, 0x14];
const ARC_WITHIN_BYTES = 256;
/** Longer than any header below, and shorter than any message. */
const SHORTEST = 14;

/** Where the remote operation begins: behind the announcement's nomenclature, or behind the data protocol's header. */
const OPERATION_AT = 4;

/** Philips IntelliVue data export: announcements on 24005, association and data on 24105. */
export const intellivue = defineDissector({
  id: 'intellivue',
  title: 'Philips IntelliVue data export',
  source: 'Philips IntelliVue Data Export Interface Programming Guide; ISO/IEEE 11073-10201, 11073-10101',
  unproven: true,
  attributes: intellivueAttributes,
  datagram: {
    ports: [24005, 24105],
    firstBytes: [0x00, 0xe1, ...ASSOCIATION],
    attach: 'whole',
    recognise(view) {
      const { bytes, start } = view;
      if (ASSOCIATION.has(bytes[start]!)) return recogniseAssociation(view);
      if (isAnnouncement(view)) return SURE;
      return isData(view) ? (view.usualPort ? SURE : WEAK) : NO;
    },
    read(view, out) {
      if (ASSOCIATION.has(view.bytes[view.start]!)) readAssociation(view, out);
      else if (isAnnouncement(view) || isData(view)) readOperation(view, out, view.start + OPERATION_AT);
    },
  },
});

function recogniseAssociation(view: View): Recognition {
  const { bytes, start, end } = view;
  const limit = Math.min(end, start + ARC_WITHIN_BYTES) - ARC.length;
  for (let at = start; at <= limit; at++) {
    if (ARC.every((byte, i) => bytes[at + i] === byte)) return SURE;
  }
  return NO;
}

/** Nomenclature 0, version 1.0, then a remote operation that fills the datagram with a connect event of the system. */
function isAnnouncement(view: View): boolean {
  const { bytes, start, end } = view;
  if (end - start < 32 || u16At(bytes, start) !== 0 || u16At(bytes, start + 2) !== 0x0100) return false;
  return isOperation(view) && u16At(bytes, start + 24) === CONNECT_INDICATION;
}

/** Session id E1, then the remote operation. */
function isData(view: View): boolean {
  const { bytes, start, end } = view;
  return end - start >= SHORTEST && bytes[start] === 0xe1 && bytes[start + 1] === 0 && isOperation(view);
}

function isOperation(view: View): boolean {
  const { bytes, start, end } = view;
  return OPERATIONS.has(u16At(bytes, start + 4)) && u16At(bytes, start + 6) === end - start - 8;
}

/** A request comes from whoever wants the data; all else of the association comes from either side. */
function readAssociation(view: View, out: Out): void {
  const { bytes, start, sender, receiver } = view;
  if (bytes[start] !== 0x0d) return;
  out.senderIsClient();
  out.value(intellivueAttributes.role, sender, 'data client', start, start + 1, { derived: 'computed' });
  out.value(intellivueAttributes.role, receiver, 'monitor', start, start + 1, { derived: 'computed' });
}

/** Operation type, length, invoke id, command, length; a linked result has its own two bytes before the invoke id. */
function readOperation(view: View, out: Out, at: number): void {
  const { bytes, end, sender } = view;
  const operation = u16At(bytes, at);
  const from = operation === LINKED_RESULT ? at + 6 : at + 4;
  if (end - from < 6) return;
  const command = u16At(bytes, from + 2);
  const body = from + 6;
  if (operation === INVOKE && (command === EVENT_REPORT || command === CONFIRMED_EVENT_REPORT)) {
    readEvent(view, out, body);
  } else if (operation === RESULT && command === GET) {
    if (!readAttributeList(view, out, sender, body + 6, end)) out.anomaly('intellivue-length');
  } else if (operation !== INVOKE && command === ACTION) {
    // Answers to polls are measurements and waves.
    out.personal('result', 1);
  }
}

/** Object (class, context, handle), time u32, event u16, length u16; a created system repeats the object. */
function readEvent(view: View, out: Out, at: number): void {
  const { bytes, start, end, sender } = view;
  if (end - at < 14) return;
  const event = u16At(bytes, at + 10);
  if (event !== CONNECT_INDICATION && event !== MDS_CREATE) return;
  out.value(intellivueAttributes.role, sender, 'monitor', start, at + 14, { derived: 'computed' });
  const list = event === MDS_CREATE ? at + 20 : at + 14;
  if (!readAttributeList(view, out, sender, list, end)) out.anomaly('intellivue-length');
}
