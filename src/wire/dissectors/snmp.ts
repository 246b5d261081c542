import type { Micros } from '#kernel';
import {
  defineAttributes,
  defineDissector,
  NO,
  type Out,
  type Recognition,
  type Subject,
  SURE,
  type View,
  WEAK,
} from '../dissector.ts';
import { BerReader, berLength, isOid, oidText } from '../parts/ber.ts';
import { cleartextCredential, credentialAttributes } from '../parts/credentials.ts';
import { emitManagedObject, snmpObjectAttributes } from '../parts/snmp-objects.ts';
import { emitEngineId, snmpEngineAttributes } from '../parts/snmp-engine-id.ts';

const own = defineAttributes('snmp', {
  version: ['capability-seen', 'Protocol version the host speaks: 1, 2c or 3 (RFC 1157, RFC 1901, RFC 3412 §6.1)'],
  trapEnterprise: [
    'manufacturer-seen',
    'Enterprise OID of a version 1 trap: the type of the object that sent it (RFC 1157 §4.1.6)',
  ],
});

/** Bindings of one message that are read; a GetBulk response fills one datagram. */
const BINDINGS = 512;
/** Capture time after which a community that stays the same is reported again for its flow. */
const REPORT_AGAIN_US: Micros = 60_000_000;

const SEQUENCE = 0x30;
const INTEGER = 0x02;
const OCTETS = 0x04;
const OBJECT_ID = 0x06;
const IP_ADDRESS = 0x40;
const VERSION_1 = 0;
const VERSION_2C = 1;
const VERSION_3 = 3;
const VERSION_TEXTS: Readonly<Record<number, string>> = { 0: '1', 1: '2c', 3: '3' };

/** PDU tags: RFC 1157 §4.1, RFC 3416 §3. */
const GET = 0xa0;
const RESPONSE = 0xa2;
const SET = 0xa3;
const TRAP_1 = 0xa4;
const INFORM = 0xa6;
const TRAP_2 = 0xa7;
const REPORT = 0xa8;

/** RFC 3412 §6.4. */
const FLAG_PRIVACY = 0x02;
const FLAG_REPORTABLE = 0x04;

const ber = new BerReader();

/** Which community this flow showed last, as a hash: the community itself is never kept. */
interface State {
  community: number;
  reportedAt: Micros;
}

function recognise(view: View): Recognition {
  const { bytes, start, end } = view;
  ber.set(bytes, start, end);
  // A length past the end is a message cut by the capture, which only the port can vouch for.
  if (!ber.open(SEQUENCE) || (!view.usualPort && berLength(bytes, start, end) > end - start)) return NO;
  if (!ber.take(INTEGER)) return NO;
  const version = ber.integer();
  if (version === VERSION_3) {
    return ber.take(SEQUENCE) && bytes[ber.from] === INTEGER && ber.take(OCTETS) ? SURE : NO;
  }
  if (version !== VERSION_1 && version !== VERSION_2C) return NO;
  if (!ber.take(OCTETS)) return view.usualPort && ber.at < ber.end && bytes[ber.at] === OCTETS ? WEAK : NO;
  if (ber.at >= ber.end) return view.usualPort ? WEAK : NO;
  const pdu = bytes[ber.at]!;
  if (pdu >= GET && pdu <= REPORT) return SURE;
  return view.usualPort ? WEAK : NO;
}

function read(view: View, out: Out, state: State): void {
  ber.set(view.bytes, view.start, view.end);
  if (!ber.open(SEQUENCE)) {
    out.anomaly('snmp-message');
    return;
  }
  if (!ber.take(INTEGER)) {
    out.anomaly('snmp-version');
    return;
  }
  const version = ber.integer();
  const { from, to } = ber;
  const text = VERSION_TEXTS[version];
  if (text === undefined) {
    out.anomaly('snmp-version');
    return;
  }
  out.value(own.version, view.sender, text, from, to);
  if (version === VERSION_3) readVersion3(view, out);
  else readCommunityMessage(view, out, state, from, to);
}

function readCommunityMessage(view: View, out: Out, state: State, versionFrom: number, versionTo: number): void {
  if (!ber.take(OCTETS)) {
    out.anomaly('snmp-community');
    return;
  }
  const { from, to } = ber;
  if (!ber.next()) {
    out.anomaly('snmp-pdu');
    return;
  }
  direct(view, out, ber.tag);
  // A response comes from the agent that accepted the community; everything else goes to whoever accepts it.
  if (to > from)
    community(view, out, state, ber.tag === RESPONSE ? view.sender : view.receiver, from, to, versionFrom, versionTo);
  readPdu(view, out);
}

