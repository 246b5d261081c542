import { decodeText, ipv4Text, u16At } from '#bytes';
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
import { DECIMAL } from '../parts/decimal.ts';
import { type EapPart, eapTlsConversationsFor, TLS_METHODS } from '../parts/eap-tls.ts';
import { mergeAttributes } from '../parts/merge-attributes.ts';
import { certificateAttributes, tlsAttributes } from '../parts/tls-attributes.ts';

const attributes = defineAttributes('radius', {
  nasIdentifier: ['name-seen', 'NAS-Identifier: name of the switch or access point (RFC 2865 §5.32)'],
  nasAddress: ['capability-seen', 'NAS-IP-Address (RFC 2865 §5.4)'],
  callingStation: [
    'capability-seen',
    'Hardware address of a client of the NAS: Calling-Station-Id (RFC 2865 §5.31, RFC 3580 §3.21)',
  ],
  calledStation: [
    'capability-seen',
    'Hardware address of the NAS, with the network name: Called-Station-Id (RFC 3580 §3.20)',
  ],
  machine: [
    'capability-seen',
    'Machine account of a client of the NAS, as address=account (RFC 2865 §5.1), also from the EAP identity (RFC 3748 §5.1)',
  ],
  eapMethod: ['capability-seen', 'EAP method in use between a client of the NAS and the server (RFC 3748 §5)'],
});

const CODES = new Set([1, 2, 3, 4, 5, 11, 12, 13, 40, 41, 42, 43, 44, 45]);
const FROM_SERVER = new Set([2, 3, 5, 11]);
/** RFC 2865 §3. */
const HEADER_OCTETS = 20;
const LONGEST = 4096;

const USER_NAME = 1;
const NAS_IP_ADDRESS = 4;
const STATE = 24;
const CALLED_STATION_ID = 30;
const CALLING_STATION_ID = 31;
const NAS_IDENTIFIER = 32;
const EAP_MESSAGE = 79;

/** Shared by messages without EAP. */
const NO_PARTS: EapPart[] = [];

const MAC_DIGITS = 12;
const MAC_TEXT_OCTETS = 17;

/** EAP codes and types (RFC 3748 §4, §5; IANA EAP registry). */
const EAP_REQUEST = 1;
const EAP_RESPONSE = 2;
const EAP_IDENTITY = 1;
const EAP_NOTIFICATION = 2;
const EAP_NAK = 3;
const EAP_METHODS: Readonly<Record<number, string>> = {
  4: 'md5',
  6: 'gtc',
  13: 'tls',
  17: 'leap',
  18: 'sim',
  21: 'ttls',
  23: 'aka',
  25: 'peap',
  26: 'mschapv2',
  43: 'fast',
  50: 'aka-prime',
  52: 'pwd',
  55: 'teap',
};

/** True when the attributes fill [start + header, start + length) exactly. */
function fits(bytes: Uint8Array, start: number, end: number): boolean {
  const length = u16At(bytes, start + 2);
  if (length < HEADER_OCTETS || length > LONGEST || start + length > end) return false;
  let at = start + HEADER_OCTETS;
  while (at + 2 <= start + length && bytes[at + 1]! >= 2) at += bytes[at + 1]!;
  return at === start + length;
}

function recognise(view: View): Recognition {
  const { bytes, start, end } = view;
  if (end - start < HEADER_OCTETS || !CODES.has(bytes[start]!)) return NO;
  if (!fits(bytes, start, end)) return view.usualPort && u16At(bytes, start + 2) <= LONGEST ? WEAK : NO;
  if (view.usualPort) return SURE;
  // On other ports an empty message proves nothing.
  return u16At(bytes, start + 2) === end - start && end - start >= HEADER_OCTETS + 6 ? SURE : NO;
}

