import { u16leAt, u32leAt } from '#bytes';
import type { Out, View } from '../dissector.ts';
import { anonymousLogin } from './credentials.ts';
import { guidText, isNilGuid } from './guid.ts';
import { reportSecurityToken } from './security-token.ts';
import { smbAttributes } from './smb-attributes.ts';
import { wireCode } from './tls-fingerprint.ts';

/** Commands of [MS-SMB2] §2.2.1 that are read. */
export const SMB2_NEGOTIATE = 0;
export const SMB2_SESSION_SETUP = 1;
/** [MS-SMB2] §2.2.1. */
export const SMB2_HEADER = 64;
const FLAG_RESPONSE = 1;
const SIGNING_REQUIRED = 2;
const SESSION_IS_NULL = 2;
/** Five dialects exist. */
const DIALECTS = 16;

/** Reports the SMB 2 or 3 message whose header stands at `at`; `to` is its end. */
export function readSmb2(view: View, out: Out, at: number, to: number): void {
  const { bytes } = view;
  if (to - at < SMB2_HEADER + 8) return;
  const command = u16leAt(bytes, at + 12);
  const isReply = (u32leAt(bytes, at + 16) & FLAG_RESPONSE) !== 0;
  if (isReply && view.side === 0) out.senderIsServer();
  if (!isReply && view.side === 1) out.senderIsClient();
  if (command === SMB2_NEGOTIATE && isReply) readNegotiateReply(view, out, at, to);
  else if (command === SMB2_NEGOTIATE) readNegotiateRequest(view, out, at + SMB2_HEADER, to);
  else if (command === SMB2_SESSION_SETUP) readSessionSetup(view, out, at, to, isReply);
}

/** [MS-SMB2] §2.2.3: StructureSize 36, DialectCount, SecurityMode, Reserved, Capabilities, ClientGuid, …, Dialects. */
function readNegotiateRequest(view: View, out: Out, body: number, to: number): void {
  const { bytes } = view;
  if (to - body < 36 || u16leAt(bytes, body) !== 36) return out.anomaly('smb-malformed');
  reportSigning(view, out, body + 4);
  if (!isNilGuid(bytes, body + 12))
    out.value(smbAttributes.clientGuid, view.sender, guidText(bytes, body + 12), body + 12, body + 28);
  const count = Math.min(u16leAt(bytes, body + 2), DIALECTS);
  for (let i = 0; i < count && body + 38 + i * 2 <= to; i++) reportDialect(view, out, body + 36 + i * 2);
}

/** [MS-SMB2] §2.2.4: StructureSize 65, SecurityMode, DialectRevision, …, ServerGuid, …, security buffer offset, length. */
function readNegotiateReply(view: View, out: Out, at: number, to: number): void {
  const { bytes } = view;
  const body = at + SMB2_HEADER;
  if (to - body < 64 || u16leAt(bytes, body) !== 65) return;
  reportSigning(view, out, body + 2);
  reportDialect(view, out, body + 4);
  if (!isNilGuid(bytes, body + 8))
    out.value(smbAttributes.serverGuid, view.sender, guidText(bytes, body + 8), body + 8, body + 24);
}

/** [MS-SMB2] §2.2.5 and §2.2.6: offset and length of the security buffer, which holds SPNEGO, Kerberos or bare NTLM. */
function readSessionSetup(view: View, out: Out, at: number, to: number, isReply: boolean): void {
  const { bytes } = view;
  const body = at + SMB2_HEADER;
  if (to - body < (isReply ? 8 : 24) || u16leAt(bytes, body) !== (isReply ? 9 : 25)) return;
  const header = body + (isReply ? 4 : 12);
  const from = at + u16leAt(bytes, header);
  const end = from + u16leAt(bytes, header + 2);
  if (isReply && (u16leAt(bytes, body + 2) & SESSION_IS_NULL) !== 0)
    anonymousLogin(out, view.sender, 'smb', body + 2, body + 4);
  if (from === end) return;
  if (end > to) return out.anomaly('smb-malformed');
  reportSecurityToken(out, view.sender, view.receiver, bytes, from, end, 'smb');
}

function reportDialect(view: View, out: Out, at: number): void {
  const dialect = u16leAt(view.bytes, at);
  out.value(smbAttributes.dialect, view.sender, wireCode(dialect), at, at + 2);
  // 0x02ff only says that SMB 2 is spoken at all ([MS-SMB2] §2.2.4).
  out.value(smbAttributes.version, view.sender, dialect >= 0x0300 ? '3' : '2', at, at + 2);
}

function reportSigning(view: View, out: Out, at: number): void {
  const isRequired = (u16leAt(view.bytes, at) & SIGNING_REQUIRED) !== 0;
  out.value(smbAttributes.signing, view.sender, isRequired ? 'required' : 'enabled', at, at + 2);
}
