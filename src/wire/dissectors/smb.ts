import { decodeText, u16At, u16leAt, u32At } from '#bytes';
import {
  defineDissector,
  MORE,
  NO,
  type Out,
  type Recognition,
  type Subject,
  SURE,
  type View,
  WEAK,
} from '../dissector.ts';
import { credentialAttributes } from '../parts/credentials.ts';
import { kerberosAttributes } from '../parts/kerberos-message.ts';
import { mergeAttributes } from '../parts/merge-attributes.ts';
import { ntlmAttributes } from '../parts/ntlmssp.ts';
import { smbAttributes } from '../parts/smb-attributes.ts';
import { readSmb1, SMB1_NEGOTIATE, SMB1_SESSION_SETUP } from '../parts/smb1-message.ts';
import { readSmb2, SMB2_HEADER, SMB2_NEGOTIATE, SMB2_SESSION_SETUP } from '../parts/smb2-message.ts';

/** NetBIOS session service (RFC 1002 §4.3.1); the bare transport of port 445 has only the first ([MS-SMB2] §2.1). */
const SESSION_MESSAGE = 0x00;
const SESSION_REQUEST = 0x81;
const POSITIVE_RESPONSE = 0x82;
const NEGATIVE_RESPONSE = 0x83;
const KEEP_ALIVE = 0x85;
const FRAME_HEADER = 4;
/** First byte of the protocol id, before `SMB` ([MS-CIFS] §2.2.3.1, [MS-SMB2] §2.2.1, §2.2.41, §2.2.42). */
const SMB1 = 0xff;
const SMB2 = 0xfe;
const SMB3_ENCRYPTED = 0xfd;
const SMB3_COMPRESSED = 0xfc;
/** Bytes of a message that decide whether it is read. */
const DECIDING_BYTES = FRAME_HEADER + 14;
/** Session setups with Kerberos tickets reach some 20 KB; a longer one is passed by. */
const SETUP_BYTES = 49_152;
/** Messages of other commands after which no session setup is expected any more. */
const OTHER_MESSAGES = 16;
/** A NetBIOS name in first-level encoding (RFC 1001 §14.1): two letters a byte. */
const NAME_LABEL_BYTES = 32;

interface SmbStream {
  others: number;
}

/** SMB 1, 2 and 3 over TCP, while sessions are set up. */
export const smb = defineDissector<undefined, SmbStream>({
  id: 'smb',
  title: 'SMB',
  source: '[MS-CIFS], [MS-SMB], [MS-SMB2], [MS-NLMP], RFC 4120, RFC 1001, RFC 1002',
  attributes: mergeAttributes(smbAttributes, ntlmAttributes, kerberosAttributes, credentialAttributes),
  stream: {
    ports: [445, 139],
    firstBytes: [SESSION_MESSAGE, SESSION_REQUEST, POSITIVE_RESPONSE, NEGATIVE_RESPONSE, KEEP_ALIVE],
    attach: 'head',
    recognise,
    open: () => ({ others: 0 }),
    read,
  },
});

const isMagic = (bytes: Uint8Array, at: number): boolean =>
  bytes[at]! >= SMB3_COMPRESSED && bytes[at + 1] === 0x53 && bytes[at + 2] === 0x4d && bytes[at + 3] === 0x42;

function recognise(view: View): Recognition {
  const { bytes, start, end } = view;
  const type = bytes[start]!;
  if (type === SESSION_MESSAGE) {
    if (end - start < 5) return MORE;
    if (bytes[start + 4]! < SMB3_COMPRESSED) return NO;
    if (end - start < 8) return MORE;
    return isMagic(bytes, start + 4) ? SURE : NO;
  }
  if (type === SESSION_REQUEST) {
    // Two encoded names of 34 bytes.
    if (end - start < 6) return MORE;
    return u16At(bytes, start + 2) === 68 && bytes[start + 4] === NAME_LABEL_BYTES ? SURE : NO;
  }
  if (type !== POSITIVE_RESPONSE && type !== NEGATIVE_RESPONSE && type !== KEEP_ALIVE) return NO;
  if (end - start < FRAME_HEADER) return MORE;
  return view.usualPort && u32At(bytes, start) === type * 0x1000000 ? WEAK : NO;
}

