import { u16At } from '#bytes';
import {
  type Attribute,
  defineAttributes,
  defineDissector,
  MORE,
  NEED_MORE,
  NO,
  type Out,
  type Recognition,
  SURE,
  type View,
} from '../dissector.ts';

const attributes = defineAttributes('s7', {
  module: [
    'model-seen',
    'Order number of the module: SZL 0011, index 0001 (SIMATIC System and Standard Functions, SSL-ID xy11)',
  ],
  firmware: ['software-seen', 'Firmware version: SZL 0011, index 0007'],
  systemName: ['name-seen', 'Name of the automation system: SZL 001C, index 0001'],
  moduleName: ['name-seen', 'Name of the module: SZL 001C, index 0002'],
  plant: ['place-seen', 'Plant designation: SZL 001C, index 0003'],
  serial: ['serial-seen', 'Serial number of the module: SZL 001C, index 0005'],
  moduleType: ['model-seen', 'Type name of the module: SZL 001C, index 0007'],
  cardSerial: ['capability-seen', 'Serial number of the memory card: SZL 001C, index 0008'],
  location: ['place-seen', 'Location designation: SZL 001C, index 000B'],
});

/** Records of SZL xy1C by index. */
const COMPONENTS: Readonly<Record<number, Attribute>> = {
  1: attributes.systemName,
  2: attributes.moduleName,
  3: attributes.plant,
  5: attributes.serial,
  7: attributes.moduleType,
  8: attributes.cardSerial,
  11: attributes.location,
};

/** RFC 1006 §6 and ISO 8073 §13. */
const TPKT_VERSION = 3;
const TPKT_OCTETS = 4;
const COTP_CONNECT = 0xe0;
const COTP_CONFIRM = 0xd0;
const COTP_DATA = 0xf0;
/** A packet longer than this is skipped by counting; S7 negotiates at most 960 octets. */
const PACKET_OCTETS = 16_384;

const S7_PROTOCOL = 0x32;
/** Kinds of message (ROSCTR): job, acknowledgement, acknowledgement with data, user data. */
const KINDS = new Set([1, 2, 3, 7]);
const USER_DATA = 7;
const HEADER_OCTETS = 10;

/** User data: a response of group CPU functions, read SZL. */
const CPU_RESPONSE = 0x84;
const READ_SZL = 0x01;
const RETURN_OK = 0xff;
const SZL_MODULE = 0x11;
const SZL_COMPONENT = 0x1c;
const ORDER_NUMBER_OCTETS = 20;
const VERSION_V = 0x56;
const RECORDS = 64;

/** What stands at `at`: NO, too little yet, a connection set-up, or S7. */
const UNDECIDED = 0;
const SETUP = 1;
const IS_S7 = 2;
const IS_OTHER = 3;

/** Looks at one TPKT packet; sets `packetEnd`. */
let packetEnd = 0;
function look(bytes: Uint8Array, at: number, end: number): number {
  if (bytes[at] !== TPKT_VERSION || (at + 1 < end && bytes[at + 1] !== 0)) return IS_OTHER;
  if (at + TPKT_OCTETS + 2 > end) return UNDECIDED;
  const length = u16At(bytes, at + 2);
  const cotp = at + TPKT_OCTETS;
  if (length < 7) return IS_OTHER;
  packetEnd = at + length;
  const kind = bytes[cotp + 1]! & 0xf0;
  if (kind === COTP_CONNECT || kind === COTP_CONFIRM) return SETUP;
  if (kind !== COTP_DATA) return IS_OTHER;
  const payload = cotp + 1 + bytes[cotp]!;
  if (payload + 2 > end) return payload >= packetEnd ? SETUP : UNDECIDED;
  return bytes[payload] === S7_PROTOCOL && KINDS.has(bytes[payload + 1]!) ? IS_S7 : IS_OTHER;
}

