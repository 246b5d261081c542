import { decodeText, indexOf } from '#bytes';
import { defineAttributes, type Subject } from '../dissector.ts';
import { BerReader } from './ber.ts';
import type { FactSink } from './pieced-out.ts';

/** What Kerberos says in clear, on its own ports or inside of SMB, LDAP and DCE/RPC. */
export const kerberosAttributes = defineAttributes('kerberos', {
  realm: ['capability-seen', 'Realm that the host takes part in (RFC 4120 §5.2.2)'],
  computer: ['name-seen', 'Machine account of the client, with its dollar sign (RFC 4120 §5.2.2; [MS-KILE] §3.3.5.1)'],
  hostPrincipal: ['name-seen', 'Host that authenticates as host/name (RFC 4120 §6.2)'],
  netbiosName: ['name-seen', 'NetBIOS name among the client’s addresses (RFC 4120 §7.5.3, type 20)'],
  service: ['peer-sought', 'Service principal that the client wants a ticket for (RFC 4120 §5.4.1)'],
  etype: ['capability-seen', 'Encryption type that the client offers, by number (RFC 3961 §8)'],
});

/** Application tags (RFC 4120 §5.10). */
const TICKET = 0x61;
const AS_REQ = 0x6a;
const AS_REP = 0x6b;
const TGS_REQ = 0x6c;
const TGS_REP = 0x6d;
const AP_REQ = 0x6e;
const AP_REP = 0x6f;
const SAFE = 0x74;
const PRIV = 0x75;
const CRED = 0x76;
const ERROR = 0x7e;
const MESSAGES = new Set([AS_REQ, AS_REP, TGS_REQ, TGS_REP, AP_REQ, AP_REP, SAFE, PRIV, CRED, ERROR]);

const SEQUENCE = 0x30;
const INTEGER = 0x02;
const OCTETS = 0x04;
const OBJECT_IDENTIFIER = 0x06;
const GENERAL_STRING = 0x1b;
/** Context tag of field `number`. */
const field = (number: number): number => 0xa0 + number;

/** Tag of a GSS-API token (RFC 2743 §3.1). */
const GSS_TOKEN = 0x60;
const TOKEN_ID_OCTETS = 2;
const MECHANISM = Uint8Array.of(0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x12, 0x01, 0x02, 0x02);
const PA_TGS_REQ = 1;
const ADDRESS_NETBIOS = 20;
/** Entries of one list that are read: components, encryption types, addresses, pre-authentication data. */
const ENTRIES = 32;
const DOLLAR = 0x24;

/** True when a Kerberos message begins at `at`: its tag, then a SEQUENCE. */
export function isKerberos(bytes: Uint8Array, at: number, end: number): boolean {
  if (at + 2 > end || !MESSAGES.has(bytes[at]!)) return false;
  const first = bytes[at + 1]!;
  const content = at + (first < 0x80 ? 2 : 2 + (first & 0x7f));
  return content < end && bytes[content] === SEQUENCE;
}

/**
 * Where the Kerberos message of a GSS-API token stands in bytes[from, to), bare or inside of SPNEGO, or -1. It follows
 * the object identifier 1.2.840.113554.1.2.2 and two octets that name the token (RFC 4121 §4.1); IAKERB has another
 * identifier, and DCE/RPC leaves the wrapping out ([MS-KILE] §3.4.5.1).
 */
export function findKerberos(bytes: Uint8Array, from: number, to: number): number {
  for (let at = indexOf(bytes, MECHANISM, from, to); at >= 0; at = indexOf(bytes, MECHANISM, at + 1, to)) {
    const message = at + MECHANISM.length + TOKEN_ID_OCTETS;
    if (isKerberos(bytes, message, to)) return message;
  }
  if (!mechanismToken(bytes, from, to)) return -1;
  if (token.bytes[token.from] === GSS_TOKEN) {
    token.enter();
    if (!token.open(GSS_TOKEN) || !token.take(OBJECT_IDENTIFIER)) return -1;
    token.at += TOKEN_ID_OCTETS;
    return isKerberos(bytes, token.at, token.end) ? token.at : -1;
  }
  return isKerberos(bytes, token.from, token.to) ? token.from : -1;
}

