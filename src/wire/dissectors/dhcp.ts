import { decodeText, hex, i32At, ipv4Text, macText, u16At, u32At } from '#bytes';
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
  WEAK,
} from '../dissector.ts';
import { type DhcpOption, joinPieces, readDhcpOptions } from '../parts/dhcp-options.ts';
import { DnsReader } from '../parts/dns-message.ts';

const attributes = defineAttributes('dhcp', {
  hostname: ['name-seen', 'Host name the client gives itself or is given, option 12 (RFC 2132 §3.14)'],
  vendorClass: ['software-seen', 'Vendor class identifier of the client, option 60 (RFC 2132 §9.13)'],
  params: ['fingerprint-seen', 'Parameter request list in the order sent, option 55 (RFC 2132 §9.8)'],
  optionOrder: ['fingerprint-seen', 'Codes of all options of a client message in the order sent'],
  userClass: ['capability-seen', 'User class of the client, option 77 (RFC 3004)'],
  fqdn: ['name-seen', 'Fully qualified name of the client, option 81 (RFC 4702)'],
  lease: ['address-bound', 'Address acknowledged by the server to this hardware address, as ip=mac (RFC 2131 §4.3.1)'],
  serverId: [
    'service-offered',
    'The host is a DHCP server; the value is its server identifier, option 54 (RFC 2132 §9.7)',
  ],
  requestedIp: ['peer-sought', 'Address the client wants, option 50 (RFC 2132 §9.1)'],
  clientId: [
    'identifier-seen',
    'Client identifier, option 61, without the hardware type where it is a MAC (RFC 2132 §9.14)',
  ],
  vendorEnterprise: ['manufacturer-seen', 'IANA enterprise number of option 124 or 125 (RFC 3925)'],
  vendorIdentifyingClass: ['software-seen', 'Vendor class of option 124 (RFC 3925 §3)'],
  mudUrl: ['model-seen', 'Address of the manufacturer usage description of the client, option 161 (RFC 8520 §10)'],
  machineUuid: ['identifier-seen', 'UUID of the machine from its network boot, option 97 (RFC 4578 §2.3)'],
  pxeArchitecture: ['capability-seen', 'Architecture of a network-booting client, option 93 (RFC 4578 §2.1)'],
  circuitId: ['place-seen', 'Where the relay met the client: agent circuit id, option 82.1 (RFC 3046 §3.1)'],
  remoteId: ['place-seen', 'Which relay met the client: agent remote id, option 82.2 (RFC 3046 §3.2)'],
});

/** RFC 2131 §2, and RFC 951 for messages that end before the options. */
const FIXED_OCTETS = 236;
const HARDWARE_LENGTH = 2;
const CLIENT_IP = 12;
const YOUR_IP = 16;
const CLIENT_MAC = 28;
const SERVER_NAME = 44;
const BOOT_FILE = 108;
const COOKIE = 0x63825363;
const REQUEST = 1;
const REPLY = 2;
const ACK = 5;

const MAC_OCTETS = 6;
const HARDWARE_ETHERNET = 1;
/** RFC 4702 §2.1: the name is in DNS wire form. */
const FQDN_WIRE_FORM = 0x04;

const names = new DnsReader();

function recognise(view: View): Recognition {
  const { bytes, start, end } = view;
  if (end - start < CLIENT_MAC + MAC_OCTETS) return NO;
  const operation = bytes[start]!;
  if ((operation !== REQUEST && operation !== REPLY) || bytes[start + HARDWARE_LENGTH]! > 16) return NO;
  if (end - start >= FIXED_OCTETS + 4) {
    if (u32At(bytes, start + FIXED_OCTETS) === COOKIE) return SURE;
  }
  return view.usualPort ? WEAK : NO;
}

function read(view: View, out: Out): void {
  const { bytes, start, end } = view;
  if (end - start < CLIENT_MAC + MAC_OCTETS) {
    out.anomaly('dhcp-cut');
    return;
  }
  const isReply = bytes[start] === REPLY;
  const optionsAt = start + FIXED_OCTETS + 4;
  const hasOptions = end >= optionsAt && u32At(bytes, start + FIXED_OCTETS) === COOKIE;
  const options = hasOptions
    ? readDhcpOptions(
        bytes,
        optionsAt,
        end,
        {
          file: [start + BOOT_FILE, start + FIXED_OCTETS],
          serverName: [start + SERVER_NAME, start + BOOT_FILE],
        },
        out,
      )
    : [];
  if (isReply === (view.side === 0)) {
    if (isReply) out.senderIsServer();
    else out.senderIsClient();
  }
  const kind = firstOctet(bytes, options, 53);
  const client = clientOf(view, out, isReply && kind === ACK);
  if (isReply && kind === ACK) lease(view, out);
  if (!isReply && options.length > 0 && client >= 0) {
    const order = options.map((option) => option.code).join(',');
    out.value(attributes.optionOrder, client, order, optionsAt, end, { derived: 'computed' });
  }
  for (const option of options) readOption(view, out, client, option);
}

