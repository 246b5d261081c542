import { u16At } from '#bytes';
import { defineDissector, NO, type Out, type Recognition, SURE, type Subject, type View, WEAK } from '../dissector.ts';
import { bacnetAttributes, type BacnetOrigin, readBacnetApdu } from '../parts/bacnet-application.ts';

/** BVLC types (ASHRAE 135 annexes J and U). */
const BVLC_IPV4 = 0x81;
const BVLC_IPV6 = 0x82;
const LAST_FUNCTION = 0x0c;

/** BVLC functions that carry an NPDU, annex J. */
const FORWARDED = 0x04;
const DISTRIBUTE = 0x09;
const UNICAST = 0x0a;
const BROADCAST = 0x0b;
const SECURE = 0x0c;

const NPDU_VERSION = 1;
/** NPDU control bits (ASHRAE 135 §6.2.2). */
const NETWORK_MESSAGE = 0x80;
const HAS_DESTINATION = 0x20;
const HAS_SOURCE = 0x08;

/** LLC header of three octets in front of an NPDU (ASHRAE 135 clause 7). */
const LLC_OCTETS = 3;
/** SNAP header, time since the last frame and a mark, then an MS/TP header without its preamble (clause 9). */
const SNAP_OCTETS = 8;
const MSTP_OCTETS = SNAP_OCTETS + 3 + 6;
const MSTP_DATA_EXPECTING_REPLY = 5;
const MSTP_DATA_NOT_EXPECTING_REPLY = 6;

const origin: BacnetOrigin = { subject: -1, network: -1, addressFrom: 0, addressTo: 0 };

function recognise(view: View): Recognition {
  const { bytes, start, end } = view;
  if (end - start < 4) return NO;
  const type = bytes[start];
  if ((type !== BVLC_IPV4 && type !== BVLC_IPV6) || bytes[start + 1]! > LAST_FUNCTION) return NO;
  const length = u16At(bytes, start + 2);
  if (length !== end - start) return view.usualPort && length >= 4 ? WEAK : NO;
  if (view.usualPort) return SURE;
  const npdu = npduAt(bytes, start, end);
  // On other ports the four octets alone prove little; the network layer must agree.
  return npdu > 0 && npdu + 2 <= end && bytes[npdu] === NPDU_VERSION && (bytes[npdu + 1]! & 0x50) === 0 ? SURE : NO;
}

/** Where the NPDU begins, or -1 when the function has none. */
function npduAt(bytes: Uint8Array, start: number, end: number): number {
  const name = bytes[start + 1];
  let head = -1;
  if (bytes[start] === BVLC_IPV4) {
    if (name === UNICAST || name === BROADCAST || name === DISTRIBUTE) head = 4;
    else if (name === FORWARDED) head = 10;
  } else if (name === 0x01) head = 10;
  else if (name === 0x02 || name === DISTRIBUTE) head = 7;
  else if (name === 0x08) head = 25;
  return head > 0 && start + head < end ? start + head : -1;
}

function readDatagram(view: View, out: Out): void {
  const { bytes, start } = view;
  if (view.end - start < 4) {
    out.anomaly('bacnet-cut');
    return;
  }
  const end = Math.min(view.end, start + u16At(bytes, start + 2));
  if (bytes[start] === BVLC_IPV4 && bytes[start + 1] === SECURE) {
    out.encrypted();
    return;
  }
  const at = npduAt(bytes, start, end);
  if (at < 0) return;
  // A forwarded message names who sent it first (annex J.2.5).
  const forwarded = bytes[start] === BVLC_IPV4 && bytes[start + 1] === FORWARDED;
  readNpdu(view, out, forwarded ? out.subjectOfIpv4(start + 4) : view.sender, at, end);
}

function readFrame(view: View, out: Out): void {
  const { bytes, start, end } = view;
  if (end - start < LLC_OCTETS) return;
  if (bytes[start] === 0xaa) {
    if (end - start < MSTP_OCTETS) return;
    const type = bytes[start + SNAP_OCTETS + 3];
    if (type !== MSTP_DATA_EXPECTING_REPLY && type !== MSTP_DATA_NOT_EXPECTING_REPLY) return;
    const length = u16At(bytes, start + MSTP_OCTETS - 3);
    readNpdu(view, out, view.sender, start + MSTP_OCTETS, Math.min(end, start + MSTP_OCTETS + length));
    return;
  }
  readNpdu(view, out, view.sender, start + LLC_OCTETS, end);
}

/** ASHRAE 135 §6.2: version, control, destination, source, hop count. */
function readNpdu(view: View, out: Out, sender: Subject, start: number, end: number): void {
  const { bytes } = view;
  if (end - start < 2 || bytes[start] !== NPDU_VERSION) {
    out.anomaly('bacnet-npdu');
    return;
  }
  const control = bytes[start + 1]!;
  let at = start + 2;
  origin.subject = sender;
  origin.network = -1;
  if ((control & HAS_DESTINATION) !== 0) {
    if (at + 3 > end) return out.anomaly('bacnet-npdu');
    at += 3 + bytes[at + 2]!;
  }
  if ((control & HAS_SOURCE) !== 0) {
    if (at + 3 > end || at + 3 + bytes[at + 2]! > end) return out.anomaly('bacnet-npdu');
    origin.network = u16At(bytes, at);
    origin.addressFrom = at + 3;
    origin.addressTo = at + 3 + bytes[at + 2]!;
    at = origin.addressTo;
  }
  if ((control & HAS_DESTINATION) !== 0) at += 1;
  if (at > end) return out.anomaly('bacnet-npdu');
  if ((control & NETWORK_MESSAGE) === 0) readBacnetApdu(view, out, origin, at, end);
}

export const bacnet = defineDissector({
  id: 'bacnet',
  title: 'BACnet',
  source: 'ASHRAE 135 (ISO 16484-5) clauses 6, 7, 20, annexes J and U',
  attributes: bacnetAttributes,
  frame: { llcSaps: [0x82], snap: [{ oui: 0x001090, protocol: 1 }], read: readFrame },
  datagram: { ports: [47808], firstBytes: [BVLC_IPV4, BVLC_IPV6], attach: 'whole', recognise, read: readDatagram },
});
