import { ascii, decodeUtf16le, indexOf, u16At, u16leAt, u32At, u32leAt } from '#bytes';
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
import { containsWord } from '../parts/text-line.ts';

const attributes = defineAttributes('rdp', {
  clientName: ['name-seen', 'clientName of the client core data ([MS-RDPBCGR] §2.2.1.3.2)'],
  clientBuild: ['system-seen', 'clientBuild of the client core data ([MS-RDPBCGR] §2.2.1.3.2)'],
  keyboard: [
    'capability-seen',
    'keyboardLayout of the client core data ([MS-RDPBCGR] §2.2.1.3.2), e.g. 0x00000411 for Japanese',
  ],
  security: [
    'capability-seen',
    'Security the client asks for or the server chose ([MS-RDPBCGR] §2.2.1.1.1, §2.2.1.2.1): rdp, tls, credssp, rdstls',
  ],
  encryption: ['capability-seen', 'Encryption level of the server when RDP secures itself ([MS-RDPBCGR] §2.2.1.4.3)'],
});

/** TPKT (RFC 1006 §6): version 3, reserved, length with this header. */
const TPKT = 4;
/** X.224 §13.3 and §13.4: connection request and confirm. */
const CONNECTION_REQUEST = 0xe0;
const CONNECTION_CONFIRM = 0xd0;
const DATA = 0xf0;
/** [MS-RDPBCGR] §2.2.1.1.1 and §2.2.1.2.1. */
const NEGOTIATION_REQUEST = 1;
const NEGOTIATION_RESPONSE = 2;
const NEGOTIATION_FAILURE = 3;
const NEGOTIATION_BYTES = 8;
/** Bits of requestedProtocols, and values of selectedProtocol. */
const SECURITY = { tls: 1, credssp: 2, rdstls: 4, credsspEx: 8 } as const;
/** Keys that stand before the settings of client and server in GCC user data ([MS-RDPBCGR] §2.2.1.3, §2.2.1.4). */
const CLIENT_KEY = ascii('Duca');
const SERVER_KEY = ascii('McDn');
const CLIENT_CORE = 0xc001;
const SERVER_SECURITY = 0x0c02;
const LEVELS = ['none', 'low', 'client-compatible', 'high', 'fips'] as const;
/** MCS Connect messages have under 1 KB. */
const MESSAGE_BYTES = 16_384;
/** Blocks of GCC user data; about ten are defined. */
const BLOCKS = 16;
/** Messages without either after which nothing is expected. */
const MESSAGES = 8;
const CLIENT_NAME_BYTES = 32;

interface RdpStream {
  messages: number;
}

/** RDP up to its first data: the negotiation of security, and the client's description when that is in clear. */
export const rdp = defineDissector<undefined, RdpStream>({
  id: 'rdp',
  title: 'Remote Desktop',
  source: '[MS-RDPBCGR], [MS-RDPEUDP], RFC 1006, ITU-T X.224, T.125',
  attributes,
  stream: { ports: [3389], firstBytes: [3], attach: 'head', recognise, open: () => ({ messages: 0 }), read },
  datagram: { ports: [3389], firstBytes: [0xff], attach: 'head', recognise: recogniseDatagram, read: readDatagram },
});

/** [MS-RDPEUDP] §2.2.2.1: the first datagram acknowledges nothing (all ones) and has the SYN flag. */
function recogniseDatagram(view: View): Recognition {
  const { bytes, start, end, usualPort } = view;
  if (!usualPort || end - start < 8) return NO;
  const isFirst = u32At(bytes, start) === 0xffffffff && (bytes[start + 7]! & 1) !== 0;
  return isFirst ? SURE : WEAK;
}

/** The stream inside is TLS or DTLS ([MS-RDPEMT] §1.3). */
function readDatagram(_view: View, out: Out): void {
  out.encrypted();
  out.done();
}

/** TPKT carries other protocols too: only the negotiation, the cookie or the usual port tell. */
function recognise(view: View): Recognition {
  const { bytes, start, end } = view;
  if (bytes[start] !== 3) return NO;
  if (end - start < 7) return end - start > 1 && bytes[start + 1] !== 0 ? NO : MORE;
  const length = u16At(bytes, start + 2);
  const type = bytes[start + 5]!;
  if (bytes[start + 1] !== 0 || length < 7) return NO;
  if (type === DATA) return view.usualPort ? WEAK : NO;
  if (type !== CONNECTION_REQUEST && type !== CONNECTION_CONFIRM) return NO;
  if (bytes[start + 4] !== length - TPKT - 1) return NO;
  if (view.usualPort) return SURE;
  if (end < start + Math.min(length, MESSAGE_BYTES)) return MORE;
  return hasNegotiation(bytes, start, start + length, type) ||
    containsWord(bytes, start + 11, start + length, 'mstshash=')
    ? SURE
    : NO;
}

/** The last eight bytes of the message: type, flags, length 8, protocols. */
function hasNegotiation(bytes: Uint8Array, start: number, to: number, type: number): boolean {
  const at = to - NEGOTIATION_BYTES;
  if (at < start + 11 || u16leAt(bytes, at + 2) !== NEGOTIATION_BYTES) return false;
  if (type === CONNECTION_REQUEST) return bytes[at] === NEGOTIATION_REQUEST;
  return bytes[at] === NEGOTIATION_RESPONSE || bytes[at] === NEGOTIATION_FAILURE;
}

