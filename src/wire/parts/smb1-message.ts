import { decodeText, decodeUtf16le, u16leAt, u32leAt } from '#bytes';
import type { Attribute, Out, View } from '../dissector.ts';
import { anonymousLogin } from './credentials.ts';
import { reportSecurityToken } from './security-token.ts';
import { smbAttributes } from './smb-attributes.ts';

/** Commands of [MS-CIFS] §2.2.2.1 that are read. */
export const SMB1_NEGOTIATE = 0x72;
export const SMB1_SESSION_SETUP = 0x73;
/** [MS-CIFS] §2.2.3.1. */
const HEADER = 32;
const FLAGS_REPLY = 0x80;
const FLAGS2_UNICODE = 0x8000;
const CAP_EXTENDED_SECURITY = 0x8000_0000;
const SIGNING_ENABLED = 4;
const SIGNING_REQUIRED = 8;

/** Parameters and data of one message: words at `words`, data in [data, end). */
interface Body {
  readonly words: number;
  readonly count: number;
  readonly data: number;
  readonly end: number;
}

/** Reports the SMB 1 message whose header stands at `at`; `to` is its end. */
export function readSmb1(view: View, out: Out, at: number, to: number): void {
  const { bytes } = view;
  if (to - at < HEADER + 3) return;
  const isReply = (bytes[at + 9]! & FLAGS_REPLY) !== 0;
  const isUnicode = (u16leAt(bytes, at + 10) & FLAGS2_UNICODE) !== 0;
  if (isReply && view.side === 0) out.senderIsServer();
  if (!isReply && view.side === 1) out.senderIsClient();
  const count = bytes[at + HEADER]!;
  const words = at + HEADER + 1;
  const data = words + count * 2 + 2;
  if (data > to) return out.anomaly('smb-malformed');
  const end = Math.min(to, data + u16leAt(bytes, data - 2));
  const body: Body = { words, count, data, end };
  const command = bytes[at + 4];
  out.value(smbAttributes.version, view.sender, '1', at, at + 4);
  if (command === SMB1_NEGOTIATE && isReply) readNegotiateReply(view, out, body, isUnicode);
  else if (command === SMB1_SESSION_SETUP && isReply) readSetupReply(view, out, at, body, isUnicode);
  else if (command === SMB1_SESSION_SETUP) readSetupRequest(view, out, at, body, isUnicode);
}

/** [MS-CIFS] §2.2.4.52.2, [MS-SMB] §2.2.4.5.2.1: 17 words when NT LM 0.12 was chosen. */
function readNegotiateReply(view: View, out: Out, { words, count, data, end }: Body, isUnicode: boolean): void {
  if (count !== 17) return;
  const { bytes } = view;
  const mode = bytes[words + 2]!;
  const signing = mode & SIGNING_REQUIRED ? 'required' : mode & SIGNING_ENABLED ? 'enabled' : 'off';
  out.value(smbAttributes.signing, view.sender, signing, words + 2, words + 3);
  if ((u32leAt(bytes, words + 19) & CAP_EXTENDED_SECURITY) !== 0) return;
  // Challenge, then domain and server name, which are not aligned here.
  const domain = data + bytes[words + 33]!;
  const next = reportString(view, out, smbAttributes.domain, domain, end, isUnicode);
  reportString(view, out, smbAttributes.netbiosName, next, end, isUnicode);
}

/** [MS-CIFS] §2.2.4.53.1 (10 and 13 words), [MS-SMB] §2.2.4.6.1 (12 words, with a security blob). */
function readSetupRequest(view: View, out: Out, header: number, body: Body, isUnicode: boolean): void {
  const { bytes } = view;
  const { words, count, data, end } = body;
  if (count === 12) {
    const blobEnd = data + u16leAt(bytes, words + 14);
    if (blobEnd > end) return out.anomaly('smb-malformed');
    reportBlob(view, out, data, blobEnd);
    reportSystem(view, out, aligned(header, blobEnd, isUnicode), end, isUnicode);
    return;
  }
  if (count !== 13 && count !== 10) return;
  const oem = u16leAt(bytes, words + 14);
  const unicode = count === 13 ? u16leAt(bytes, words + 16) : 0;
  const account = aligned(header, data + oem + unicode, isUnicode);
  if (account > end) return out.anomaly('smb-malformed');
  const domain = endOfString(bytes, account, end, isUnicode);
  const isEmpty = domain - account <= (isUnicode ? 2 : 1);
  // [MS-CIFS] §3.2.4.2.4: the anonymous user has neither name nor password.
  if (isEmpty && oem <= 1 && unicode === 0) anonymousLogin(out, view.receiver, 'smb', data - 2, data);
  else if (!isEmpty) out.personal('account', 1);
  const system = reportString(view, out, smbAttributes.domain, domain, end, isUnicode);
  reportSystem(view, out, system, end, isUnicode);
}

/** [MS-CIFS] §2.2.4.53.2 (3 words), [MS-SMB] §2.2.4.6.2 (4 words, with a security blob). */
function readSetupReply(view: View, out: Out, header: number, body: Body, isUnicode: boolean): void {
  const { words, count, data, end } = body;
  if (count !== 3 && count !== 4) return;
  const blobEnd = count === 4 ? data + u16leAt(view.bytes, words + 6) : data;
  if (blobEnd > end) return out.anomaly('smb-malformed');
  reportBlob(view, out, data, blobEnd);
  const domain = reportSystem(view, out, aligned(header, blobEnd, isUnicode), end, isUnicode);
  if (domain < end) reportString(view, out, smbAttributes.domain, domain, end, isUnicode);
}

function reportBlob(view: View, out: Out, from: number, to: number): void {
  reportSecurityToken(out, view.sender, view.receiver, view.bytes, from, to, 'smb');
}

function reportSystem(view: View, out: Out, from: number, to: number, isUnicode: boolean): number {
  const next = reportString(view, out, smbAttributes.nativeOs, from, to, isUnicode);
  return reportString(view, out, smbAttributes.nativeLanManager, next, to, isUnicode);
}

/** Unicode strings begin at an even distance from the header ([MS-CIFS] §2.2.1.1). */
const aligned = (header: number, at: number, isUnicode: boolean): number =>
  isUnicode && (at - header) % 2 === 1 ? at + 1 : at;

/** The position behind the string at `from` and its terminator, or `to`. */
function endOfString(bytes: Uint8Array, from: number, to: number, isUnicode: boolean): number {
  const step = isUnicode ? 2 : 1;
  for (let at = from; at + step <= to; at += step)
    if (bytes[at] === 0 && (!isUnicode || bytes[at + 1] === 0)) return at + step;
  return to;
}

function reportString(
  view: View,
  out: Out,
  attribute: Attribute,
  from: number,
  to: number,
  isUnicode: boolean,
): number {
  if (from >= to) return to;
  const next = endOfString(view.bytes, from, to, isUnicode);
  const text = isUnicode ? decodeUtf16le(view.bytes, from, next) : decodeText(view.bytes, from, next);
  if (text !== '') out.value(attribute, view.sender, text, from, next);
  return next;
}