function read(view: View, out: Out, state: SmbStream): number {
  const { bytes, end } = view;
  let at = view.start;
  if (view.afterGap) {
    // Messages begin with segments far more often than not; if this one does not, the rest of it is passed.
    if (end - at < DECIDING_BYTES || !isMagic(bytes, at + FRAME_HEADER)) return end - view.start;
  }
  while (end - at >= FRAME_HEADER) {
    const type = bytes[at]!;
    const next = at + FRAME_HEADER + ((bytes[at + 1]! << 16) | u16At(bytes, at + 2));
    if (type === SESSION_MESSAGE) {
      if (Math.min(next, at + DECIDING_BYTES) > end) break;
      if (isSetup(bytes, at + FRAME_HEADER, next)) {
        state.others = 0;
        if (next > end && next - at <= SETUP_BYTES && !view.final) break;
        if (next <= end) readMessage(view, out, at + FRAME_HEADER, next);
      } else if (!passMessage(view, out, state, at, next)) return end - view.start;
    } else if (type === SESSION_REQUEST) {
      if (next > end && next - at < 256 && !view.final) break;
      reportName(view, out, view.receiver, at + FRAME_HEADER, Math.min(next, end));
      reportName(view, out, view.sender, at + FRAME_HEADER + NAME_LABEL_BYTES + 2, Math.min(next, end));
    } else if (type > KEEP_ALIVE || type < SESSION_REQUEST) {
      out.anomaly('smb-framing-lost');
      out.done();
      return end - view.start;
    }
    at = next;
  }
  return at - view.start;
}

function isSetup(bytes: Uint8Array, at: number, to: number): boolean {
  if (to - at < 14 || !isMagic(bytes, at)) return false;
  if (bytes[at] === SMB1) return bytes[at + 4] === SMB1_NEGOTIATE || bytes[at + 4] === SMB1_SESSION_SETUP;
  if (bytes[at] !== SMB2 || to - at < SMB2_HEADER) return false;
  const command = u16leAt(bytes, at + 12);
  return command === SMB2_NEGOTIATE || command === SMB2_SESSION_SETUP;
}

function readMessage(view: View, out: Out, at: number, to: number): void {
  if (view.bytes[at] === SMB1) readSmb1(view, out, at, to);
  else readSmb2(view, out, at, to);
}

/** A message of another command. False when the rest of the flow is of no interest. */
function passMessage(view: View, out: Out, state: SmbStream, at: number, next: number): boolean {
  const magic = view.bytes[at + FRAME_HEADER];
  if (next - at >= 8 && magic === SMB3_ENCRYPTED && isMagic(view.bytes, at + FRAME_HEADER)) {
    out.encrypted();
    out.done();
    return false;
  }
  if (next - at > 8 && magic === SMB1 && state.others === 0)
    out.value(smbAttributes.version, view.sender, '1', at + FRAME_HEADER, at + FRAME_HEADER + 4);
  state.others++;
  if (state.others < OTHER_MESSAGES) return true;
  out.done();
  return false;
}

/** `*SMBSERVER` only asks for whoever is there, and some clients put the address they call where the name belongs. */
const isNoName = (text: string): boolean => text === '' || text.startsWith('*') || /^[0-9.]+$/.test(text);

/** A name of RFC 1002 §4.3.2, first-level encoded. */
function reportName(view: View, out: Out, subject: Subject, at: number, to: number): void {
  const { bytes } = view;
  if (at + 1 + NAME_LABEL_BYTES > to || bytes[at] !== NAME_LABEL_BYTES) return;
  const name = new Uint8Array(NAME_LABEL_BYTES / 2 - 1);
  for (let i = 0; i < name.length; i++) {
    const high = bytes[at + 1 + i * 2]! - 0x41;
    const low = bytes[at + 2 + i * 2]! - 0x41;
    if (high < 0 || high > 15 || low < 0 || low > 15) return;
    name[i] = (high << 4) | low;
  }
  const text = decodeText(name, 0, name.length);
  if (isNoName(text)) return;
  out.value(smbAttributes.netbiosName, subject, text, at, at + 1 + NAME_LABEL_BYTES, { derived: 'computed' });
}
