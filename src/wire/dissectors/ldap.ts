import { decodeText, u16leAt } from '#bytes';
import {
  defineDissector,
  MORE,
  NEED_MORE,
  NO,
  type Out,
  type Recognition,
  SURE,
  type View,
  WEAK,
} from '../dissector.ts';
import { BerReader, berLength } from '../parts/ber.ts';
import { anonymousLogin, cleartextCredential, credentialAttributes } from '../parts/credentials.ts';
import { DnsReader, nameFact } from '../parts/dns-message.ts';
import { kerberosAttributes } from '../parts/kerberos-message.ts';
import { ldapAttributes, ROOT_ATTRIBUTES } from '../parts/ldap-attributes.ts';
import { mergeAttributes } from '../parts/merge-attributes.ts';
import { ntlmAttributes } from '../parts/ntlmssp.ts';
import { reportSecurityToken } from '../parts/security-token.ts';
import { equalsAscii } from '../parts/ascii.ts';

const SEQUENCE = 0x30;
const SET = 0x31;
const INTEGER = 0x02;
const OCTETS = 0x04;
const ENUMERATED = 0x0a;

/** Operations (RFC 4511 §4.1.1). */
const BIND_REQUEST = 0x60;
const BIND_RESPONSE = 0x61;
const UNBIND = 0x42;
const SEARCH_REQUEST = 0x63;
const SEARCH_ENTRY = 0x64;
const EXTENDED_REQUEST = 0x77;
const EXTENDED_RESPONSE = 0x78;
const ABANDON = 0x50;
const DELETE = 0x4a;
const REQUESTS = new Set([
  BIND_REQUEST,
  UNBIND,
  SEARCH_REQUEST,
  0x66,
  0x68,
  DELETE,
  0x6c,
  0x6e,
  ABANDON,
  EXTENDED_REQUEST,
]);
const RESPONSES = new Set([
  BIND_RESPONSE,
  SEARCH_ENTRY,
  0x65,
  0x67,
  0x69,
  0x6b,
  0x6d,
  0x6f,
  0x73,
  EXTENDED_RESPONSE,
  0x79,
]);

const SIMPLE = 0x80;
const SASL = 0xa3;
const SERVER_CREDENTIALS = 0x87;
const EXTENDED_NAME = 0x80;
const START_TLS = '1.3.6.1.4.1.1466.20037';

/** A message longer than this is skipped by counting: entries of people and groups, which are nobody's business here. */
const MESSAGE_OCTETS = 16_384;
/** Attributes and values of the root entry that are read. */
const ENTRIES = 64;
/** Answer to a domain controller ping ([MS-ADTS] §6.3.1.9): operation, reserved, flags, GUID, then names. */
const PING_ATTRIBUTE = 'netlogon';
const PING_OPERATION = 0x17;
const PING_OPERATION_UNKNOWN_USER = 0x19;
const PING_NAMES = 24;

interface State {
  /** A bind without name and password waits for its response. */
  anonymous: boolean;
  /** A request to start TLS waits for its response. */
  startTls: boolean;
  /** SASL was in use: what is no LDAP now is protected by it. */
  sasl: boolean;
}

const ber = new BerReader();
const inner = new BerReader();
const names = new DnsReader();

/** Message id, then the tag of an operation: sets nothing, tells whether [start, end) begins like that. */
function looksLikeLdap(bytes: Uint8Array, start: number, end: number): boolean {
  ber.set(bytes, start, end);
  if (!ber.open(SEQUENCE) || !ber.take(INTEGER) || ber.to - ber.from > 4 || ber.at >= ber.end) return false;
  const operation = bytes[ber.at]!;
  return REQUESTS.has(operation) || RESPONSES.has(operation);
}

function recogniseDatagram(view: View): Recognition {
  const { bytes, start, end } = view;
  if (!looksLikeLdap(bytes, start, end)) return NO;
  return view.usualPort || berLength(bytes, start, end) === end - start ? SURE : NO;
}

