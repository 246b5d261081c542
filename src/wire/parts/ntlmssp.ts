import { ascii, decodeText, decodeUtf16le, indexOf, startsWith, u16leAt, u32leAt } from '#bytes';
import { type Attribute, defineAttributes, type Subject } from '../dissector.ts';
import { credentialAttributes } from './credentials.ts';
import type { FactSink } from './pieced-out.ts';

/** What NTLM says in clear ([MS-NLMP] §2.2), wherever it is carried: SMB, HTTP, LDAP, SMTP, RDP, TDS, DCE/RPC. */
export const ntlmAttributes = defineAttributes('ntlm', {
  computer: [
    'name-seen',
    'NetBIOS computer name of a CHALLENGE, workstation of an AUTHENTICATE ([MS-NLMP] §2.2.2.1, §2.2.1.3)',
  ],
  domain: ['capability-seen', 'NetBIOS domain of a CHALLENGE or an AUTHENTICATE ([MS-NLMP] §2.2.2.1, §2.2.1.3)'],
  dnsComputer: ['name-seen', 'DNS name of the server of a CHALLENGE ([MS-NLMP] §2.2.2.1)'],
  dnsDomain: ['capability-seen', 'DNS name of the domain of a CHALLENGE ([MS-NLMP] §2.2.2.1)'],
  target: ['capability-seen', 'Target name of a CHALLENGE: its domain or its own name ([MS-NLMP] §2.2.1.2)'],
  os: ['system-seen', 'Windows version major.minor.build ([MS-NLMP] §2.2.2.10)'],
});

const SIGNATURE = ascii('NTLMSSP\0');
const NEGOTIATE = 1;
const CHALLENGE = 2;
const AUTHENTICATE = 3;

/** Bits of NegotiateFlags ([MS-NLMP] §2.2.2.5). */
const FLAG_UNICODE = 0x1;
const FLAG_VERSION = 0x0200_0000;

/** AvId values ([MS-NLMP] §2.2.2.1). */
const AV = { end: 0, computer: 1, domain: 2, dnsComputer: 3, dnsDomain: 4 } as const;
/** A target information block has seven defined pairs; more are not read. */
const AV_PAIRS = 16;

/** Where the signature stands in bytes[from, to), or -1. */
export const findNtlm = (bytes: Uint8Array, from: number, to: number): number => indexOf(bytes, SIGNATURE, from, to);

/**
 * Reports the NTLM message at `from`; `to` is the end of what may belong to it. `sender` says it, `receiver` is the other
 * end. `protocol` is the id under which a log-in without account is reported.
 */
export function reportNtlm(
  sink: FactSink,
  sender: Subject,
  receiver: Subject,
  bytes: Uint8Array,
  from: number,
  to: number,
  protocol: string,
): void {
  if (to - from < 16 || !startsWith(bytes, from, to, SIGNATURE)) return;
  switch (u32leAt(bytes, from + 8)) {
    case NEGOTIATE:
      return reportNegotiate(sink, sender, bytes, from, to);
    case CHALLENGE:
      return reportChallenge(sink, sender, bytes, from, to);
    case AUTHENTICATE:
      return reportAuthenticate(sink, sender, receiver, bytes, from, to, protocol);
    default:
      sink.anomaly('ntlm-malformed');
  }
}

/** Position and end of a field (length, allocated, offset) whose header stands at `at`; [0, 0] when it leads outside. */
function field(bytes: Uint8Array, from: number, to: number, at: number): readonly [number, number] {
  if (at + 8 > to) return [0, 0];
  const length = u16leAt(bytes, at);
  const start = from + u32leAt(bytes, at + 4);
  return length === 0 || start + length > to ? [0, 0] : [start, start + length];
}

function reportName(
  sink: FactSink,
  attribute: Attribute,
  subject: Subject,
  bytes: Uint8Array,
  [start, end]: readonly [number, number],
  isUnicode: boolean,
): void {
  if (end <= start) return;
  const name = isUnicode ? decodeUtf16le(bytes, start, end) : decodeText(bytes, start, end);
  if (name !== '') sink.value(attribute, subject, name, start, end);
}

/** VERSION at `at`; a revision other than 15 means that the field holds something else. */
function reportVersion(sink: FactSink, subject: Subject, bytes: Uint8Array, at: number, to: number): void {
  if (at + 8 > to || bytes[at + 7] !== 15) return;
  sink.value(ntlmAttributes.os, subject, `${bytes[at]!}.${bytes[at + 1]!}.${u16leAt(bytes, at + 2)}`, at, at + 4);
}