/**
 * The client, which every message describes. A bound address goes with it: the one it uses itself, or the one just
 * acknowledged; an offer binds nothing yet.
 */
function clientOf(view: View, out: Out, isAck: boolean): Subject {
  const { bytes, start } = view;
  const mac = start + CLIENT_MAC;
  const hasMac = bytes[start + HARDWARE_LENGTH] === MAC_OCTETS && !isZeroMac(bytes, mac);
  const own = start + CLIENT_IP;
  const ip = isAck && i32At(bytes, start + YOUR_IP) !== 0 ? start + YOUR_IP : own;
  const hasIp = i32At(bytes, ip) !== 0;
  if (hasMac) return hasIp ? out.subjectOfIpv4AndMac(ip, mac) : out.subjectOfMac(mac);
  return hasIp ? out.subjectOfIpv4(ip) : -1;
}

function lease(view: View, out: Out): void {
  const { bytes, start } = view;
  const ip = start + YOUR_IP;
  const mac = start + CLIENT_MAC;
  if (i32At(bytes, ip) === 0 || bytes[start + HARDWARE_LENGTH] !== MAC_OCTETS || isZeroMac(bytes, mac)) return;
  out.value(
    attributes.lease,
    out.subjectOfIpv4AndMac(ip, mac),
    `${ipv4Text(bytes, ip)}=${macText(bytes, mac)}`,
    ip,
    ip + 4,
    {
      before: out.locate(mac, mac + MAC_OCTETS),
    },
  );
}

function readOption(view: View, out: Out, client: Subject, option: DhcpOption): void {
  const { bytes } = view;
  const from = option.pieces[0]!;
  const length = option.pieces[1]! - from;
  switch (option.code) {
    case 12:
      return text(view, out, attributes.hostname, client, option);
    case 60:
      return text(view, out, attributes.vendorClass, client, option);
    case 77:
      return userClass(view, out, client, option);
    case 161:
      return text(view, out, attributes.mudUrl, client, option);
    case 55:
      return built(view, out, attributes.params, client, option, (b, at, to) => b.subarray(at, to).join(','));
    case 61:
      return clientId(view, out, client, option);
    case 81:
      return fqdn(view, out, client, option);
    case 82:
      return relay(view, out, client, from, from + length);
    case 124:
      return vendorIdentifying(view, out, client, from, from + length, true);
    case 125:
      return vendorIdentifying(view, out, client, from, from + length, false);
    case 50:
      if (length === 4 && i32At(bytes, from) !== 0)
        out.value(attributes.requestedIp, client, ipv4Text(bytes, from), from, from + 4);
      return;
    case 54:
      if (length === 4 && i32At(bytes, from) !== 0)
        out.value(attributes.serverId, out.subjectOfIpv4(from), ipv4Text(bytes, from), from, from + 4);
      return;
    case 93:
      if (length >= 2) out.value(attributes.pxeArchitecture, client, String(u16At(bytes, from)), from, from + 2);
      return;
    case 97:
      if (length === 17) out.value(attributes.machineUuid, client, uuidText(bytes, from + 1), from + 1, from + 17);
      return;
  }
}

function text(view: View, out: Out, attribute: Attribute, client: Subject, option: DhcpOption): void {
  const { pieces } = option;
  if (pieces.length === 2) out.text(attribute, client, pieces[0]!, pieces[1]!);
  else built(view, out, attribute, client, option, decodeText);
}

function built(
  view: View,
  out: Out,
  attribute: Attribute,
  client: Subject,
  option: DhcpOption,
  build: (bytes: Uint8Array, from: number, to: number) => string,
): void {
  const { pieces } = option;
  const whole = joinPieces(view.bytes, pieces);
  const before = [];
  for (let i = 0; i < pieces.length - 2; i += 2) before.push(...out.locate(pieces[i]!, pieces[i + 1]!));
  const value = build(whole.bytes, whole.from, whole.to);
  const last = pieces.length - 2;
  out.value(attribute, client, value, pieces[last]!, pieces[last + 1]!, before.length > 0 ? { before } : {});
}

