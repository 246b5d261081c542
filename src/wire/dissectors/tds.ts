import { decodeUtf16le, u16At, u16leAt } from '#bytes';
import { defineDissector, MORE, NO, type Out, type Recognition, SURE, type View, WEAK } from '../dissector.ts';
import { credentialAttributes } from '../parts/credentials.ts';
import { mergeAttributes } from '../parts/merge-attributes.ts';
import { ntlmAttributes } from '../parts/ntlmssp.ts';
import { kerberosAttributes } from '../parts/kerberos-message.ts';
import { reportSecurityToken } from '../parts/security-token.ts';
import { isLogin7, reportLogin7, tdsAttributes } from '../parts/tds-login.ts';

/** Packet types of [MS-TDS] §2.2.3.1.1 that are read. */
const RESPONSE = 0x04;
const LOGIN7 = 0x10;
const SSPI = 0x11;
const PRELOGIN = 0x12;
/** Type, status, length, process id, packet number, window. */
const HEADER = 8;
const DECIDING_BYTES = HEADER + 1;
/** [MS-TDS] §2.2.3.1.3: packets have at most 32,767 bytes. */
const PACKET_BYTES = 32_767;
/** [MS-TDS] §2.2.6.5: option tokens and values of ENCRYPTION. */
const OPTION = { version: 0, encryption: 1, end: 0xff } as const;
const OPTIONS = 16;
const ENCRYPTION = ['off', 'on', 'not-supported', 'required'] as const;
/** A TLS handshake travels in packets of this type too. */
const TLS_HANDSHAKE = 22;
/** Tokens before LOGINACK, which all have a length ([MS-TDS] §2.2.7): error, info, environment change, SSPI. */
const TOKEN = { error: 0xaa, info: 0xab, loginAck: 0xad, environment: 0xe3, sspi: 0xed } as const;
const TOKENS = 32;
/** Packets after which nothing new is said. */
const PACKETS = 32;

interface TdsStream {
  packets: number;
}

/** Microsoft SQL Server up to the log-in. Queries and results are never looked at. */
export const tds = defineDissector<undefined, TdsStream>({
  id: 'tds',
  title: 'Microsoft SQL Server (TDS)',
  source: '[MS-TDS]',
  attributes: mergeAttributes(tdsAttributes, ntlmAttributes, kerberosAttributes, credentialAttributes),
  stream: {
    ports: [1433],
    firstBytes: [RESPONSE, LOGIN7, PRELOGIN],
    attach: 'head',
    recognise,
    open: () => ({ packets: 0 }),
    read,
  },
});

function recognise(view: View): Recognition {
  const { bytes, start, end } = view;
  const type = bytes[start]!;
  if (type !== PRELOGIN && type !== LOGIN7 && type !== RESPONSE) return NO;
  if (end - start > 1 && bytes[start + 1]! > 1) return NO;
  if (end - start < DECIDING_BYTES) return MORE;
  const length = u16At(bytes, start + 2);
  if (length <= HEADER || length > PACKET_BYTES || bytes[start + 6]! > 1 || bytes[start + 7] !== 0) return NO;
  if (type === RESPONSE) return view.usualPort ? WEAK : NO;
  if (u16At(bytes, start + 4) !== 0) return NO;
  const first = bytes[start + HEADER]!;
  // A LOGIN7 begins with its own length, which is that of the packet without its header.
  if (type === LOGIN7) return first === ((length - HEADER) & 0xff) ? SURE : NO;
  return first === OPTION.version || first === TLS_HANDSHAKE ? SURE : NO;
}

function read(view: View, out: Out, state: TdsStream): number {
  const { bytes, end } = view;
  if (view.afterGap) {
    out.done();
    return end - view.start;
  }
  let at = view.start;
  while (end - at >= HEADER) {
    const length = u16At(bytes, at + 2);
    if (length < HEADER || bytes[at]! > PRELOGIN) {
      out.anomaly('tds-packet-malformed');
      out.done();
      return end - view.start;
    }
    const next = at + length;
    if (next > end) break;
    if (readPacket(view, out, at, next) || ++state.packets >= PACKETS) {
      out.done();
      return end - view.start;
    }
    at = next;
  }
  return at - view.start;
}

