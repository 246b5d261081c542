import { decodeText, u32leAt } from '#bytes';
import {
  defineAttributes,
  defineDissector,
  MORE,
  NEED_MORE,
  NO,
  type Out,
  type Recognition,
  type Subject,
  SURE,
  type View,
  WEAK,
} from '../dissector.ts';
import { beginsAscii } from '../parts/ascii.ts';
import { anonymousLogin, cleartextCredential, credentialAttributes } from '../parts/credentials.ts';
import { mergeAttributes } from '../parts/merge-attributes.ts';
import { messageType, OpcUaReader } from '../parts/opcua-binary.ts';
import { buildInfoAttributes, BuildInfoReads } from '../parts/opcua-build-info.ts';
import { certificateAttributes } from '../parts/tls-attributes.ts';
import { TlsCertificates } from '../parts/tls-certificate.ts';

const attributes = defineAttributes('opcua', {
  application: ['identifier-seen', 'ApplicationUri of the description of an application (OPC 10000-4 §7.2)'],
  applicationName: ['name-seen', 'ApplicationName of the description of an application (OPC 10000-4 §7.2)'],
  endpoint: ['service-offered', 'Address of an endpoint of the server (OPC 10000-6 §7.1.2.3, OPC 10000-4 §7.14)'],
  securityPolicy: ['capability-seen', 'Security policy of a channel or an endpoint (OPC 10000-7 §6.6)'],
});

const letters = (text: string): number => (text.charCodeAt(0) << 16) | (text.charCodeAt(1) << 8) | text.charCodeAt(2);
const HELLO = letters('HEL');
const REVERSE_HELLO = letters('RHE');
const ACKNOWLEDGE = letters('ACK');
const ERROR = letters('ERR');
const OPEN = letters('OPN');
const MESSAGE = letters('MSG');
const CLOSE = letters('CLO');
const TYPES = new Set([HELLO, REVERSE_HELLO, ACKNOWLEDGE, ERROR, OPEN, MESSAGE, CLOSE]);

/** Type, chunk, size (OPC 10000-6 §6.7.2.2). */
const HEADER_OCTETS = 8;
/** Final, intermediate and aborted chunks. */
const CHUNKS = new Set([0x46, 0x43, 0x41]);
const ABORTED = 0x41;
/** A chunk longer than this is skipped by counting; the usual buffer has 64 KiB. */
const CHUNK_OCTETS = 60_000;
const LONGEST = 0x1000000;
/** Version and four limits in front of the address in HEL (§7.1.2.3). */
const HELLO_LIMITS = 20;
/** Channel, token, sequence number, request id in front of the body of MSG (§6.7.2). */
const MESSAGE_HEADER = 16;
/** Where the request id stands among them. */
const REQUEST_ID = HEADER_OCTETS + 12;
const POLICY_NONE = 'http://opcfoundation.org/UA/SecurityPolicy#None';

/** Numbers of binary encodings (OPC 10000-6 annex A, NodeIds.csv). */
const FIND_SERVERS_RESPONSE = 425;
const GET_ENDPOINTS_REQUEST = 428;
const GET_ENDPOINTS_RESPONSE = 431;
const CREATE_SESSION_REQUEST = 461;
const CREATE_SESSION_RESPONSE = 464;
const ACTIVATE_SESSION_REQUEST = 467;
const ACTIVATE_SESSION_RESPONSE = 470;
const READ_REQUEST = 631;
const READ_RESPONSE = 634;
/** Services have numbers from 0x0100 to this. */
const LAST_SERVICE = 0x04ff;
const ANONYMOUS_TOKEN = 321;
const USER_NAME_TOKEN = 324;

interface State {
  /** The channel has a security policy: bodies of messages cannot be read. */
  secured: boolean;
  /** A log-in without a secret waits for its response. */
  anonymous: boolean;
  /** Made when the first certificate comes. */
  certificates: TlsCertificates | undefined;
  /** Made when the first Read comes. */
  reads: BuildInfoReads | undefined;
}

const reader = new OpcUaReader();
const token = new OpcUaReader();