/** Sets `token` on the mechToken or responseToken of a SPNEGO message (RFC 4178 §4.2.1, §4.2.2). */
function mechanismToken(bytes: Uint8Array, from: number, to: number): boolean {
  token.set(bytes, from, to);
  if (bytes[from] === GSS_TOKEN && (!token.open(GSS_TOKEN) || !token.take(OBJECT_IDENTIFIER))) return false;
  if ((!token.open(field(0)) && !token.open(field(1))) || !token.open(SEQUENCE)) return false;
  while (token.next()) {
    if (token.tag !== field(2)) continue;
    token.enter();
    return token.take(OCTETS);
  }
  return false;
}

/** A reader for each level of nesting, so that none has to be put back. */
const message = new BerReader();
const body = new BerReader();
const list = new BerReader();
const item = new BerReader();
const token = new BerReader();

/** The message at [from, to), said by `sender` to `receiver`. False when it is none. */
export function reportKerberos(
  sink: FactSink,
  sender: Subject,
  receiver: Subject,
  bytes: Uint8Array,
  from: number,
  to: number,
): boolean {
  const kind = bytes[from];
  if (kind === undefined || !MESSAGES.has(kind)) return false;
  message.set(bytes, from, to);
  if (!message.open(kind) || !message.open(SEQUENCE)) return false;
  switch (kind) {
    case AS_REQ:
    case TGS_REQ:
      request(sink, sender);
      return true;
    case AS_REP:
    case TGS_REP:
      reply(sink, sender, receiver);
      return true;
    case AP_REQ:
      apRequest(sink, sender, message);
      return true;
    case ERROR:
      error(sink, sender, receiver);
      return true;
    default:
      return true;
  }
}

/** RFC 4120 §5.4.1: 3 is pre-authentication data, 4 the body. */
function request(sink: FactSink, client: Subject): void {
  while (message.next()) {
    if (message.tag === field(3)) preAuthentication(sink, client);
    else if (message.tag === field(4)) requestBody(sink, client);
  }
  if (message.at < message.end) sink.anomaly('kerberos-cut');
}

function preAuthentication(sink: FactSink, client: Subject): void {
  if (!into(list, message)) return;
  for (let count = 0; count < ENTRIES && list.take(SEQUENCE); count++) {
    item.set(list.bytes, list.from, list.to);
    if (!item.take(field(1)) || !into(body, item, false) || !body.take(INTEGER) || body.integer() !== PA_TGS_REQ)
      continue;
    if (!item.take(field(2)) || !into(body, item, false) || !body.take(OCTETS)) continue;
    body.set(body.bytes, body.from, body.to);
    if (body.open(AP_REQ) && body.open(SEQUENCE)) apRequest(sink, client, body);
  }
}

/** KDC-REQ-BODY: 1 client, 2 realm, 3 service, 8 encryption types, 9 addresses. */
function requestBody(sink: FactSink, client: Subject): void {
  if (!into(body, message)) return;
  while (body.next()) {
    switch (body.tag) {
      case field(1):
        clientName(sink, client, body);
        break;
      case field(2):
        realm(sink, client, body);
        break;
      case field(3):
        serviceName(sink, client, body);
        break;
      case field(8):
        encryptionTypes(sink, client);
        break;
      case field(9):
        addresses(sink, client);
        break;
    }
  }
}

/** RFC 4120 §5.4.2: 3 realm and 4 name of the client, 5 the ticket. */
function reply(sink: FactSink, sender: Subject, client: Subject): void {
  while (message.next()) {
    if (message.tag === field(3)) realm(sink, sender, message);
    else if (message.tag === field(4)) clientName(sink, client, message);
    else if (message.tag === field(5)) ticket(sink, sender, message, -1);
  }
  if (message.at < message.end) sink.anomaly('kerberos-cut');
}

/** RFC 4120 §5.5.1: 3 is the ticket. */
function apRequest(sink: FactSink, client: Subject, reader: BerReader): void {
  while (reader.next()) if (reader.tag === field(3)) ticket(sink, client, reader, client);
}