function community(
  view: View,
  out: Out,
  state: State,
  acceptor: Subject,
  from: number,
  to: number,
  versionFrom: number,
  versionTo: number,
): void {
  const { bytes } = view;
  let hash = 0x811c9dc5;
  for (let at = from; at < to; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
  if (hash === state.community && view.timeUs - state.reportedAt < REPORT_AGAIN_US) return;
  state.community = hash;
  state.reportedAt = view.timeUs;
  let secret = '';
  for (let at = from; at < to; at++) secret += String.fromCharCode(bytes[at]!);
  // The evidence is the version, which says that there is a community; its bytes must not be kept.
  cleartextCredential(out, acceptor, 'snmp', '', secret, versionFrom, versionTo);
}

/** Who asked whom shows by the PDU, whatever came first in the capture. */
function direct(view: View, out: Out, pdu: number): void {
  const fromServer = pdu === RESPONSE || pdu === REPORT;
  if (fromServer === (view.side === 1)) return;
  if (fromServer) out.senderIsServer();
  else out.senderIsClient();
}

/** RFC 3412 §6: header data, security parameters of the user-based model (RFC 3414 §2.4), scoped PDU. */
function readVersion3(view: View, out: Out): void {
  const { bytes } = view;
  const messageEnd = ber.end;
  if (!ber.take(SEQUENCE)) {
    out.anomaly('snmp-header');
    return;
  }
  const afterHeader = ber.at;
  ber.enter();
  if (!ber.take(INTEGER) || !ber.take(INTEGER) || !ber.take(OCTETS) || ber.to - ber.from !== 1) {
    out.anomaly('snmp-header');
    return;
  }
  const flags = bytes[ber.from]!;
  ber.resume(afterHeader, messageEnd);
  if (!ber.take(OCTETS)) {
    out.anomaly('snmp-security');
    return;
  }
  const afterSecurity = ber.at;
  ber.enter();
  // A request that wants reports is addressed to the engine; what wants none comes from it (RFC 3414 §3.1).
  const engine = (flags & FLAG_REPORTABLE) !== 0 ? view.receiver : view.sender;
  if (ber.take(SEQUENCE)) {
    ber.enter();
    if (ber.take(OCTETS)) emitEngineId(view, out, engine, ber.from, ber.to);
  }
  if ((flags & FLAG_PRIVACY) !== 0) {
    out.encrypted();
    return;
  }
  ber.resume(afterSecurity, messageEnd);
  if (!ber.take(SEQUENCE)) return;
  ber.enter();
  // Context engine and context name say through whom the PDU speaks.
  if (!ber.take(OCTETS) || !ber.take(OCTETS) || !ber.next()) {
    out.anomaly('snmp-scoped-pdu');
    return;
  }
  direct(view, out, ber.tag);
  readPdu(view, out);
}

/** The PDU last read by `ber`. Only what an agent says about itself, or is told to say, is of interest. */
function readPdu(view: View, out: Out): void {
  const pdu = ber.tag;
  const agent = pdu === SET ? view.receiver : view.sender;
  if (pdu < GET || pdu > REPORT) {
    out.anomaly('snmp-pdu');
    return;
  }
  if (pdu !== RESPONSE && pdu !== SET && pdu !== TRAP_1 && pdu !== TRAP_2 && pdu !== INFORM) return;
  ber.enter();
  if (pdu === TRAP_1) {
    if (!readTrapHead(view, out, agent)) return;
  } else if (!ber.take(INTEGER) || !ber.take(INTEGER) || !ber.take(INTEGER)) {
    out.anomaly('snmp-pdu');
    return;
  }
  if (ber.take(SEQUENCE)) readBindings(view, out, agent);
  else out.anomaly('snmp-bindings');
}

/** RFC 1157 §4.1.6: enterprise, agent address, generic and specific number, time. */
function readTrapHead(view: View, out: Out, agent: Subject): boolean {
  const { bytes } = view;
  if (!ber.take(OBJECT_ID)) {
    out.anomaly('snmp-trap');
    return false;
  }
  const { from, to } = ber;
  if (!ber.take(IP_ADDRESS) || !ber.next() || !ber.next() || !ber.next()) {
    out.anomaly('snmp-trap');
    return false;
  }
  if (isOid(bytes, from, to)) out.keyed(own.trapEnterprise, agent, from, to, () => oidText(bytes, from, to));
  return true;
}

function readBindings(view: View, out: Out, agent: Subject): void {
  ber.enter();
  const listEnd = ber.end;
  for (let count = 0; ber.at < listEnd; count++) {
    if (count >= BINDINGS) {
      out.anomaly('snmp-many-bindings');
      return;
    }
    if (!ber.take(SEQUENCE)) {
      out.anomaly('snmp-binding');
      return;
    }
    const next = ber.at;
    ber.enter();
    if (!ber.take(OBJECT_ID)) {
      out.anomaly('snmp-binding');
      return;
    }
    const oidFrom = ber.from;
    const oidTo = ber.to;
    if (!ber.next()) {
      out.anomaly('snmp-binding');
      return;
    }
    emitManagedObject(view, out, agent, oidFrom, oidTo, ber.tag, ber.from, ber.to);
    ber.resume(next, listEnd);
  }
}

export const snmp = defineDissector<State>({
  id: 'snmp',
  title: 'SNMP',
  source: 'RFC 1157; RFC 1901; RFC 3412; RFC 3414; RFC 3416',
  attributes: { ...own, ...snmpObjectAttributes, ...snmpEngineAttributes, ...credentialAttributes },
  datagram: {
    ports: [161, 162],
    firstBytes: [SEQUENCE],
    attach: 'whole',
    recognise,
    open: () => ({ community: 0, reportedAt: 0 }),
    read,
  },
});