function read(view: View, out: Out, state: RdpStream): number {
  const { bytes, end } = view;
  let at = view.start;
  while (end - at >= 7) {
    const length = u16At(bytes, at + 2);
    if (bytes[at] !== 3 || length < 7) {
      // Fast-path updates have another form ([MS-RDPBCGR] §2.2.9.1.2); by then all is said.
      out.done();
      return end - view.start;
    }
    if (at + length > end && length <= MESSAGE_BYTES && !view.final) break;
    const to = Math.min(at + length, end);
    const type = bytes[at + 5]!;
    if (type === CONNECTION_REQUEST) readRequest(view, out, at, to);
    else if (type === CONNECTION_CONFIRM) {
      if (readConfirm(view, out, at, to)) return at + length - view.start;
    } else if (type === DATA) readData(view, out, at, to);
    at += length;
    if (++state.messages >= MESSAGES) out.done();
  }
  return at - view.start;
}

function readRequest(view: View, out: Out, at: number, to: number): void {
  const { bytes } = view;
  if (view.side === 1) out.senderIsClient();
  // [MS-RDPBCGR] §2.2.1.1: the cookie is the name of the account.
  if (containsWord(bytes, at + 11, to, 'mstshash=')) out.personal('account', 1);
  if (!hasNegotiation(bytes, at, to, CONNECTION_REQUEST)) return;
  const asked = u32leAt(bytes, to - 4);
  const names = Object.entries(SECURITY).filter(([, bit]) => (asked & bit) !== 0);
  for (const name of ['rdp', ...names.map(([each]) => each)])
    if (name !== 'credsspEx') out.value(attributes.security, view.sender, name, to - 4, to);
}

/** True when the rest of the flow is TLS. */
function readConfirm(view: View, out: Out, at: number, to: number): boolean {
  const { bytes } = view;
  if (view.side === 0) out.senderIsServer();
  if (!hasNegotiation(bytes, at, to, CONNECTION_CONFIRM)) {
    // Before Windows XP SP3 there was no negotiation, and RDP secured itself.
    out.value(attributes.security, view.sender, 'rdp', at + 5, at + 6);
    return false;
  }
  if (bytes[to - NEGOTIATION_BYTES] === NEGOTIATION_FAILURE) return false;
  const chosen = u32leAt(bytes, to - 4);
  const name =
    chosen === 0 ? 'rdp' : chosen === SECURITY.tls ? 'tls' : chosen === SECURITY.rdstls ? 'rdstls' : 'credssp';
  out.value(attributes.security, view.sender, name, to - 4, to);
  if (chosen !== 0) out.carry('tls');
  return chosen !== 0;
}

/** MCS Connect-Initial and Connect-Response (T.125 §7) hold the settings behind a key, in blocks of type and length. */
function readData(view: View, out: Out, at: number, to: number): void {
  const { bytes } = view;
  const isResponse = view.side === 1;
  const key = indexOf(bytes, isResponse ? SERVER_KEY : CLIENT_KEY, at, to);
  if (key < 0) return;
  // Length of the user data in the packed encoding of X.691 §11.9: one byte, or two with the high bit set.
  let block = key + 4 + (bytes[key + 4]! >= 0x80 ? 2 : 1);
  for (let count = 0; block + 4 <= to && count < BLOCKS; count++) {
    const next = block + u16leAt(bytes, block + 2);
    if (next > to || next <= block) return out.anomaly('rdp-settings-malformed');
    const type = u16leAt(bytes, block);
    if (type === CLIENT_CORE) readClientCore(view, out, block + 4, next);
    else if (type === SERVER_SECURITY && isResponse) readServerSecurity(view, out, block + 4, next);
    block = next;
  }
}

/** version, width, height, colour depth, SAS sequence, keyboard layout, build, name of 16 characters. */
function readClientCore(view: View, out: Out, at: number, to: number): void {
  const { bytes } = view;
  if (to - at < 20 + CLIENT_NAME_BYTES) return;
  const keyboard = u32leAt(bytes, at + 12)
    .toString(16)
    .padStart(8, '0');
  out.value(attributes.keyboard, view.sender, `0x${keyboard}`, at + 12, at + 16);
  out.value(attributes.clientBuild, view.sender, String(u32leAt(bytes, at + 16)), at + 16, at + 20);
  let end = at + 20;
  while (end < at + 20 + CLIENT_NAME_BYTES && u16leAt(bytes, end) !== 0) end += 2;
  out.value(attributes.clientName, view.sender, decodeUtf16le(bytes, at + 20, end), at + 20, end);
}

/** encryptionMethod, encryptionLevel; none means that everything crosses in clear. */
function readServerSecurity(view: View, out: Out, at: number, to: number): void {
  if (to - at < 8) return;
  const level = u32leAt(view.bytes, at + 4);
  out.value(attributes.encryption, view.sender, LEVELS[level] ?? String(level), at + 4, at + 8);
  if (level !== 0) out.encrypted();
  out.done();
}