function recognise(view: View): Recognition {
  const { bytes, start, end } = view;
  let at = start;
  let first = look(bytes, at, end);
  // A connection set-up is the same for MMS and others; the first data decides.
  while (first === SETUP && packetEnd < end) {
    at = packetEnd;
    first = look(bytes, at, end);
  }
  if (first === IS_S7) return SURE;
  return first === IS_OTHER ? NO : MORE;
}

function read(view: View, out: Out): number {
  const { bytes, start, end } = view;
  let at = start;
  while (at + TPKT_OCTETS + 3 <= end) {
    const found = look(bytes, at, end);
    if (found === IS_OTHER) {
      if (!view.afterGap) {
        out.anomaly('s7-packet');
        out.done();
      }
      return end - start;
    }
    const length = u16At(bytes, at + 2);
    if (length > PACKET_OCTETS) return at - start + length;
    if (at + length > end) break;
    if (found === IS_S7) packet(view, out, at + TPKT_OCTETS + 1 + bytes[at + TPKT_OCTETS]!, at + length);
    at += length;
  }
  return at > start ? at - start : NEED_MORE;
}

/** Protocol, kind, reserved, reference, lengths of parameters and data. */
function packet(view: View, out: Out, start: number, end: number): void {
  const { bytes } = view;
  if (end - start < HEADER_OCTETS || bytes[start + 1] !== USER_DATA) return;
  const parameters = start + HEADER_OCTETS;
  const data = parameters + u16At(bytes, start + 6);
  // Head 00 01 12, length, method, type and group, function.
  if (data > end || data - parameters < 8) return;
  if (bytes[parameters + 5] !== CPU_RESPONSE || bytes[parameters + 6] !== READ_SZL) return;
  statusList(view, out, data, Math.min(end, data + u16At(bytes, start + 8)));
}

/** Return code, transport size, length; SZL id, index, length and number of records. */
function statusList(view: View, out: Out, start: number, end: number): void {
  const { bytes } = view;
  if (end - start < 12 || bytes[start] !== RETURN_OK) return;
  const id = bytes[start + 5]!;
  if (id !== SZL_MODULE && id !== SZL_COMPONENT) return;
  const size = u16At(bytes, start + 8);
  const count = size > 2 ? Math.min(u16At(bytes, start + 10), RECORDS) : 0;
  let at = start + 12;
  for (let i = 0; i < count; i++, at += size) {
    // A long list comes in several messages; what does not fit here begins the next.
    if (at + size > end) return;
    if (id === SZL_MODULE) module(view, out, at, at + size);
    else component(view, out, at, at + size);
  }
}

/** Index, order number of 20 octets, type, version of two words. */
function module(view: View, out: Out, start: number, end: number): void {
  const { bytes, sender } = view;
  const index = u16At(bytes, start);
  const order = start + 2;
  const version = order + ORDER_NUMBER_OCTETS + 2;
  if (index === 1 && order + ORDER_NUMBER_OCTETS <= end)
    out.text(attributes.module, sender, order, order + ORDER_NUMBER_OCTETS);
  else if (index === 7 && version + 4 <= end && bytes[version] === VERSION_V) {
    const text = `V${bytes[version + 1]!}.${bytes[version + 2]!}.${bytes[version + 3]!}`;
    out.value(attributes.firmware, sender, text, version, version + 4);
  }
}

/** Index, then text that ends with a NUL. */
function component(view: View, out: Out, start: number, end: number): void {
  const { bytes, sender } = view;
  const attribute = COMPONENTS[u16At(bytes, start)];
  if (attribute === undefined) return;
  let to = start + 2;
  while (to < end && bytes[to] !== 0) to++;
  out.text(attribute, sender, start + 2, to);
}

export const s7 = defineDissector({
  id: 's7',
  title: 'S7 communication',
  source: 'RFC 1006; ISO 8073; SIMATIC System Software for S7-300/400, System and Standard Functions, SSL lists',
  attributes,
  stream: { ports: [102], firstBytes: [TPKT_VERSION], attach: 'whole', recognise, open: () => undefined, read },
});
