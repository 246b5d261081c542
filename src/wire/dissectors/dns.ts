import { ipv4Text, ipv6Text, u16At } from '#bytes';
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
import {
  CLASS_IN,
  CLASS_MASK,
  DnsReader,
  dnsLikeness,
  ENTRY_FITS,
  HEADER_OCTETS,
  isAddress,
  locatePieces,
  nameFact,
  TYPE_A,
  UNLIKE,
} from '../parts/dns-message.ts';

const attributes = defineAttributes('dns', {
  query: ['peer-sought', 'Name the host asked for (RFC 1035 §4.1.2)'],
  answer: [
    'name-seen',
    'Address record of a response, as name=ip; describes the host of that address (RFC 1035 §3.4.1, RFC 3596)',
  ],
});

/** Questions and records of one message that are read; more than these do not occur outside of attacks. */
const QUESTIONS = 16;
const RECORDS = 256;
/** Ports of the relatives that share the message format; theirs are other dissectors. */
const PORT_NBNS = 137;
const PORT_MDNS = 5353;
const PORT_LLMNR = 5355;
/** A stream message must fit into the reassembly buffer with its length (RFC 1035 §4.2.2); a longer one is skipped. */
const STREAM_MESSAGE_OCTETS = 65_000;
/** Length, header, and the shortest question. */
const STREAM_HEAD_OCTETS = 2 + HEADER_OCTETS + 5;

const reader = new DnsReader();

function recogniseDatagram(view: View): Recognition {
  return recogniseMessage(view, view.start, view.end);
}

function recogniseMessage(view: View, start: number, end: number): Recognition {
  const likeness = dnsLikeness(view.bytes, start, end);
  if (likeness === UNLIKE) return NO;
  if (view.usualPort) return likeness === ENTRY_FITS ? SURE : WEAK;
  const { sourcePort, destinationPort } = view;
  if (isRelative(sourcePort) || isRelative(destinationPort) || likeness !== ENTRY_FITS) return NO;
  // Elsewhere only the plain form: one question of class IN, in a request with nothing but perhaps OPT after it.
  if (u16At(view.bytes, start + 4) !== 1 || !reader.open(view.bytes, start, end) || !reader.question()) return NO;
  if ((reader.class & CLASS_MASK) !== CLASS_IN || (reader.flags & 0x0040) !== 0) return NO;
  if (!reader.isResponse && (reader.answers !== 0 || reader.authorities !== 0 || reader.additionals > 2)) return NO;
  return isHostText(view.bytes, reader.nameAt, reader.nameEnd) ? SURE : NO;
}

const isRelative = (port: number): boolean => port === PORT_NBNS || port === PORT_MDNS || port === PORT_LLMNR;

/** No control characters in the labels. */
function isHostText(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to - 1; at += bytes[at]! + 1) {
    const end = at + 1 + bytes[at]!;
    for (let i = at + 1; i < end; i++) if (bytes[i]! <= 0x20 || bytes[i] === 0x7f) return false;
  }
  return true;
}

function recogniseStream(view: View): Recognition {
  const { bytes, start, end } = view;
  // On the usual port little is enough to begin with: what is wrong later ends the reading.
  const undecided = view.usualPort ? WEAK : MORE;
  if (end - start < 2) return view.usualPort ? WEAK : NO;
  const length = u16At(bytes, start);
  if (length < HEADER_OCTETS + 5) return NO;
  // On other ports nearly every stream begins with a possible length: only what can be decided at once is looked at.
  if (!view.usualPort && length > 4096) return NO;
  if (end - start < STREAM_HEAD_OCTETS) return undecided;
  const messageEnd = start + 2 + length;
  if (messageEnd <= end) return recogniseMessage(view, start + 2, messageEnd);
  if (!reader.open(bytes, start + 2, end)) return NO;
  const sane = reader.questions <= 1 && reader.opcode <= 6 && reader.opcode !== 3 && (reader.flags & 0x0040) === 0;
  if (!sane) return NO;
  return view.usualPort ? SURE : MORE;
}

function readDatagram(view: View, out: Out): void {
  readMessage(view, out, view.start, view.end);
}

function readStream(view: View, out: Out): number {
  const { bytes, start, end } = view;
  if (view.afterGap) {
    out.done();
    return end - start;
  }
  let at = start;
  while (at + 2 <= end) {
    const length = u16At(bytes, at);
    if (length < HEADER_OCTETS) {
      out.anomaly('dns-length');
      out.done();
      return end - start;
    }
    if (length > STREAM_MESSAGE_OCTETS) return at - start + 2 + length;
    if (at + 2 + length > end) break;
    readMessage(view, out, at + 2, at + 2 + length);
    at += 2 + length;
  }
  return at > start ? at - start : NEED_MORE;
}

function readMessage(view: View, out: Out, start: number, end: number): void {
  if (!reader.open(view.bytes, start, end)) {
    out.anomaly('dns-cut');
    return;
  }
  const { isResponse } = reader;
  if (isResponse === (view.side === 0)) {
    if (isResponse) out.senderIsServer();
    else out.senderIsClient();
  }
  const questions = Math.min(reader.questions, QUESTIONS);
  for (let i = 0; i < questions; i++) {
    if (!reader.question()) {
      out.anomaly('dns-question');
      return;
    }
    query(view, out, isResponse ? view.receiver : view.sender);
  }
  if (!isResponse || reader.questions > QUESTIONS) return;
  const records = Math.min(reader.answers + reader.authorities + reader.additionals, RECORDS);
  for (let i = 0; i < records; i++) {
    if (!reader.record()) {
      out.anomaly('dns-record');
      return;
    }
    if (isAddress(reader)) answer(view, out);
  }
}

/** A response repeats the question (RFC 1035 §4.1.2), so one direction is enough to know who asked. */
function query(view: View, out: Out, asker: Subject): void {
  const { nameAt, nameEnd } = reader;
  // A name without pointers is its own key, which spares the text of names asked for again and again.
  if (view.bytes[nameEnd - 1] === 0) {
    if (nameEnd - nameAt > 1) out.keyed(attributes.query, asker, nameAt, nameEnd, () => reader.name(nameAt) ?? '');
    return;
  }
  const name = reader.name(nameAt);
  if (name === undefined) out.anomaly('dns-name');
  else nameFact(out, attributes.query, asker, reader, name);
}

function answer(view: View, out: Out): void {
  const { bytes } = view;
  const { dataAt, dataEnd } = reader;
  const name = reader.name(reader.nameAt);
  if (name === undefined || name === '') {
    if (name === undefined) out.anomaly('dns-name');
    return;
  }
  const isV4 = reader.type === TYPE_A;
  const host = isV4 ? out.subjectOfIpv4(dataAt) : out.subjectOfIpv6(dataAt);
  const address = isV4 ? ipv4Text(bytes, dataAt) : ipv6Text(bytes, dataAt);
  out.value(attributes.answer, host, `${name}=${address}`, dataAt, dataEnd, {
    before: locatePieces(out, reader.pieces, reader.pieces.length),
    derived: 'computed',
  });
}

export const dns = defineDissector({
  id: 'dns',
  title: 'DNS',
  source: 'RFC 1035; RFC 3596; RFC 6891',
  attributes,
  datagram: { ports: [53], attach: 'whole', recognise: recogniseDatagram, read: readDatagram },
  stream: { ports: [53], attach: 'whole', recognise: recogniseStream, open: () => undefined, read: readStream },
});