/** True when nothing more is to be expected of the flow. */
function readPacket(view: View, out: Out, at: number, to: number): boolean {
  const { bytes } = view;
  const body = at + HEADER;
  switch (bytes[at]!) {
    case PRELOGIN:
      if (bytes[body] === TLS_HANDSHAKE) return true;
      return readPrelogin(view, out, body, to);
    case LOGIN7:
      if (view.side === 1) out.senderIsClient();
      if (isLogin7(bytes, body, to)) reportLogin7(view, out, body, to);
      else out.anomaly('tds-login-malformed');
      reportToken(view, out, body, to);
      return false;
    case SSPI:
      reportToken(view, out, body, to);
      return false;
    case RESPONSE:
      return readResponse(view, out, body, to);
    default:
      // Queries: the log-in is over.
      return true;
  }
}

function reportToken(view: View, out: Out, from: number, to: number): void {
  reportSecurityToken(out, view.sender, view.receiver, view.bytes, from, to, 'tds');
}

/** Options: token, offset and length, which count from the first token. True when all that follows is encrypted. */
function readPrelogin(view: View, out: Out, body: number, to: number): boolean {
  const { bytes } = view;
  let isEncrypted = false;
  for (let at = body, count = 0; at + 5 <= to && bytes[at] !== OPTION.end && count < OPTIONS; at += 5, count++) {
    const from = body + u16At(bytes, at + 1);
    const end = from + u16At(bytes, at + 3);
    if (end > to) {
      out.anomaly('tds-prelogin-malformed');
      return false;
    }
    if (bytes[at] === OPTION.version && end - from >= 4)
      out.value(
        tdsAttributes.version,
        view.sender,
        `${bytes[from]!}.${bytes[from + 1]!}.${u16At(bytes, from + 2)}`,
        from,
        from + 4,
      );
    if (bytes[at] !== OPTION.encryption || end === from) continue;
    const wish = ENCRYPTION[bytes[from]!];
    if (wish !== undefined) out.value(tdsAttributes.encryption, view.sender, wish, from, end);
    // The server's word is the last ([MS-TDS] §2.2.6.5).
    isEncrypted = view.side === 1 && (wish === 'on' || wish === 'required');
  }
  if (isEncrypted) out.encrypted();
  return isEncrypted;
}

/** True after LOGINACK ([MS-TDS] §2.2.7.14): interface, TDS version of four bytes, program name, version of four bytes. */
function readResponse(view: View, out: Out, body: number, to: number): boolean {
  const { bytes } = view;
  // The answer to PRELOGIN has this type too ([MS-TDS] §2.2.4.1).
  if (bytes[body] === OPTION.version) return readPrelogin(view, out, body, to);
  let at = body;
  for (let count = 0; at + 3 <= to && count < TOKENS; count++) {
    const token = bytes[at]!;
    if (!Object.values(TOKEN).some((known) => known === token)) return false;
    const from = at + 3;
    const next = from + u16leAt(bytes, at + 1);
    if (next > to) return false;
    if (token === TOKEN.sspi) reportToken(view, out, from, next);
    if (token === TOKEN.loginAck) {
      reportAcknowledgement(view, out, from, next);
      return true;
    }
    at = next;
  }
  return false;
}

function reportAcknowledgement(view: View, out: Out, from: number, to: number): void {
  const { bytes } = view;
  const name = from + 6;
  const nameEnd = name + bytes[from + 5]! * 2;
  if (nameEnd + 4 > to) return;
  // Sybase and old servers pad the name with NULs.
  out.value(tdsAttributes.product, view.sender, decodeUtf16le(bytes, name, nameEnd), name, nameEnd);
  const version = `${bytes[nameEnd]!}.${bytes[nameEnd + 1]!}.${u16At(bytes, nameEnd + 2)}`;
  out.value(tdsAttributes.version, view.sender, version, nameEnd, nameEnd + 4);
}