/** RFC 3004 has length octets between the classes; widely used clients send the bare text instead. */
function userClass(view: View, out: Out, client: Subject, option: DhcpOption): void {
  const { bytes } = view;
  const from = option.pieces[0]!;
  const to = option.pieces[1]!;
  let at = from;
  while (at < to && bytes[at]! > 0) at += 1 + bytes[at]!;
  if (at !== to || option.pieces.length > 2) return text(view, out, attributes.userClass, client, option);
  for (at = from; at < to; at += 1 + bytes[at]!) out.text(attributes.userClass, client, at + 1, at + 1 + bytes[at]!);
}

function clientId(view: View, out: Out, client: Subject, option: DhcpOption): void {
  const { bytes } = view;
  const from = option.pieces[0]!;
  const to = option.pieces[1]!;
  const isMac = to - from === 1 + MAC_OCTETS && bytes[from] === HARDWARE_ETHERNET;
  if (isMac && option.pieces.length === 2)
    out.value(attributes.clientId, client, macText(bytes, from + 1), from + 1, to);
  else built(view, out, attributes.clientId, client, option, hex);
}

function fqdn(view: View, out: Out, client: Subject, option: DhcpOption): void {
  const { bytes } = view;
  const flags = option.pieces[0]!;
  const from = flags + 3;
  const to = option.pieces[1]!;
  if (from >= to) return;
  if ((bytes[flags]! & FQDN_WIRE_FORM) === 0) {
    out.text(attributes.fqdn, client, from, bytes[to - 1] === 0x2e ? to - 1 : to);
    return;
  }
  // A partial name has no root label (RFC 4702 §2.3.1): its labels end with the option.
  names.bytes = bytes;
  names.start = to;
  names.end = to;
  const name = names.name(from, true);
  if (name === undefined) out.anomaly('dhcp-name');
  else out.value(attributes.fqdn, client, name, from, to);
}

function relay(view: View, out: Out, client: Subject, from: number, to: number): void {
  const { bytes } = view;
  for (let at = from; at + 2 <= to; ) {
    const code = bytes[at]!;
    const end = at + 2 + bytes[at + 1]!;
    if (end > to) break;
    const attribute = code === 1 ? attributes.circuitId : code === 2 ? attributes.remoteId : undefined;
    if (attribute !== undefined) {
      const printable = bytes.subarray(at + 2, end).every((byte) => byte >= 0x20 && byte < 0x7f);
      if (printable) out.text(attribute, client, at + 2, end);
      else out.value(attribute, client, hex(bytes, at + 2, end), at + 2, end);
    }
    at = end;
  }
}

/** RFC 3925 §3 and §4: enterprise number, length, data, repeated. */
function vendorIdentifying(view: View, out: Out, client: Subject, from: number, to: number, isClass: boolean): void {
  const { bytes } = view;
  for (let at = from; at + 5 <= to; ) {
    const end = at + 5 + bytes[at + 4]!;
    if (end > to) {
      out.anomaly('dhcp-vendor-past-end');
      return;
    }
    out.value(attributes.vendorEnterprise, client, String(u32At(bytes, at)), at, at + 4);
    // The data of a class is again a list of lengths and texts.
    if (isClass && end - at > 6) out.text(attributes.vendorIdentifyingClass, client, at + 6, end);
    at = end;
  }
}

function firstOctet(bytes: Uint8Array, options: readonly DhcpOption[], code: number): number {
  const option = options.find((one) => one.code === code);
  return option !== undefined && option.pieces[1]! > option.pieces[0]! ? bytes[option.pieces[0]!]! : -1;
}

const isZeroMac = (bytes: Uint8Array, at: number): boolean => i32At(bytes, at) === 0 && u16At(bytes, at + 4) === 0;

/** RFC 4578 §2.3: the octets stand in the order of the text. */
const uuidText = (bytes: Uint8Array, at: number): string =>
  [hex(bytes, at, at + 4), hex(bytes, at + 4, at + 6), hex(bytes, at + 6, at + 8), hex(bytes, at + 8, at + 10)]
    .concat(hex(bytes, at + 10, at + 16))
    .join('-');

export const dhcp = defineDissector({
  id: 'dhcp',
  title: 'DHCP',
  source: 'RFC 2131; RFC 2132; RFC 951',
  attributes,
  datagram: { ports: [67, 68, 4011], firstBytes: [REQUEST, REPLY], attach: 'whole', recognise, read },
});