function recognise(view: View): Recognition {
  const { bytes, start, end } = view;
  if (end - start < 4) return view.usualPort && couldBegin(bytes, start, end) ? WEAK : NO;
  if (!TYPES.has(messageType(bytes, start)) || !CHUNKS.has(bytes[start + 3]!)) return NO;
  if (end - start < HEADER_OCTETS) return view.usualPort ? WEAK : MORE;
  const size = u32leAt(bytes, start + 4);
  return size >= HEADER_OCTETS && size < LONGEST ? SURE : NO;
}

function couldBegin(bytes: Uint8Array, start: number, end: number): boolean {
  for (const text of ['HEL', 'RHE', 'ACK', 'ERR', 'OPN', 'MSG', 'CLO'])
    if (beginsAscii(bytes, start, end, text.slice(0, end - start))) return true;
  return false;
}

function read(view: View, out: Out, state: State): number {
  const { bytes, start, end } = view;
  let at = start;
  while (at + HEADER_OCTETS <= end) {
    const type = messageType(bytes, at);
    const size = u32leAt(bytes, at + 4);
    if (!TYPES.has(type) || size < HEADER_OCTETS || size >= LONGEST) {
      if (!view.afterGap) {
        out.anomaly('opcua-header');
        out.done();
      }
      return end - start;
    }
    if (size > CHUNK_OCTETS) return at - start + size;
    if (at + size > end) break;
    message(view, out, state, type, at, at + size);
    at += size;
  }
  return at > start ? at - start : NEED_MORE;
}

function message(view: View, out: Out, state: State, type: number, start: number, end: number): void {
  const { bytes } = view;
  if (type === HELLO) {
    if (view.side === 1) out.senderIsClient();
    reader.set(bytes, start + HEADER_OCTETS + HELLO_LIMITS, end).string();
    endpoint(out, view.receiver);
  } else if (type === REVERSE_HELLO) {
    // OPC 10000-6 §7.1.2.6: the server connects and names itself.
    reader.set(bytes, start + HEADER_OCTETS, end).string();
    out.text(attributes.application, view.sender, reader.from, reader.to);
    reader.string();
    endpoint(out, view.sender);
  } else if (type === OPEN) openChannel(view, out, state, start, end);
  else if (type === MESSAGE) {
    const body = start + HEADER_OCTETS + MESSAGE_HEADER;
    // With mode Sign the body is in clear all the same (OPC 10000-6 §6.7.2.5); encrypted it begins with anything.
    if (body > end) out.anomaly('opcua-message');
    else if (state.secured && !isClear(bytes, body, end)) out.encrypted();
    else if (bytes[start + 3] !== ABORTED) service(view, out, state, u32leAt(bytes, start + REQUEST_ID), body, end);
  }
}

/** A NodeId of four octets in namespace 0, with the number of a service (OPC 10000-6 annex A). */
const isClear = (bytes: Uint8Array, at: number, end: number): boolean =>
  at + 4 <= end && bytes[at] === 1 && bytes[at + 1] === 0 && bytes[at + 3]! <= LAST_SERVICE >> 8 && bytes[at + 3]! > 0;

/** OPC 10000-6 §6.7.2.3: channel, policy, certificate of the sender, thumbprint. */
function openChannel(view: View, out: Out, state: State, start: number, end: number): void {
  reader.set(view.bytes, start + HEADER_OCTETS + 4, end).string();
  if (!reader.ok || reader.from === reader.to) {
    out.anomaly('opcua-channel');
    return;
  }
  out.text(attributes.securityPolicy, view.sender, reader.from, reader.to);
  state.secured = decodeText(view.bytes, reader.from, reader.to) !== POLICY_NONE;
  reader.string();
  if (!reader.ok || reader.to === reader.from) return;
  state.certificates ??= new TlsCertificates(out.ports);
  state.certificates.report(out, view.sender, view.bytes, reader.from, reader.to, true);
}