function recogniseStream(view: View): Recognition {
  const { bytes, start, end } = view;
  const length = berLength(bytes, start, end);
  if (length === 0 || bytes[start] !== SEQUENCE) return NO;
  const undecided = view.usualPort ? WEAK : MORE;
  if (length < 0) return view.usualPort ? WEAK : NO;
  if (looksLikeLdap(bytes, start, end)) {
    if (view.usualPort) return SURE;
    // On other ports only a bind or a search, with which every exchange begins.
    const operation = bytes[ber.at];
    return operation === BIND_REQUEST || operation === SEARCH_REQUEST || operation === EXTENDED_REQUEST ? SURE : NO;
  }
  return end - start < 12 ? undecided : NO;
}

function readDatagram(view: View, out: Out, state: State): void {
  message(view, out, state, view.start, view.end);
}

function readStream(view: View, out: Out, state: State): number {
  const { bytes, start, end } = view;
  let at = start;
  while (at < end) {
    const length = berLength(bytes, at, end);
    if (length === 0 || bytes[at] !== SEQUENCE) {
      // RFC 4511 §5.2: with a SASL security layer, buffers with a length of four octets follow.
      if (state.sasl) out.encrypted();
      else if (!view.afterGap) out.anomaly('ldap-message');
      if (state.sasl || !view.afterGap) out.done();
      return end - start;
    }
    if (length < 0) break;
    if (length > MESSAGE_OCTETS) return at - start + length;
    if (at + length > end) break;
    message(view, out, state, at, at + length);
    at += length;
  }
  return at > start ? at - start : NEED_MORE;
}

function message(view: View, out: Out, state: State, start: number, end: number): void {
  const { bytes } = view;
  ber.set(bytes, start, end);
  if (!ber.open(SEQUENCE) || !ber.take(INTEGER) || !ber.next()) {
    out.anomaly('ldap-message');
    return;
  }
  const operation = ber.tag;
  const isRequest = REQUESTS.has(operation);
  if (isRequest !== (view.side === 0)) {
    if (isRequest) out.senderIsClient();
    else if (RESPONSES.has(operation)) out.senderIsServer();
  }
  const { from, to } = ber;
  inner.set(bytes, from, to);
  switch (operation) {
    case BIND_REQUEST:
      return bindRequest(view, out, state);
    case BIND_RESPONSE:
      return bindResponse(view, out, state, from);
    case SEARCH_ENTRY:
      return searchEntry(view, out);
    case EXTENDED_REQUEST:
      state.startTls = inner.take(EXTENDED_NAME) && equalsAscii(bytes, inner.from, inner.to, START_TLS);
      return;
    case EXTENDED_RESPONSE:
      if (state.startTls && inner.take(ENUMERATED) && inner.integer() === 0) out.carry('tls');
      state.startTls = false;
  }
}

/** RFC 4511 §4.2: version, name, and simple or SASL authentication. */
function bindRequest(view: View, out: Out, state: State): void {
  const { bytes } = view;
  if (!inner.take(INTEGER) || !inner.take(OCTETS)) return out.anomaly('ldap-bind');
  const { from, to } = inner;
  if (!inner.next()) return out.anomaly('ldap-bind');
  state.anonymous = false;
  if (inner.tag === SIMPLE) {
    // RFC 4513 §5.1.1 and §5.1.2: without a password nobody is authenticated, whatever the name.
    if (inner.to === inner.from) {
      state.anonymous = true;
      return;
    }
    out.personal('account', 1);
    const user = decodeText(bytes, from, to);
    // The evidence is the tag of simple authentication; name and password must not be kept.
    const tag = inner.from - 1 - lengthOctets(bytes, inner.from, inner.to);
    cleartextCredential(out, view.receiver, 'ldap', user, decodeText(bytes, inner.from, inner.to), tag, tag + 1);
    return;
  }
  // Sicily and SPNEGO carry NTLM or Kerberos ([MS-ADTS] §5.1.1.1).
  if (inner.tag === SASL) {
    state.sasl = true;
    const end = inner.to;
    inner.enter();
    if (!inner.take(OCTETS)) return;
    out.text(ldapAttributes.mechanism, view.sender, inner.from, inner.to);
    security(view, out, inner.to, end);
  } else security(view, out, inner.from, inner.to);
}

