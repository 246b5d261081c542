import { decodeText, ipv4Text, ipv6Text } from '#bytes';
import {
  type Attribute,
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
  TYPE_HINFO,
  TYPE_PTR,
  TYPE_SRV,
  TYPE_TXT,
  UNLIKE,
} from '../parts/dns-message.ts';
import { byteAt } from '../parts/text-line.ts';

const attributes = defineAttributes('mdns', {
  service: ['service-offered', 'Service type or instance the host announces (RFC 6763 §4)'],
  name: [
    'name-seen',
    'Host name in .local that the host announces: owner of an address record, target of SRV (RFC 6762 §3)',
  ],
  query: ['peer-sought', 'Name or service the host asked the link for (RFC 6762 §5)'],
  txt: ['capability-seen', 'One key=value string of a TXT record the host announces (RFC 6763 §6)'],
  address: ['capability-seen', 'Address the host announces for its own name'],
  manufacturer: ['manufacturer-seen', 'Maker in a TXT record: mfg, usb_MFG, manufacturer, vendor'],
  model: ['model-seen', 'Product in a TXT record: model, md, ty, product, usb_MDL, am, model_number'],
  serial: ['serial-seen', 'Serial number in a TXT record: sn, serial, serialNumber'],
  software: ['software-seen', 'Software version in a TXT record: fv, fw, firmware, fwVersion, swVersion'],
  place: ['place-seen', 'Location in a TXT record: note (Bonjour Printing Specification §9.2), location'],
  system: ['system-seen', 'Processor and operating system of a HINFO record (RFC 1035 §3.3.2)'],
});

/** Keys of TXT strings whose meaning is settled, lower case (RFC 6763 §6.4: keys have no case). */
const TXT_KEYS: Readonly<Record<string, Attribute>> = {
  mfg: attributes.manufacturer,
  usb_mfg: attributes.manufacturer,
  manufacturer: attributes.manufacturer,
  vendor: attributes.manufacturer,
  model: attributes.model,
  md: attributes.model,
  ty: attributes.model,
  am: attributes.model,
  product: attributes.model,
  usb_mdl: attributes.model,
  model_number: attributes.model,
  sn: attributes.serial,
  serial: attributes.serial,
  serialnumber: attributes.serial,
  fv: attributes.software,
  fw: attributes.software,
  firmware: attributes.software,
  fwversion: attributes.software,
  swversion: attributes.software,
  note: attributes.place,
  location: attributes.place,
};

const PORT = 5353;
const QUESTIONS = 64;
const TXT_STRINGS = 64;
/** Longest key that TXT_KEYS has; longer ones are not looked up. */
const KEY_OCTETS = 12;
const EQUALS = 0x3d;

const reader = new DnsReader();

function recognise(view: View): Recognition {
  if (!view.usualPort) return NO;
  const likeness = dnsLikeness(view.bytes, view.start, view.end);
  if (likeness === UNLIKE) return NO;
  return likeness === ENTRY_FITS ? SURE : WEAK;
}

function read(view: View, out: Out): void {
  if (!reader.open(view.bytes, view.start, view.end)) {
    out.anomaly('mdns-cut');
    return;
  }
  const { isResponse } = reader;
  for (let i = 0; i < reader.questions && i < QUESTIONS; i++) {
    if (!reader.question()) {
      out.anomaly('mdns-question');
      return;
    }
    if (!isResponse) named(out, attributes.query, view.sender, reader.nameAt);
  }
  // Records of a request are known answers of others or claims not yet won (RFC 6762 §7.1, §8.1): nobody's names.
  if (!isResponse || reader.questions > QUESTIONS) return;
  const records = Math.min(reader.answers + reader.authorities + reader.additionals, MESSAGE_RECORDS);
  for (let i = 0; i < records; i++) {
    if (!reader.record()) {
      out.anomaly('mdns-record');
      return;
    }
    record(view, out);
  }
}

function record(view: View, out: Out): void {
  switch (reader.type) {
    case TYPE_PTR:
      service(view, out, reader.nameAt);
      return service(view, out, reader.dataAt);
    case TYPE_SRV:
      service(view, out, reader.nameAt);
      // RFC 2782: priority, weight and port stand before the target.
      if (reader.dataEnd - reader.dataAt > 6) named(out, attributes.name, view.sender, reader.dataAt + 6);
      return;
    case TYPE_TXT:
      service(view, out, reader.nameAt);
      return strings(view, out);
    case TYPE_HINFO:
      return system(view, out);
    default:
      if (isAddress(reader)) address(view, out);
  }
}

function named(out: Out, attribute: Attribute, subject: number, at: number): void {
  const name = reader.name(at);
  if (name === undefined) out.anomaly('mdns-name');
  else nameFact(out, attribute, subject, reader, name);
}

function service(view: View, out: Out, at: number): void {
  const name = reader.name(at);
  if (name === undefined) out.anomaly('mdns-name');
  else if (name.includes('._tcp') || name.includes('._udp'))
    nameFact(out, attributes.service, view.sender, reader, name);
}

function address(view: View, out: Out): void {
  const { dataAt, dataEnd } = reader;
  const isV4 = reader.type === TYPE_A;
  const host = isV4 ? out.subjectOfIpv4(dataAt) : out.subjectOfIpv6(dataAt);
  const name = reader.name(reader.nameAt);
  if (name === undefined) {
    out.anomaly('mdns-name');
    return;
  }
  nameFact(out, attributes.name, view.sender, reader, name);
  // The name holds for the announced address as well, which ties the addresses of one host together.
  if (host !== view.sender)
    out.value(attributes.name, host, name, dataAt, dataEnd, {
      before: locatePieces(out, reader.pieces, reader.pieces.length),
    });
  const text = isV4 ? ipv4Text(view.bytes, dataAt) : ipv6Text(view.bytes, dataAt);
  out.value(attributes.address, view.sender, text, dataAt, dataEnd);
}

function strings(view: View, out: Out): void {
  const { bytes } = view;
  let at = reader.dataAt;
  for (let count = 0; at < reader.dataEnd && count < TXT_STRINGS; count++) {
    const from = at + 1;
    const to = from + bytes[at]!;
    if (to > reader.dataEnd) {
      out.anomaly('mdns-txt');
      return;
    }
    at = to;
    if (from === to) continue;
    out.text(attributes.txt, view.sender, from, to);
    const equals = byteAt(bytes, EQUALS, from, to);
    if (equals === from || equals === to || equals - from > KEY_OCTETS) continue;
    const known = TXT_KEYS[decodeText(bytes, from, equals).toLowerCase()];
    if (known !== undefined) out.text(known, view.sender, equals + 1, to);
  }
}

/** HINFO: two strings, processor and system. */
function system(view: View, out: Out): void {
  const { bytes } = view;
  const first = reader.dataAt;
  if (first >= reader.dataEnd) return;
  const second = first + 1 + bytes[first]!;
  if (second >= reader.dataEnd || second + 1 + bytes[second]! > reader.dataEnd) return;
  const text = `${decodeText(bytes, first + 1, second)} ${decodeText(bytes, second + 1, second + 1 + bytes[second]!)}`;
  out.value(attributes.system, view.sender, text, first, reader.dataEnd);
}

export const mdns = defineDissector({
  id: 'mdns',
  title: 'mDNS and DNS-SD',
  source: 'RFC 6762; RFC 6763',
  attributes,
  datagram: { ports: [PORT], attach: 'whole', recognise, read },
});
