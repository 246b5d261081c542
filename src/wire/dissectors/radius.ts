import { decodeText, ipv4Text, u16At } from '#bytes';
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
import { DECIMAL } from '../parts/decimal.ts';

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
  machine: ['capability-seen', 'Machine account of a client of the NAS, as address=account (RFC 2865 §5.1)'],
  eapMethod: ['capability-seen', 'EAP method in use between a client of the NAS and the server (RFC 3748 §5)'],
});

const CODES = new Set([1, 2, 3, 4, 5, 11, 12, 13, 40, 41, 42, 43, 44, 45]);
const FROM_SERVER = new Set([2, 3, 5, 11]);
/** RFC 2865 §3. */
const HEADER_OCTETS = 20;
const LONGEST = 4096;

const USER_NAME = 1;
const NAS_IP_ADDRESS = 4;
const CALLED_STATION_ID = 30;
const CALLING_STATION_ID = 31;
const NAS_IDENTIFIER = 32;
const EAP_MESSAGE = 79;

const MAC_DIGITS = 12;
const MAC_TEXT_OCTETS = 17;
const DOLLAR = 0x24;

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
  let station = '';
  let user = -1;
  for (let at = start + HEADER_OCTETS; at + 2 <= end; at += bytes[at + 1]!) {
    const to = at + bytes[at + 1]!;
    if (to < at + 2 || to > end) {
      out.anomaly('radius-attribute');
      break;
    }
    const from = at + 2;
    switch (bytes[at]!) {
      case USER_NAME:
        user = at;
        break;
      case NAS_IDENTIFIER:
        if (isText(bytes, from, to)) out.text(attributes.nasIdentifier, nas, from, to);
        else out.anomaly('radius-text');
        break;
      case NAS_IP_ADDRESS:
        if (to - from === 4) out.value(attributes.nasAddress, nas, ipv4Text(bytes, from), from, to);
        break;
      case CALLING_STATION_ID:
        // Elsewhere this is a telephone number, which belongs to a person.
        if (isMacText(bytes, from, to) && isText(bytes, from, to)) {
          station = decodeText(bytes, from, to);
          out.text(attributes.callingStation, nas, from, to);
        } else out.personal('contact', 1);
        break;
      case CALLED_STATION_ID:
        if (isMacText(bytes, from, Math.min(to, from + MAC_TEXT_OCTETS)))
          out.text(attributes.calledStation, nas, from, to);
        break;
      case EAP_MESSAGE:
        eap(view, out, nas, from, to);
        break;
    }
  }
  // In a message that was cut the address that belongs to the name may be missing.
  if (user >= 0 && end === declared) userName(view, out, nas, station, user + 2, user + bytes[user + 1]!);
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
function userName(view: View, out: Out, nas: number, station: string, from: number, to: number): void {
  const { bytes } = view;
  if (to <= from) return;
  const name = decodeText(bytes, from, to);
  if (name.startsWith('host/') || bytes[to - 1] === DOLLAR) {
    out.value(attributes.machine, nas, station === '' ? name : `${station}=${name}`, from, to);
  } else out.personal('account', 1);
}

/** RFC 3579 §3.1: an EAP packet, or the first piece of one. */
function eap(view: View, out: Out, nas: number, from: number, to: number): void {
  const { bytes } = view;
  if (to - from < 5 || (bytes[from] !== EAP_REQUEST && bytes[from] !== EAP_RESPONSE)) return;
  const type = bytes[from + 4]!;
  if (type === EAP_IDENTITY || type === EAP_NOTIFICATION || type === EAP_NAK) return;
  // A later piece has no header; its length would not be that of an EAP packet.
  if (u16At(bytes, from + 2) < to - from) return;
  out.value(attributes.eapMethod, nas, EAP_METHODS[type] ?? DECIMAL[type]!, from + 4, from + 5);
}

export const radius = defineDissector({
  id: 'radius',
  title: 'RADIUS',
  source: 'RFC 2865; RFC 2866; RFC 5176; RFC 3579; RFC 3580',
  attributes,
  datagram: {
    ports: [1812, 1813, 1645, 1646, 3799, 1700],
    firstBytes: [...CODES],
    attach: 'whole',
    recognise,
    read,
  },
});