/** Octets of the length in front of content [from, to). */
const lengthOctets = (bytes: Uint8Array, from: number, to: number): number => {
  const length = to - from;
  if (length < 0x80 && bytes[from - 1] === length) return 1;
  return length < 0x100 ? 2 : length < 0x10000 ? 3 : 4;
};

function bindResponse(view: View, out: Out, state: State, from: number): void {
  if (!inner.take(ENUMERATED)) return out.anomaly('ldap-bind');
  const succeeded = inner.integer() === 0;
  if (state.anonymous && succeeded) anonymousLogin(out, view.sender, 'ldap', from, inner.to);
  state.anonymous = false;
  while (inner.next()) if (inner.tag === SERVER_CREDENTIALS) security(view, out, inner.from, inner.to);
}

function security(view: View, out: Out, from: number, to: number): void {
  reportSecurityToken(out, view.sender, view.receiver, view.bytes, from, to, 'ldap');
}

/** Only the root entry, which has no name, is about the server; all others are passed by. */
function searchEntry(view: View, out: Out): void {
  const { bytes } = view;
  if (!inner.take(OCTETS) || inner.to > inner.from || !inner.open(SEQUENCE)) return;
  for (let count = 0; count < ENTRIES && inner.take(SEQUENCE); count++) {
    const next = inner.at;
    const { end } = inner;
    inner.enter();
    if (inner.take(OCTETS)) {
      const name = decodeText(bytes, inner.from, inner.to).toLowerCase();
      if (inner.open(SET)) values(view, out, name);
    }
    inner.resume(next, end);
  }
}

function values(view: View, out: Out, name: string): void {
  const attribute = ROOT_ATTRIBUTES[name];
  for (let count = 0; count < ENTRIES && inner.take(OCTETS); count++) {
    if (attribute !== undefined) out.text(attribute, view.sender, inner.from, inner.to);
    else if (name === PING_ATTRIBUTE) ping(view, out, inner.from, inner.to);
  }
}

/** NETLOGON_SAM_LOGON_RESPONSE_EX: forest, domain, host, NetBIOS domain, NetBIOS computer, compressed like DNS names. */
function ping(view: View, out: Out, start: number, end: number): void {
  const { bytes, sender } = view;
  if (end - start <= PING_NAMES) return;
  const operation = u16leAt(bytes, start);
  if (operation !== PING_OPERATION && operation !== PING_OPERATION_UNKNOWN_USER) return;
  out.value(ldapAttributes.role, sender, 'domain-controller', start, start + 2);
  names.bytes = bytes;
  names.start = start;
  names.end = end;
  const wanted = [undefined, ldapAttributes.domain, ldapAttributes.hostName, undefined, ldapAttributes.computer];
  let at = start + PING_NAMES;
  for (const attribute of wanted) {
    const next = names.skipName(at);
    if (next < 0) {
      out.anomaly('ldap-ping');
      return;
    }
    const text = attribute === undefined ? undefined : names.name(at);
    if (attribute !== undefined && text !== undefined) nameFact(out, attribute, sender, names, text);
    at = next;
  }
}

const open = (): State => ({ anonymous: false, startTls: false, sasl: false });

export const ldap = defineDissector<State, State>({
  id: 'ldap',
  title: 'LDAP',
  source: 'RFC 4511; RFC 4512; RFC 4513; [MS-ADTS]',
  attributes: mergeAttributes(ldapAttributes, credentialAttributes, ntlmAttributes, kerberosAttributes),
  datagram: {
    ports: [389],
    firstBytes: [SEQUENCE],
    attach: 'whole',
    recognise: recogniseDatagram,
    open,
    read: readDatagram,
  },
  stream: {
    ports: [389, 3268],
    firstBytes: [SEQUENCE],
    attach: 'whole',
    recognise: recogniseStream,
    open,
    read: readStream,
  },
});
