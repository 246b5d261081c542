import { decodeText, u16At } from '#bytes';
import {
  type Attribute,
  defineAttributes,
  defineDissector,
  MORE,
  NEED_MORE,
  NO,
  type Out,
  type Recognition,
  type Subject,
  SURE,
  type View,
  WEAK,
} from '../dissector.ts';
import { DECIMAL } from '../parts/decimal.ts';

const attributes = defineAttributes('modbus', {
  unit: ['capability-seen', 'Unit identifier the server answers for (Modbus Messaging on TCP/IP §3.1.3)'],
  function: ['capability-seen', 'Function code used with the server (Modbus Application Protocol §6)'],
  deviceId: ['capability-seen', 'Object of a device identification as number=text (Modbus Application Protocol §6.21)'],
  vendor: ['manufacturer-seen', 'Device identification object 0, VendorName'],
  product: ['model-seen', 'Device identification object 1, ProductCode'],
  revision: ['software-seen', 'Device identification object 2, MajorMinorRevision'],
  productName: ['model-seen', 'Device identification object 4, ProductName'],
  modelName: ['model-seen', 'Device identification object 5, ModelName'],
  application: ['software-seen', 'Device identification object 6, UserApplicationName'],
});

const OBJECTS: Readonly<Record<number, Attribute>> = {
  0: attributes.vendor,
  1: attributes.product,
  2: attributes.revision,
  4: attributes.productName,
  5: attributes.modelName,
  6: attributes.application,
};

const PORT = 502;
/** MBAP header with the function code: transaction, protocol, length, unit, function. */
const HEAD_OCTETS = 8;
/** The length counts unit and PDU: PDUs have 1 to 253 octets (Modbus Application Protocol §4.1). */
const SHORTEST = 2;
const LONGEST = 254;
const EXCEPTION = 0x80;
const ENCAPSULATED = 0x2b;
const READ_DEVICE_ID = 0x0e;

/** Public function codes (Modbus Application Protocol §5.1). */
const PUBLIC = new Set([1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 15, 16, 17, 20, 21, 22, 23, 24, ENCAPSULATED]);

/** -1: cannot be an MBAP header; 0: more bytes needed; else the octets of the whole message. */
function messageLength(bytes: Uint8Array, at: number, end: number): number {
  if (at + 4 <= end && u16At(bytes, at + 2) !== 0) return -1;
  if (at + 6 > end) return 0;
  const length = u16At(bytes, at + 4);
  return length >= SHORTEST && length <= LONGEST ? 6 + length : -1;
}

function recognise(view: View): Recognition {
  const { bytes, start, end } = view;
  const length = messageLength(bytes, start, end);
  if (length < 0) return NO;
  if (length === 0 || end - start < HEAD_OCTETS) {
    // On the usual port little is enough to begin with: what is wrong later ends the reading.
    if (view.usualPort) return WEAK;
    return end - start >= 3 ? MORE : NO;
  }
  const code = bytes[start + 7]! & ~EXCEPTION;
  if (code === 0) return NO;
  if (!PUBLIC.has(code)) return view.usualPort ? WEAK : NO;
  if (view.usualPort) return SURE;
  return hasShape(bytes, start, length) ? SURE : NO;
}

/** On other ports the length must be one that the function has, in a request or in a response (§6.1 to §6.21). */
function hasShape(bytes: Uint8Array, at: number, length: number): boolean {
  const code = bytes[at + 7]!;
  const data = length - HEAD_OCTETS;
  if (code >= EXCEPTION) return data === 1;
  const first = data > 0 ? at + HEAD_OCTETS : -1;
  switch (code) {
    case 1:
    case 2:
    case 3:
    case 4:
      return data === 4 || (data > 1 && first > 0 && bytes[first] === data - 1);
    case 5:
    case 6:
      return data === 4;
    case 15:
    case 16:
      return data === 4 || (data > 5 && bytes[first + 4] === data - 5);
    case 22:
      return data === 6;
    case ENCAPSULATED:
      return data >= 3 && (bytes[first] === READ_DEVICE_ID || bytes[first] === 0x0d);
    default:
      return false;
  }
}

function read(view: View, out: Out): number {
  const { bytes, start, end } = view;
  let at = start;
  while (at < end) {
    const length = messageLength(bytes, at, end);
    if (length < 0) {
      if (!view.afterGap) out.anomaly('modbus-header');
      at = nextHeader(bytes, at + 1, end);
      continue;
    }
    if (length === 0 || at + length > end) break;
    message(view, out, at, at + length);
    at += length;
  }
  return at > start ? at - start : NEED_MORE;
}

/** Framing was lost: where the next plausible header stands, or `end`. */
function nextHeader(bytes: Uint8Array, from: number, end: number): number {
  for (let at = from; at + HEAD_OCTETS <= end; at++) {
    if (messageLength(bytes, at, end) > 0 && (bytes[at + 7]! & ~EXCEPTION) !== 0) return at;
  }
  return end;
}

/** The registered port tells who serves even where the opening of the connection was lost or forged. */
function isFromServer(view: View): boolean {
  if (view.sourcePort === PORT) return view.destinationPort !== PORT || view.side === 1;
  return view.destinationPort !== PORT && view.side === 1;
}

function message(view: View, out: Out, at: number, end: number): void {
  const { bytes } = view;
  const server = isFromServer(view) ? view.sender : view.receiver;
  out.value(attributes.unit, server, DECIMAL[bytes[at + 6]!]!, at + 6, at + 7);
  // An exception repeats the function of the request with its top bit set.
  if (bytes[at + 7]! < EXCEPTION) out.value(attributes.function, server, DECIMAL[bytes[at + 7]!]!, at + 7, at + 8);
  if (bytes[at + 7] === ENCAPSULATED && isFromServer(view))
    deviceIdentification(view, out, server, at + HEAD_OCTETS, end);
}

/** §6.21: MEI type, code, conformity, more follows, next object, number of objects, then id, length, value of each. */
function deviceIdentification(view: View, out: Out, server: Subject, start: number, end: number): void {
  const { bytes } = view;
  if (end - start < 6 || bytes[start] !== READ_DEVICE_ID) return;
  const count = bytes[start + 5]!;
  let at = start + 6;
  for (let i = 0; i < count; i++) {
    if (at + 2 > end || at + 2 + bytes[at + 1]! > end) {
      out.anomaly('modbus-identification');
      return;
    }
    const id = bytes[at]!;
    const from = at + 2;
    const to = from + bytes[at + 1]!;
    const text = decodeText(bytes, from, to);
    if (text !== '') out.value(attributes.deviceId, server, `${id}=${text}`, at, to);
    const attribute = OBJECTS[id];
    if (attribute !== undefined) out.text(attribute, server, from, to);
    at = to;
  }
}

export const modbus = defineDissector({
  id: 'modbus',
  title: 'Modbus/TCP',
  source: 'Modbus Application Protocol V1.1b3; Modbus Messaging on TCP/IP V1.0b',
  attributes,
  stream: { ports: [PORT], attach: 'whole', recognise, open: () => undefined, read },
});
