import { ipv4Text, ipv6Text } from '#bytes';
import {
  defineAttributes,
  defineDissector,
  NO,
  type Out,
  type Recognition,
  SURE,
  type View,
  WEAK,
} from '../dissector.ts';
import {
  DnsReader,
  dnsLikeness,
  ENTRY_FITS,
  isAddress,
  locatePieces,
  MESSAGE_RECORDS,
  nameFact,
  TYPE_A,
  UNLIKE,
} from '../parts/dns-message.ts';

const attributes = defineAttributes('llmnr', {
  query: ['peer-sought', 'Name the host asked the link for (RFC 4795 §2.4)'],
  name: ['name-seen', 'Owner of a record that the host answered with: its own name (RFC 4795 §2.3)'],
  address: ['capability-seen', 'Address the host answered with'],
});

const PORT = 5355;
const QUESTIONS = 8;

const reader = new DnsReader();

function recognise(view: View): Recognition {
  if (!view.usualPort) return NO;
  const likeness = dnsLikeness(view.bytes, view.start, view.end);
  if (likeness === UNLIKE) return NO;
  return likeness === ENTRY_FITS ? SURE : WEAK;
}

function read(view: View, out: Out): void {
  if (!reader.open(view.bytes, view.start, view.end)) {
    out.anomaly('llmnr-cut');
    return;
  }
  const { isResponse } = reader;
  for (let i = 0; i < reader.questions && i < QUESTIONS; i++) {
    if (!reader.question()) {
      out.anomaly('llmnr-question');
      return;
    }
    if (isResponse) continue;
    const name = reader.name(reader.nameAt);
    if (name === undefined) out.anomaly('llmnr-name');
    else nameFact(out, attributes.query, view.sender, reader, name);
  }
  if (!isResponse || reader.questions > QUESTIONS) return;
  const records = Math.min(reader.answers + reader.authorities + reader.additionals, MESSAGE_RECORDS);
  for (let i = 0; i < records; i++) {
    if (!reader.record()) {
      out.anomaly('llmnr-record');
      return;
    }
    const name = reader.name(reader.nameAt);
    if (name === undefined) out.anomaly('llmnr-name');
    else owner(view, out, name);
  }
}

function owner(view: View, out: Out, name: string): void {
  // The owner of a reverse record is an address, not a name of the host.
  if (!name.endsWith('.arpa')) nameFact(out, attributes.name, view.sender, reader, name);
  if (!isAddress(reader)) return;
  const { dataAt, dataEnd } = reader;
  const isV4 = reader.type === TYPE_A;
  const host = isV4 ? out.subjectOfIpv4(dataAt) : out.subjectOfIpv6(dataAt);
  if (host !== view.sender)
    out.value(attributes.name, host, name, dataAt, dataEnd, {
      before: locatePieces(out, reader.pieces, reader.pieces.length),
    });
  const text = isV4 ? ipv4Text(view.bytes, dataAt) : ipv6Text(view.bytes, dataAt);
  out.value(attributes.address, view.sender, text, dataAt, dataEnd);
}

export const llmnr = defineDissector({
  id: 'llmnr',
  title: 'LLMNR',
  source: 'RFC 4795',
  attributes,
  datagram: { ports: [PORT], attach: 'whole', recognise, read },
});
