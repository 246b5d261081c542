import { u16At, u16leAt } from '#bytes';
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
import { credentialAttributes } from '../parts/credentials.ts';
import { guidText } from '../parts/guid.ts';
import { kerberosAttributes } from '../parts/kerberos-message.ts';
import { mergeAttributes } from '../parts/merge-attributes.ts';
import { ntlmAttributes } from '../parts/ntlmssp.ts';
import { reportSecurityToken } from '../parts/security-token.ts';

/** Minor versions 0 and 1 of version 5 are in use (C706 §12.6.3.1). */
const VERSION = 5;
const MINOR_VERSIONS = 2;
/** PDU types of connections (C706 §12.6.4; [MS-RPCE] §2.2.2). */
const PDU = { request: 0, response: 2, bind: 11, bindAck: 12, alter: 14, alterResponse: 15, auth3: 16 } as const;
const LAST_PDU = 19;
/** PDUs that only the caller or only the called side sends. */
const FROM_CLIENT: ReadonlySet<number> = new Set([PDU.request, PDU.bind, PDU.alter, PDU.auth3]);
const FROM_SERVER: ReadonlySet<number> = new Set([PDU.response, PDU.bindAck, PDU.alterResponse]);
/** Version, type, flags, data representation, lengths of fragment and token, call id (C706 §12.6.3.1). */
const HEADER = 16;
/** Up to the length of the fragment: what decides whether it is one. */
const DECIDING_BYTES = 10;
/** High nibble of the first octet of the data representation: integers are little endian (C706 §14.1). */
const LITTLE_ENDIAN = 0x10;
/** In front of the token: type, level, padding, reserved, context ([MS-RPCE] §2.2.2.11). */
const TRAILER = 8;
/** Level at which the content of calls is encrypted ([MS-RPCE] §2.2.1.1.8). */
const PRIVACY = 6;
/** Bytes of a context without its transfer syntaxes, and of one of those (C706 §12.6.3.1). */
const CONTEXT = 24;
const TRANSFER_SYNTAX = 20;
const CONTEXTS = 16;
/** Calls after which nobody is expected to log in any more. */
const CALLS = 16;

const msrpcAttributes = defineAttributes('msrpc', {
  interface: ['peer-sought', 'Interface that the caller binds to, by UUID and version (C706 §12.6.4.3)'],
});

interface MsrpcStream {
  calls: number;
}

/** Remote procedure calls over TCP: which interface is called, and who logs in. Arguments are never looked at. */
export const msrpc = defineDissector<undefined, MsrpcStream>({
  id: 'msrpc',
  title: 'Windows RPC (DCE/RPC)',
  source: 'C706, [MS-RPCE], [MS-NLMP], RFC 4120',
  attributes: mergeAttributes(msrpcAttributes, ntlmAttributes, kerberosAttributes, credentialAttributes),
  stream: {
    ports: [135],
    firstBytes: [VERSION],
    attach: 'head',
    recognise,
    open: () => ({ calls: 0 }),
    read,
  },
});

const isLittle = (bytes: Uint8Array, at: number): boolean => (bytes[at + 4]! & 0xf0) === LITTLE_ENDIAN;
const shortAt = (bytes: Uint8Array, at: number, little: boolean): number =>
  little ? u16leAt(bytes, at) : u16At(bytes, at);

/** Characters are ASCII and floats IEEE everywhere; the last two octets of the data representation are zero. */
function isHeader(bytes: Uint8Array, at: number, end: number): boolean {
  if (bytes[at] !== VERSION) return false;
  if (end - at > 1 && bytes[at + 1]! >= MINOR_VERSIONS) return false;
  if (end - at > 2 && bytes[at + 2]! > LAST_PDU) return false;
  if (end - at > 4 && (bytes[at + 4]! & 0xef) !== 0) return false;
  for (let i = at + 5; i < Math.min(end, at + 8); i++) if (bytes[i] !== 0) return false;
  return true;
}

function recognise(view: View): Recognition {
  const { bytes, start, end } = view;
  if (!isHeader(bytes, start, end)) return NO;
  if (end - start < DECIDING_BYTES) return MORE;
  if (shortAt(bytes, start + 8, isLittle(bytes, start)) < HEADER) return NO;
  const type = bytes[start + 2]!;
  if (type === PDU.bind || type === PDU.bindAck) return SURE;
  return view.usualPort || FROM_CLIENT.has(type) || FROM_SERVER.has(type) ? WEAK : NO;
}

function read(view: View, out: Out, state: MsrpcStream): number {
  const { bytes, end } = view;
  let at = view.start;
  if (view.afterGap && !isHeader(bytes, at, end)) return end - at;
  while (end - at >= HEADER) {
    const little = isLittle(bytes, at);
    const length = shortAt(bytes, at + 8, little);
    const token = shortAt(bytes, at + 10, little);
    if (!isHeader(bytes, at, end) || length < HEADER || token > length - HEADER) {
      out.anomaly('msrpc-framing-lost');
      out.done();
      return end - view.start;
    }
    const type = bytes[at + 2]!;
    const next = at + length;
    const isCall = type === PDU.request || type === PDU.response;
    if (next > end && !isCall) break;
    direction(view, out, type);
    if (isCall) {
      if (++state.calls >= CALLS) {
        out.done();
        return end - view.start;
      }
    } else readSetup(view, out, type, at, next, token);
    at = next;
  }
  return at - view.start;
}

function direction(view: View, out: Out, type: number): void {
  if (view.side === 1 && FROM_CLIENT.has(type)) out.senderIsClient();
  else if (view.side === 0 && FROM_SERVER.has(type)) out.senderIsServer();
}

/** A PDU that sets up calls; the token of `token` bytes ends it. */
function readSetup(view: View, out: Out, type: number, at: number, to: number, token: number): void {
  const { bytes, sender, receiver } = view;
  if (type === PDU.bind || type === PDU.alter) interfaces(view, out, at, to - token);
  const trailer = to - token - TRAILER;
  if (token === 0 || trailer < at + HEADER) return;
  if (bytes[trailer + 1] === PRIVACY) out.encrypted();
  reportSecurityToken(out, sender, receiver, bytes, to - token, to, 'msrpc');
}

/** C706 §12.6.4.3: sizes, group, number of contexts; each has its number, an interface and its transfer syntaxes. */
function interfaces(view: View, out: Out, pdu: number, to: number): void {
  const { bytes } = view;
  const little = isLittle(bytes, pdu);
  let at = pdu + HEADER + 12;
  const count = Math.min(at <= to ? bytes[at - 4]! : 0, CONTEXTS);
  for (let i = 0; i < count && at + CONTEXT <= to; i++) {
    const version = `${shortAt(bytes, at + 20, little)}.${shortAt(bytes, at + 22, little)}`;
    // A UUID of the other byte order is rare enough to be left out.
    if (little)
      out.value(msrpcAttributes.interface, view.sender, `${guidText(bytes, at + 4)} ${version}`, at + 4, at + CONTEXT);
    at += CONTEXT + bytes[at + 2]! * TRANSFER_SYNTAX;
  }
}