function service(view: View, out: Out, state: State, requestId: number, start: number, end: number): void {
  reader.set(view.bytes, start, end);
  const server = view.side === 0 ? view.receiver : view.sender;
  switch (reader.nodeId()) {
    case GET_ENDPOINTS_REQUEST:
      reader.requestHeader();
      reader.string();
      return endpoint(out, server);
    case FIND_SERVERS_RESPONSE:
      reader.responseHeader();
      for (let left = reader.count(); left > 0 && reader.ok; left--) description(out, server);
      return;
    case GET_ENDPOINTS_RESPONSE:
      reader.responseHeader();
      return endpoints(out, server);
    case CREATE_SESSION_REQUEST:
      reader.requestHeader();
      description(out, view.sender);
      reader.string();
      reader.string();
      return endpoint(out, server);
    case CREATE_SESSION_RESPONSE:
      reader.responseHeader();
      reader.nodeId();
      reader.nodeId();
      reader.skip(8);
      reader.string();
      reader.string();
      return endpoints(out, server);
    case ACTIVATE_SESSION_REQUEST:
      return activateSession(view, out, state, server);
    case ACTIVATE_SESSION_RESPONSE: {
      const good = reader.responseHeader() === 0;
      if (state.anonymous && good && reader.ok) anonymousLogin(out, server, 'opcua', start, start + 4);
      state.anonymous = false;
      return;
    }
    case READ_REQUEST:
      state.reads ??= new BuildInfoReads();
      return state.reads.request(reader, requestId);
    case READ_RESPONSE:
      return state.reads?.response(reader, requestId, out, server);
  }
}

function endpoint(out: Out, server: Subject): void {
  if (reader.ok) out.text(attributes.endpoint, server, reader.from, reader.to);
}

/** ApplicationDescription (OPC 10000-4 §7.2): URIs, name, type, gateway, profile, addresses. */
function description(out: Out, subject: Subject): void {
  reader.string();
  if (reader.ok) out.text(attributes.application, subject, reader.from, reader.to);
  reader.string();
  if (reader.ok) out.text(buildInfoAttributes.product, subject, reader.from, reader.to);
  reader.localizedText();
  if (reader.ok) out.text(attributes.applicationName, subject, reader.from, reader.to);
  reader.skip(4);
  reader.string();
  reader.string();
  for (let left = reader.count(); left > 0 && reader.ok; left--) {
    reader.string();
    endpoint(out, subject);
  }
}

/** EndpointDescriptions (OPC 10000-4 §7.14): address, server, certificate, mode, policy, tokens, profile, level. */
function endpoints(out: Out, server: Subject): void {
  for (let left = reader.count(); left > 0 && reader.ok; left--) {
    reader.string();
    endpoint(out, server);
    description(out, server);
    reader.string();
    reader.skip(4);
    reader.string();
    if (reader.ok) out.text(attributes.securityPolicy, server, reader.from, reader.to);
    for (let tokens = reader.count(); tokens > 0 && reader.ok; tokens--) {
      reader.string();
      reader.skip(4);
      reader.string();
      reader.string();
      reader.string();
    }
    reader.string();
    reader.skip(1);
  }
}

/** OPC 10000-4 §5.6.3: signature, certificates, locales, then the token of the user. */
function activateSession(view: View, out: Out, state: State, server: Subject): void {
  const { bytes } = view;
  reader.requestHeader();
  reader.string();
  reader.string();
  for (let left = reader.count(); left > 0 && reader.ok; left--) {
    reader.string();
    reader.string();
  }
  reader.strings();
  const typeAt = reader.at;
  const type = reader.extension();
  if (!reader.ok) return;
  state.anonymous = type === ANONYMOUS_TOKEN;
  if (type !== USER_NAME_TOKEN) return;
  token.set(bytes, reader.from, reader.to);
  token.string();
  token.string();
  const user = decodeText(bytes, token.from, token.to);
  token.string();
  const password = decodeText(bytes, token.from, token.to);
  token.string();
  // A name of an algorithm says that the password is encrypted (OPC 10000-4 §7.41.4).
  if (!token.ok || token.to > token.from) return;
  out.personal('account', 1);
  // The evidence is the type of the token; name and password must not be kept.
  cleartextCredential(out, server, 'opcua', user, password, typeAt, typeAt + 4);
}

export const opcua = defineDissector<undefined, State>({
  id: 'opcua',
  title: 'OPC UA binary',
  source: 'OPC 10000-6 §6.7, §7; OPC 10000-4 (IEC 62541)',
  attributes: mergeAttributes(attributes, buildInfoAttributes, credentialAttributes, certificateAttributes),
  stream: {
    ports: [4840, 4843],
    firstBytes: [0x48, 0x52, 0x41, 0x45, 0x4f, 0x4d, 0x43],
    attach: 'whole',
    recognise,
    open: () => ({ secured: false, anonymous: false, certificates: undefined, reads: undefined }),
    read,
  },
});