/** Names in a NEGOTIATE are always in the OEM character set ([MS-NLMP] §2.2.1.1). */
function reportNegotiate(sink: FactSink, sender: Subject, bytes: Uint8Array, from: number, to: number): void {
  const flags = u32leAt(bytes, from + 12);
  reportName(sink, ntlmAttributes.domain, sender, bytes, field(bytes, from, to, from + 16), false);
  reportName(sink, ntlmAttributes.computer, sender, bytes, field(bytes, from, to, from + 24), false);
  if ((flags & FLAG_VERSION) !== 0) reportVersion(sink, sender, bytes, from + 32, to);
}

function reportChallenge(sink: FactSink, sender: Subject, bytes: Uint8Array, from: number, to: number): void {
  if (to - from < 32) {
    sink.anomaly('ntlm-malformed');
    return;
  }
  const flags = u32leAt(bytes, from + 20);
  reportName(
    sink,
    ntlmAttributes.target,
    sender,
    bytes,
    field(bytes, from, to, from + 12),
    (flags & FLAG_UNICODE) !== 0,
  );
  const [infoFrom, infoTo] = field(bytes, from, to, from + 40);
  reportTargetInfo(sink, sender, bytes, infoFrom, infoTo);
  if ((flags & FLAG_VERSION) !== 0) reportVersion(sink, sender, bytes, from + 48, to);
}

function reportTargetInfo(sink: FactSink, sender: Subject, bytes: Uint8Array, from: number, to: number): void {
  let at = from;
  for (let pairs = 0; at + 4 <= to && pairs < AV_PAIRS; pairs++) {
    const id = u16leAt(bytes, at);
    const end = at + 4 + u16leAt(bytes, at + 2);
    if (id === AV.end) return;
    if (end > to) {
      sink.anomaly('ntlm-malformed');
      return;
    }
    const range: readonly [number, number] = [at + 4, end];
    if (id === AV.computer) reportName(sink, ntlmAttributes.computer, sender, bytes, range, true);
    else if (id === AV.domain) reportName(sink, ntlmAttributes.domain, sender, bytes, range, true);
    else if (id === AV.dnsComputer) reportName(sink, ntlmAttributes.dnsComputer, sender, bytes, range, true);
    else if (id === AV.dnsDomain) reportName(sink, ntlmAttributes.dnsDomain, sender, bytes, range, true);
    at = end;
  }
}

function reportAuthenticate(
  sink: FactSink,
  sender: Subject,
  receiver: Subject,
  bytes: Uint8Array,
  from: number,
  to: number,
  protocol: string,
): void {
  if (to - from < 52) {
    sink.anomaly('ntlm-malformed');
    return;
  }
  // Old clients leave out the flags; then the payload begins where they would stand, and names are Unicode.
  const payload = Math.min(...[12, 20, 28, 36, 44].map((at) => payloadAt(bytes, from + at)));
  const flags = payload >= 64 && to - from >= 64 ? u32leAt(bytes, from + 60) : FLAG_UNICODE;
  const isUnicode = (flags & FLAG_UNICODE) !== 0;
  reportName(sink, ntlmAttributes.domain, sender, bytes, field(bytes, from, to, from + 28), isUnicode);
  reportName(sink, ntlmAttributes.computer, sender, bytes, field(bytes, from, to, from + 44), isUnicode);
  const [userFrom, userTo] = field(bytes, from, to, from + 36);
  // [MS-NLMP] §3.2.5.1.2: no user name and no NT response is the anonymous user.
  if (userTo === userFrom && u16leAt(bytes, from + 36) === 0 && u16leAt(bytes, from + 20) === 0)
    sink.value(credentialAttributes.anonymous, receiver, protocol, from, from + 12, { derived: 'computed' });
  else if (userTo > userFrom && bytes[userTo - (isUnicode ? 2 : 1)] !== 0x24) sink.personal('account', 1);
  if ((flags & FLAG_VERSION) !== 0 && payload >= 72) reportVersion(sink, sender, bytes, from + 64, to);
}

/** Offset of a field that holds something; Infinity for an empty one. */
const payloadAt = (bytes: Uint8Array, at: number): number =>
  u16leAt(bytes, at) === 0 ? Number.POSITIVE_INFINITY : u32leAt(bytes, at + 4);