/** RFC 4120 §5.9.1: 7 realm and 8 name of the client, 9 realm of the service. */
function error(sink: FactSink, sender: Subject, client: Subject): void {
  while (message.next()) {
    if (message.tag === field(7) || message.tag === field(9)) realm(sink, sender, message);
    else if (message.tag === field(8)) clientName(sink, client, message);
  }
  if (message.at < message.end) sink.anomaly('kerberos-cut');
}

/** RFC 4120 §5.3: 1 realm, 2 service. `seeker` wants the service, -1 when nobody does. */
function ticket(sink: FactSink, subject: Subject, holder: BerReader, seeker: Subject): void {
  list.set(holder.bytes, holder.from, holder.to);
  if (!list.open(TICKET) || !list.open(SEQUENCE)) return;
  while (list.next()) {
    if (list.tag === field(1)) realm(sink, subject, list);
    else if (list.tag === field(2) && seeker >= 0) serviceName(sink, seeker, list);
  }
}

/** Sets `reader` on the content of the element that `holder` read last; with `open` inside the SEQUENCE there. */
function into(reader: BerReader, holder: BerReader, open = true): boolean {
  reader.set(holder.bytes, holder.from, holder.to);
  return !open || reader.open(SEQUENCE);
}

function realm(sink: FactSink, subject: Subject, holder: BerReader): void {
  item.set(holder.bytes, holder.from, holder.to);
  if (item.take(GENERAL_STRING)) sink.text(kerberosAttributes.realm, subject, item.from, item.to);
}

/** Components of a PrincipalName as pairs of positions: 0 is its type, 1 the list (RFC 4120 §5.2.2). */
function components(holder: BerReader): number[] {
  const found: number[] = [];
  if (!into(item, holder) || !item.take(field(0)) || !item.take(field(1))) return found;
  item.set(item.bytes, item.from, item.to);
  if (!item.open(SEQUENCE)) return found;
  while (found.length < ENTRIES && item.take(GENERAL_STRING)) found.push(item.from, item.to);
  return found;
}

/** Machines have a name that ends in a dollar sign, or are host/name; everybody else is a person or a service account. */
function clientName(sink: FactSink, client: Subject, holder: BerReader): void {
  const { bytes } = holder;
  const parts = components(holder);
  const [from, to, hostFrom, hostTo] = parts;
  if (from === undefined || to === undefined || from === to) return;
  if (hostFrom !== undefined && hostTo !== undefined) {
    if (decodeText(bytes, from, to) === 'host') sink.text(kerberosAttributes.hostPrincipal, client, hostFrom, hostTo);
    return;
  }
  if (bytes[to - 1] === DOLLAR) sink.text(kerberosAttributes.computer, client, from, to);
  else sink.personal('account', 1);
}

/** A service is class/host; a name without a host may be a person (RFC 4120 §6.2), and krbtgt is the realm’s own. */
function serviceName(sink: FactSink, client: Subject, holder: BerReader): void {
  const { bytes } = holder;
  const parts = components(holder);
  if (parts.length < 4) return;
  const texts: string[] = [];
  for (let i = 0; i < parts.length; i += 2) texts.push(decodeText(bytes, parts[i]!, parts[i + 1]!));
  if (texts[0] === 'krbtgt') return;
  sink.value(kerberosAttributes.service, client, texts.join('/'), parts[0]!, parts.at(-1)!);
}

function encryptionTypes(sink: FactSink, client: Subject): void {
  if (!into(list, body)) return;
  for (let count = 0; count < ENTRIES && list.take(INTEGER); count++)
    sink.value(kerberosAttributes.etype, client, String(list.integer()), list.from, list.to);
}

function addresses(sink: FactSink, client: Subject): void {
  if (!into(list, body)) return;
  for (let count = 0; count < ENTRIES && list.take(SEQUENCE); count++) {
    item.set(list.bytes, list.from, list.to);
    if (!item.open(field(0)) || !item.take(INTEGER) || item.integer() !== ADDRESS_NETBIOS) continue;
    item.set(list.bytes, item.to, list.to);
    if (!item.open(field(1)) || !item.take(OCTETS)) continue;
    // The 16th octet is the suffix of the name (RFC 1001 §14.1).
    sink.text(kerberosAttributes.netbiosName, client, item.from, Math.min(item.to, item.from + 15));
  }
}
