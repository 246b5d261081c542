import { u16At, u32At } from '#bytes';
import {
  defineAttributes,
  defineDissector,
  MORE,
  NO,
  type Out,
  type Recognition,
  SURE,
  type View,
} from '../dissector.ts';
import { byteAt } from '../parts/text-line.ts';

const attributes = defineAttributes('pptp', {
  hostName: ['name-seen', 'Host Name of a Start-Control-Connection message (RFC 2637 §2.1, §2.2)'],
  vendor: ['manufacturer-seen', 'Vendor Name of a Start-Control-Connection message (RFC 2637 §2.1, §2.2)'],
  firmware: ['software-seen', 'Firmware Revision of a Start-Control-Connection message (RFC 2637 §2.1, §2.2)'],
});

/** RFC 2637 §1.4: length, message type 1, magic cookie, control type. */
const COOKIE = 0x1a2b3c4d;
const HEADER = 12;
const START_REQUEST = 1;
const START_REPLY = 2;
const FIRMWARE_AT = 26;
const HOST_NAME_AT = 28;
const VENDOR_AT = 92;
const NAME_BYTES = 64;
const START_BYTES = 156;
/** The longest control message has 220 bytes. */
const MESSAGE_BYTES = 1024;

interface PptpStream {
  started: number;
}

/** PPTP control connections; the tunnel itself is GRE. */
export const pptp = defineDissector<undefined, PptpStream>({
  id: 'pptp',
  title: 'PPTP tunnel',
  source: 'RFC 2637',
  attributes,
  stream: { ports: [1723], firstBytes: [0], attach: 'head', recognise, open: () => ({ started: 0 }), read },
});

function recognise(view: View): Recognition {
  const { bytes, start, end } = view;
  // Length, then type 1, then the cookie, as far as there are bytes.
  const expected = [0, -1, 0, 1, 0x1a, 0x2b, 0x3c, 0x4d];
  for (let i = 0; i < expected.length && start + i < end; i++)
    if (expected[i] !== -1 && bytes[start + i] !== expected[i]) return NO;
  return end - start < expected.length ? MORE : SURE;
}

function read(view: View, out: Out, state: PptpStream): number {
  const { bytes, end } = view;
  let at = view.start;
  while (end - at >= HEADER) {
    const length = u16At(bytes, at);
    if (u32At(bytes, at + 4) !== COOKIE || length < HEADER || length > MESSAGE_BYTES) {
      out.anomaly('pptp-message-malformed');
      out.done();
      return end - view.start;
    }
    if (at + length > end) break;
    const type = u16At(bytes, at + 8);
    if ((type === START_REQUEST || type === START_REPLY) && length >= START_BYTES) {
      report(view, out, at);
      if (++state.started >= 2) out.done();
    }
    at += length;
  }
  return at - view.start;
}

/** Names are padded with NULs (RFC 2637 §2.1). */
function report(view: View, out: Out, at: number): void {
  const { bytes } = view;
  const host = at + HOST_NAME_AT;
  const vendor = at + VENDOR_AT;
  out.text(attributes.hostName, view.sender, host, byteAt(bytes, 0, host, host + NAME_BYTES));
  out.text(attributes.vendor, view.sender, vendor, byteAt(bytes, 0, vendor, vendor + NAME_BYTES));
  const firmware = u16At(bytes, at + FIRMWARE_AT);
  if (firmware !== 0)
    out.value(attributes.firmware, view.sender, String(firmware), at + FIRMWARE_AT, at + FIRMWARE_AT + 2);
}
