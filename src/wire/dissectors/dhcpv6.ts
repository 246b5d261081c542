import { hex, u16At, u32At } from '#bytes';
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
import { DnsReader } from '../parts/dns-message.ts';

const attributes = defineAttributes('dhcpv6', {
  duid: ['identifier-seen', 'DUID of the client in hexadecimal (RFC 8415 §11, §21.2)'],
  serverDuid: ['identifier-seen', 'DUID of the server in hexadecimal (RFC 8415 §11, §21.3)'],
  params: ['fingerprint-seen', 'Option request in the order sent, decimal (RFC 8415 §21.7)'],
  fqdn: ['name-seen', 'Name of the client (RFC 4704 §4)'],
  userClass: ['capability-seen', 'User class of the client (RFC 8415 §21.15)'],
  vendorEnterprise: ['manufacturer-seen', 'IANA enterprise number of the vendor class (RFC 8415 §21.16)'],
  vendorClass: ['software-seen', 'Vendor class of the client (RFC 8415 §21.16)'],
  mudUrl: ['model-seen', 'Address of the manufacturer usage description (RFC 8520 §10)'],
});

const OPTION_CLIENT_ID = 1;
const OPTION_SERVER_ID = 2;
const OPTION_REQUEST = 6;
const OPTION_RELAY_MESSAGE = 9;
const OPTION_USER_CLASS = 15;
const OPTION_VENDOR_CLASS = 16;
const OPTION_CLIENT_FQDN = 39;
const OPTION_MUD_URL = 112;

/** RFC 8415 §7.3. */
const ADVERTISE = 2;
const REPLY = 7;
const RECONFIGURE = 10;
const RELAY_FORWARD = 12;
const RELAY_REPLY = 13;
/** Last message type of RFC 8415 and its extensions for leasequery and failover. */
const LAST_MESSAGE = 36;

const CLIENT_HEADER = 4;
/** Type, hop count, link address, peer address (RFC 8415 §9). */
const RELAY_HEADER = 34;
const PEER_ADDRESS = 18;
/** RFC 8415 §7.6: HOP_COUNT_LIMIT. */
const RELAYS = 8;
const OPTIONS = 64;
/** RFC 8415 §11.1: a DUID has at most 128 octets after its type. */
const DUID_OCTETS = 130;

const names = new DnsReader();

const isRelay = (type: number): boolean => type === RELAY_FORWARD || type === RELAY_REPLY;
const isFromServer = (type: number): boolean =>
  type === ADVERTISE || type === REPLY || type === RECONFIGURE || type === RELAY_REPLY;

function recognise(view: View): Recognition {
  const { bytes, start, end } = view;
  const type = bytes[start]!;
  if (!view.usualPort || type === 0 || type > LAST_MESSAGE) return NO;
  let at = start + (isRelay(type) ? RELAY_HEADER : CLIENT_HEADER);
  for (let count = 0; count < OPTIONS && at + 4 <= end; count++) at += 4 + u16At(bytes, at + 2);
  return at === end ? SURE : WEAK;
}

function read(view: View, out: Out): void {
  const { bytes, start } = view;
  const fromServer = isFromServer(bytes[start]!);
  if (fromServer === (view.side === 0)) {
    if (fromServer) out.senderIsServer();
    else out.senderIsClient();
  }
  message(view, out, start, view.end, -1, 0);
}

/** `peer` is who a relay says the message comes from or goes to, -1 without a relay. */
function message(view: View, out: Out, start: number, end: number, peer: Subject, depth: number): void {
  const { bytes } = view;
  const type = start < end ? bytes[start]! : 0;
  const header = isRelay(type) ? RELAY_HEADER : CLIENT_HEADER;
  if (start + header > end || depth > RELAYS) {
    out.anomaly('dhcpv6-header');
    return;
  }
  const fromServer = isFromServer(type);
  let client = peer;
  let server = peer < 0 ? view.sender : -1;
  if (isRelay(type)) client = out.subjectOfIpv6(start + PEER_ADDRESS);
  else if (peer < 0) {
    client = fromServer ? view.receiver : view.sender;
    if (!fromServer) server = view.receiver;
  }
  let at = start + header;
  for (let count = 0; count < OPTIONS && at + 4 <= end; count++) {
    const from = at + 4;
    const to = from + u16At(bytes, at + 2);
    if (to > end) {
      out.anomaly('dhcpv6-option-past-end');
      return;
    }
    const code = u16At(bytes, at);
    if (code === OPTION_RELAY_MESSAGE && isRelay(type)) message(view, out, from, to, client, depth + 1);
    else if (code === OPTION_SERVER_ID) {
      // A request names its server too, but goes to all of them.
      if (fromServer && server >= 0) duid(view, out, server, from, to, true);
    } else option(view, out, client, code, from, to);
    at = to;
  }
}

function duid(view: View, out: Out, subject: Subject, from: number, to: number, isServer: boolean): void {
  const { bytes } = view;
  if (to - from < 3 || to - from > DUID_OCTETS) {
    out.anomaly('dhcpv6-duid');
    return;
  }
  out.keyed(isServer ? attributes.serverDuid : attributes.duid, subject, from, to, () => hex(bytes, from, to));
}

function option(view: View, out: Out, client: Subject, code: number, from: number, to: number): void {
  const { bytes } = view;
  switch (code) {
    case OPTION_CLIENT_ID:
      return duid(view, out, client, from, to, false);
    case OPTION_REQUEST: {
      const codes: number[] = [];
      for (let at = from; at + 2 <= to; at += 2) codes.push(u16At(bytes, at));
      return out.value(attributes.params, client, codes.join(','), from, to);
    }
    case OPTION_USER_CLASS:
      for (let at = from; at + 2 <= to && at + 2 + u16At(bytes, at) <= to; at += 2 + u16At(bytes, at))
        out.text(attributes.userClass, client, at + 2, at + 2 + u16At(bytes, at));
      return;
    case OPTION_VENDOR_CLASS:
      if (to - from < 4) return out.anomaly('dhcpv6-vendor-class');
      out.value(attributes.vendorEnterprise, client, String(u32At(bytes, from)), from, from + 4);
      for (let at = from + 4; at + 2 <= to && at + 2 + u16At(bytes, at) <= to; at += 2 + u16At(bytes, at))
        out.text(attributes.vendorClass, client, at + 2, at + 2 + u16At(bytes, at));
      return;
    case OPTION_CLIENT_FQDN:
      return fqdn(view, out, client, from + 1, to);
    case OPTION_MUD_URL:
      return out.text(attributes.mudUrl, client, from, to);
  }
}

/** RFC 4704 §4.2: a name in wire form, without the root label when it is partial. */
function fqdn(view: View, out: Out, client: Subject, from: number, to: number): void {
  if (from >= to) return;
  names.bytes = view.bytes;
  names.start = to;
  names.end = to;
  const name = names.name(from, true);
  if (name === undefined) out.anomaly('dhcpv6-name');
  else out.value(attributes.fqdn, client, name, from, to);
}

export const dhcpv6 = defineDissector({
  id: 'dhcpv6',
  title: 'DHCPv6',
  source: 'RFC 8415; RFC 4704; RFC 8520 §10',
  attributes,
  datagram: { ports: [546, 547], attach: 'whole', recognise, read },
});