/** What a message holds that is read together at its end. */
interface Gathered {
  /** Position of the User-Name attribute, or -1. */
  user: number;
  station: string;
  stateFrom: number;
  stateTo: number;
  /** The EAP packet, which goes over several attributes when it is long (RFC 3579 §3.1). */
  eap: EapPart[];
}

function read(view: View, out: Out): void {
  const { bytes, start } = view;
  if (view.end - start < HEADER_OCTETS) {
    out.anomaly('radius-cut');
    return;
  }
  const fromServer = FROM_SERVER.has(bytes[start]!);
  if (fromServer === (view.side === 0)) {
    if (fromServer) out.senderIsServer();
    else out.senderIsClient();
  }
  const declared = start + u16At(bytes, start + 2);
  const end = Math.min(view.end, declared);
  const nas = fromServer ? view.receiver : view.sender;
  const gathered: Gathered = { user: -1, station: '', stateFrom: 0, stateTo: 0, eap: NO_PARTS };
  for (let at = start + HEADER_OCTETS; at + 2 <= end; at += bytes[at + 1]!) {
    const to = at + bytes[at + 1]!;
    if (to < at + 2 || to > end) {
      out.anomaly('radius-attribute');
      break;
    }
    attribute(view, out, nas, gathered, at, to);
  }
  // In a message that was cut the address that belongs to the name may be missing.
  const isWhole = end === declared;
  const { user, station, eap } = gathered;
  if (user >= 0 && isWhole) accountName(view, out, nas, station, user + 2, user + bytes[user + 1]!);
  if (eap.length > 0) readEap(view, out, fromServer, gathered, isWhole);
}

function attribute(view: View, out: Out, nas: Subject, gathered: Gathered, at: number, to: number): void {
  const { bytes } = view;
  const from = at + 2;
  switch (bytes[at]!) {
    case USER_NAME:
      gathered.user = at;
      return;
    case STATE:
      gathered.stateFrom = from;
      gathered.stateTo = to;
      return;
    case NAS_IDENTIFIER:
      if (isText(bytes, from, to)) out.text(attributes.nasIdentifier, nas, from, to);
      else out.anomaly('radius-text');
      return;
    case NAS_IP_ADDRESS:
      if (to - from === 4) out.value(attributes.nasAddress, nas, ipv4Text(bytes, from), from, to);
      return;
    case CALLING_STATION_ID:
      // Elsewhere this is a telephone number, which belongs to a person.
      if (isMacText(bytes, from, to) && isText(bytes, from, to)) {
        gathered.station = decodeText(bytes, from, to);
        out.text(attributes.callingStation, nas, from, to);
      } else out.personal('contact', 1);
      return;
    case CALLED_STATION_ID:
      if (isMacText(bytes, from, Math.min(to, from + MAC_TEXT_OCTETS)))
        out.text(attributes.calledStation, nas, from, to);
      return;
    case EAP_MESSAGE:
      if (gathered.eap === NO_PARTS) gathered.eap = [];
      gathered.eap.push({ from, to });
  }
}

/**
 * A hardware address: pairs of digits with separators between them (RFC 3580 §3.20), where three of five decide, or
 * twelve hexadecimal digits written otherwise. Without any letter it could be a telephone number, and is not told.
 */
function isMacText(bytes: Uint8Array, from: number, to: number): boolean {
  let digits = 0;
  let letters = 0;
  let others = 0;
  for (let at = from; at < to; at++) {
    const byte = bytes[at]!;
    const lower = byte | 0x20;
    if (byte >= 0x30 && byte <= 0x39) digits++;
    else if (lower >= 0x61 && lower <= 0x66) letters++;
    else if (!isSeparator(byte)) others++;
  }
  if (letters === 0) return false;
  if (others === 0 && digits + letters === MAC_DIGITS) return true;
  let separators = 0;
  for (let at = from + 2; at < to; at += 3) if (isSeparator(bytes[at]!)) separators++;
  return to - from === MAC_TEXT_OCTETS && separators >= 3;
}

