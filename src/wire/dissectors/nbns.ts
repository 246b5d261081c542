import { i32At, macText, u16At } from '#bytes';
import {
  type Attribute,
  defineAttributes,
  defineDissector,
  NO,
  type Out,
  type Recognition,
  type Subject,
  SURE,
  type View,
} from '../dissector.ts';
import { DnsReader } from '../parts/dns-message.ts';
import { isNetbiosName, nameWithSuffix, netbiosNameText } from '../parts/netbios-name.ts';

const owned = defineAttributes('nbns', {
  name: ['name-seen', 'NetBIOS name the host registers, refreshes or answers for, as NAME<suffix> (RFC 1002 §4.2)'],
  mac: ['identifier-seen', 'Hardware address the host states in a node status (RFC 1002 §4.2.18)'],
});
/** The same attribute where the name is another’s: the kind tells them apart. */
const group = defineAttributes('nbns', {
  name: ['capability-seen', 'NetBIOS group the host belongs to, such as its workgroup (RFC 1002 §4.2.18)'],
});
const sought = defineAttributes('nbns', {
  name: ['peer-sought', 'NetBIOS name the host asked for (RFC 1002 §4.2.12)'],
});

/** RFC 1002 §4.2.1.1. */
const RESPONSE = 0x8000;
const OPCODE_QUERY = 0;
const OPCODES = new Set([OPCODE_QUERY, 5, 6, 7, 8, 9, 15]);

const TYPE_NB = 0x20;
const TYPE_NBSTAT = 0x21;
/** Group bit of name flags (RFC 1002 §4.2.1.3, §4.2.18). */
const GROUP = 0x8000;
const QUESTIONS = 8;
const RECORDS = 32;
/** A node status counts its names in one octet. */
const STATUS_NAME_OCTETS = 18;
const SUFFIX = 15;
const MAC_OCTETS = 6;

const reader = new DnsReader();

const opcodeOf = (flags: number): number => (flags >> 11) & 0xf;

function recognise(view: View): Recognition {
  const { bytes, start, end } = view;
  if (end - start < 12 + 34 + 4 || !OPCODES.has(opcodeOf(u16At(bytes, start + 2)))) return NO;
  if (u16At(bytes, start + 4) > 1 || u16At(bytes, start + 6) > RECORDS) return NO;
  if (!isNetbiosName(bytes, start + 12, end)) return NO;
  if (view.usualPort) return SURE;
  const nameEnd = reader.open(bytes, start, end) ? reader.skipName(start + 12) : -1;
  if (nameEnd < 0 || nameEnd + 2 > end) return NO;
  const type = u16At(bytes, nameEnd);
  return type === TYPE_NB || type === TYPE_NBSTAT ? SURE : NO;
}

function read(view: View, out: Out): void {
  if (!reader.open(view.bytes, view.start, view.end)) {
    out.anomaly('nbns-cut');
    return;
  }
  const isResponse = (reader.flags & RESPONSE) !== 0;
  const isQuery = opcodeOf(reader.flags) === OPCODE_QUERY;
  if (isQuery && isResponse === (view.side === 0)) {
    if (isResponse) out.senderIsServer();
    else out.senderIsClient();
  }
  for (let i = 0; i < reader.questions && i < QUESTIONS; i++) {
    if (!reader.question()) {
      out.anomaly('nbns-question');
      return;
    }
    if (isQuery && !isResponse) nameAt(view, out, sought.name, view.sender, reader.nameAt);
  }
  const records = Math.min(reader.answers + reader.authorities + reader.additionals, RECORDS);
  for (let i = 0; i < records; i++) {
    if (!reader.record()) {
      out.anomaly('nbns-record');
      return;
    }
    if (reader.type === TYPE_NB) addresses(view, out);
    else if (reader.type === TYPE_NBSTAT && isResponse) status(view, out);
  }
}

/** The name at `at`, which may be a pointer to the one of the question. */
function nameAt(view: View, out: Out, attribute: Attribute, subject: Subject, at: number): void {
  const { bytes, start, end } = view;
  let from = at;
  if (from + 2 <= end && bytes[from]! >= 0xc0) from = start + (u16At(bytes, from) & 0x3fff);
  if (!isNetbiosName(bytes, from, end)) {
    out.anomaly('nbns-name');
    return;
  }
  out.value(attribute, subject, netbiosNameText(bytes, from), from + 1, from + 33);
}

/** RFC 1002 §4.2.13: flags and address, repeated. The host of the address owns the name, whoever speaks for it. */
function addresses(view: View, out: Out): void {
  const { bytes } = view;
  const { nameAt: name, dataAt, dataEnd } = reader;
  for (let at = dataAt; at + 6 <= dataEnd; at += 6) {
    const owner = i32At(bytes, at + 2) === 0 ? view.sender : out.subjectOfIpv4(at + 2);
    nameAt(view, out, (u16At(bytes, at) & GROUP) === 0 ? owned.name : group.name, owner, name);
  }
}

/** RFC 1002 §4.2.18: number of names, each with suffix and flags, then statistics that begin with the hardware address. */
function status(view: View, out: Out): void {
  const { bytes } = view;
  const { dataAt, dataEnd } = reader;
  if (dataAt >= dataEnd) return;
  let at = dataAt + 1;
  for (let i = 0; i < bytes[dataAt]!; i++, at += STATUS_NAME_OCTETS) {
    if (at + STATUS_NAME_OCTETS > dataEnd) {
      out.anomaly('nbns-status');
      return;
    }
    const attribute = (u16At(bytes, at + 16) & GROUP) === 0 ? owned.name : group.name;
    out.value(attribute, view.sender, nameWithSuffix(bytes, at, bytes[at + SUFFIX]!), at, at + 16);
  }
  if (at + MAC_OCTETS > dataEnd || (i32At(bytes, at) === 0 && u16At(bytes, at + 4) === 0)) return;
  out.value(owned.mac, view.sender, macText(bytes, at), at, at + MAC_OCTETS);
}

export const nbns = defineDissector({
  id: 'nbns',
  title: 'NetBIOS name service',
  source: 'RFC 1001; RFC 1002',
  attributes: { ...owned, group: group.name, sought: sought.name },
  datagram: { ports: [137], attach: 'whole', recognise, read },
});
