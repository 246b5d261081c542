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
  WEAK,
} from '../dissector.ts';

const attributes = defineAttributes('openvpn', {
  role: [
    'role-played',
    'Client or server, by the opcode of the hard reset that begins a session (OpenVPN protocol overview)',
  ],
});

/** Opcodes of the first message of either end, in the upper five bits of its first byte. */
const HARD_RESET_CLIENT_V2 = 7;
const HARD_RESET_SERVER_V2 = 8;
const HARD_RESET_CLIENT_V3 = 10;
/** Key id 0 in the lower three bits, as a session begins. */
const FIRST_BYTES = [HARD_RESET_CLIENT_V2 << 3, HARD_RESET_SERVER_V2 << 3, HARD_RESET_CLIENT_V3 << 3];
const SESSION_ID = 8;
/** Sizes of the digest in front of the packet number when there is one: none, MD5, SHA-1, SHA-256, SHA-512. */
const DIGESTS = [0, 16, 20, 32, 64];
/** With a digest: packet number and time behind it. */
const REPLAY = 8;
const PACKET_BYTES = 2048;

/** OpenVPN tunnels; what is inside stays unseen. */
export const openvpn = defineDissector({
  id: 'openvpn',
  title: 'OpenVPN tunnel',
  source: 'OpenVPN protocol overview, published by the OpenVPN project',
  unproven: true,
  attributes,
  datagram: {
    ports: [1194],
    firstBytes: FIRST_BYTES,
    attach: 'head',
    recognise: (view) => recognise(view, view.start, view.end),
    read: (view, out) => report(view, out, view.start),
  },
  stream: {
    ports: [1194],
    firstBytes: [0],
    attach: 'head',
    recognise: recogniseStream,
    open: () => undefined,
    read(view, out) {
      report(view, out, view.start + 2);
      return view.end - view.start;
    },
  },
});

/**
 * Opcode and key id, session id; then perhaps digest, packet number and time; then a count of acknowledged packets,
 * which is 0 in the first message, and message number 0.
 */
function recognise(view: View, start: number, end: number): Recognition {
  const { bytes, usualPort } = view;
  if (!FIRST_BYTES.includes(bytes[start]!) || end - start < 1 + SESSION_ID + 5) return NO;
  if (bytes[start] === HARD_RESET_SERVER_V2 << 3) return usualPort ? WEAK : NO;
  for (const digest of DIGESTS) {
    const at = start + 1 + SESSION_ID + digest + (digest === 0 ? 0 : REPLAY);
    if (at + 5 !== end || bytes[at] !== 0 || u32At(bytes, at + 1) !== 0) continue;
    // The first packet has number 1.
    if (digest === 0 || u32At(bytes, at - REPLAY) === 1) return SURE;
  }
  // With tls-crypt the rest is encrypted.
  return usualPort ? WEAK : NO;
}

/** Over TCP a length of two bytes comes first. */
function recogniseStream(view: View): Recognition {
  const { bytes, start, end } = view;
  if (end - start < 3) return end - start === 1 || bytes[start] === 0 ? MORE : NO;
  const length = u16At(bytes, start);
  if (length < 1 + SESSION_ID + 5 || length > PACKET_BYTES || !FIRST_BYTES.includes(bytes[start + 2]!)) return NO;
  if (view.usualPort) return SURE;
  return end - start < 2 + length ? MORE : recognise(view, start + 2, start + 2 + length);
}

function report(view: View, out: Out, at: number): void {
  if (at >= view.end) return;
  out.encrypted();
  const isServer = view.bytes[at] === HARD_RESET_SERVER_V2 << 3;
  if (FIRST_BYTES.includes(view.bytes[at]!))
    out.value(attributes.role, view.sender, isServer ? 'server' : 'client', at, at + 1);
  if (isServer) out.done();
}