const isSeparator = (byte: number): boolean => byte === 0x2d || byte === 0x3a || byte === 0x2e;

/** A text attribute is UTF-8 without control characters (RFC 2865 §5); one that is not is damaged. */
function isText(bytes: Uint8Array, from: number, to: number): boolean {
  let isAscii = true;
  for (let at = from; at < to; at++) {
    if (bytes[at]! < 0x20 || bytes[at] === 0x7f) return false;
    if (bytes[at]! >= 0x80) isAscii = false;
  }
  // Octets that are no UTF-8 become a character each.
  return isAscii || decodeText(bytes, from, to).length < to - from;
}

/** Machines log in as host/name or NAME$ ([MS-PEAP] has examples); everybody else is a person. */
const isMachineName = (name: string): boolean => name.startsWith('host/') || name.endsWith('$');

function accountName(view: View, out: Out, nas: Subject, station: string, from: number, to: number): void {
  const name = decodeText(view.bytes, from, to);
  if (name === '') return;
  if (isMachineName(name)) out.value(attributes.machine, nas, station === '' ? name : `${station}=${name}`, from, to);
  else out.personal('account', 1);
}

/** An EAP packet (RFC 3748 §4): code, identifier, length, and of requests and responses a type. */
function readEap(view: View, out: Out, fromServer: boolean, gathered: Gathered, isWhole: boolean): void {
  const { bytes } = view;
  const { eap, station, user } = gathered;
  const { from, to } = eap[0]!;
  if (to - from < 5 || (bytes[from] !== EAP_REQUEST && bytes[from] !== EAP_RESPONSE)) return;
  const nas = fromServer ? view.receiver : view.sender;
  const type = bytes[from + 4]!;
  const length = u16At(bytes, from + 2);
  if (type === EAP_IDENTITY) {
    // The NAS copies it into User-Name (RFC 3579 §2.1), which then was read already.
    if (!fromServer && user < 0 && isWhole && length === to - from) accountName(view, out, nas, station, from + 5, to);
    return;
  }
  if (type === EAP_NOTIFICATION || type === EAP_NAK || length < to - from) return;
  out.value(attributes.eapMethod, nas, EAP_METHODS[type] ?? DECIMAL[type]!, from + 4, from + 5);
  const there = eap.reduce((sum, part) => sum + part.to - part.from, 0);
  if (!TLS_METHODS.has(type) || length !== there) return;
  eapTlsConversationsFor(out.ports).take(
    view,
    out,
    {
      fromServer,
      nas,
      server: fromServer ? view.sender : view.receiver,
      nasPort: fromServer ? view.destinationPort : view.sourcePort,
      identifier: bytes[view.start + 1]!,
      stateFrom: gathered.stateFrom,
      stateTo: gathered.stateTo,
      station: addressOf(station),
      isMachine: user < 0 ? undefined : isMachineName(decodeText(bytes, user + 2, user + bytes[user + 1]!)),
    },
    eap,
  );
}

/** The six octets of a hardware address that isMacText() has passed; undefined when it has other digits. */
function addressOf(station: string): Uint8Array | undefined {
  const digits = station.replaceAll(/[^0-9A-Fa-f]/g, '');
  if (digits.length !== MAC_DIGITS) return undefined;
  return Uint8Array.from({ length: 6 }, (_, octet) => Number.parseInt(digits.slice(octet * 2, octet * 2 + 2), 16));
}

export const radius = defineDissector({
  id: 'radius',
  title: 'RADIUS',
  source: 'RFC 2865; RFC 2866; RFC 5176; RFC 3579; RFC 3580',
  attributes: mergeAttributes(attributes, tlsAttributes, certificateAttributes),
  datagram: {
    ports: [1812, 1813, 1645, 1646, 3799, 1700],
    firstBytes: [...CODES],
    attach: 'whole',
    recognise,
    read,
  },
});
