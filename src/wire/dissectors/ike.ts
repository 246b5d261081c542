import { decodeText, hex, u16At, u32At } from '#bytes';
import { defineAttributes, defineDissector, NO, type Out, type Recognition, SURE, type View } from '../dissector.ts';

const attributes = defineAttributes('ike', {
  version: ['capability-seen', 'Version of the header (RFC 7296 §3.1, RFC 2408 §3.1)'],
  vendorId: [
    'fingerprint-seen',
    'Vendor ID payload (RFC 7296 §3.12, RFC 2408 §3.16): text, or hexadecimal of a digest',
  ],
  role: ['role-played', 'Initiator or responder of the exchange (RFC 7296 §3.1, RFC 2408 §3.1)'],
});

/** RFC 7296 §3.1: two cookies or SPIs of eight bytes, next payload, version, exchange, flags, message id, length. */
const HEADER = 28;
const VERSION_AT = 17;
const IKE_V1 = 0x10;
const IKE_V2 = 0x20;
/** Exchange types: RFC 2408 §3.1 and RFC 2409, RFC 7296 §3.1 and its extensions. */
const EXCHANGES_V1 = [1, 2, 3, 4, 5, 6, 32, 33];
const EXCHANGES_V2 = [34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44];
/** Vendor ID payload of either version. */
const VENDOR_ID_V1 = 13;
const VENDOR_ID_V2 = 43;
/** RFC 2408 §3.1: the payloads are encrypted. In version 2 they stand in a payload of their own (46). */
const FLAG_ENCRYPTED = 1;
const ENCRYPTED_PAYLOADS = [46, 53];
const PAYLOADS = 32;
const VENDOR_ID_BYTES = 256;
/** RFC 3948 §2.2: on port 4500 IKE has four zero bytes in front, where ESP has its SPI. */
const NON_ESP_MARKER = 4;
const NAT_PORT = 4500;

/** IKE, and ESP in UDP behind a NAT: tunnels as such. */
export const ike = defineDissector({
  id: 'ike',
  title: 'IPsec key exchange',
  source: 'RFC 7296, RFC 2408, RFC 2409, RFC 3948',
  attributes,
  datagram: { ports: [500, NAT_PORT], attach: 'head', recognise, read },
});

const headerAt = (view: View): number =>
  view.end - view.start > NON_ESP_MARKER && u32At(view.bytes, view.start) === 0
    ? view.start + NON_ESP_MARKER
    : view.start;

function recognise(view: View): Recognition {
  return isHeader(view.bytes, headerAt(view), view.end) ? SURE : NO;
}

function isHeader(bytes: Uint8Array, at: number, end: number): boolean {
  if (end - at < HEADER) return false;
  const version = bytes[at + VERSION_AT]! & 0xf0;
  const exchanges = version === IKE_V1 ? EXCHANGES_V1 : version === IKE_V2 ? EXCHANGES_V2 : [];
  const hasSpi = u32At(bytes, at) !== 0 || u32At(bytes, at + 4) !== 0;
  return hasSpi && exchanges.includes(bytes[at + 18]!) && u32At(bytes, at + 24) === end - at;
}

function read(view: View, out: Out): void {
  const { bytes, end } = view;
  const at = headerAt(view);
  if (!isHeader(bytes, at, end)) {
    // After the exchange ESP goes on in the same flow; a single 0xff keeps the NAT's mapping (RFC 3948 §2.3).
    if (end - view.start > 1) {
      out.encrypted();
      out.done();
    }
    return;
  }
  const version = bytes[at + VERSION_AT]!;
  out.value(attributes.version, view.sender, `${version >> 4}.${version & 15}`, at + VERSION_AT, at + VERSION_AT + 1);
  const isFirst = u32At(bytes, at + 8) === 0 && u32At(bytes, at + 12) === 0;
  if (isFirst) {
    if (view.side === 1) out.senderIsClient();
    out.value(attributes.role, view.sender, 'initiator', at + 8, at + 16);
    out.value(attributes.role, view.receiver, 'responder', at + 8, at + 16);
  }
  if (version >> 4 === 1 && (bytes[at + 19]! & FLAG_ENCRYPTED) !== 0) out.encrypted();
  else readPayloads(view, out, at, version >> 4 === 1 ? VENDOR_ID_V1 : VENDOR_ID_V2);
}

/** Each payload names the type of the next and its own length (RFC 7296 §3.2). */
function readPayloads(view: View, out: Out, header: number, vendorId: number): void {
  const { bytes, end } = view;
  let type = bytes[header + 16]!;
  let at = header + HEADER;
  for (let count = 0; type !== 0 && at + 4 <= end && count < PAYLOADS; count++) {
    if (ENCRYPTED_PAYLOADS.includes(type)) return out.encrypted();
    const next = at + u16At(bytes, at + 2);
    if (next > end || next < at + 4) return out.anomaly('ike-payload-malformed');
    if (type === vendorId && next > at + 4) reportVendorId(view, out, at + 4, Math.min(next, at + 4 + VENDOR_ID_BYTES));
    type = bytes[at]!;
    at = next;
  }
}

function reportVendorId(view: View, out: Out, from: number, to: number): void {
  const isText = view.bytes.subarray(from, to).every((byte) => byte >= 0x20 && byte < 0x7f);
  const value = isText ? decodeText(view.bytes, from, to) : hex(view.bytes, from, to);
  out.value(attributes.vendorId, view.sender, value, from, to);
}
