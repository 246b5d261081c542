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
import { beginsAscii } from '../parts/ascii.ts';
import { byteAt, isWord } from '../parts/text-line.ts';

const attributes = defineAttributes('ssdp', {
  server: [
    'software-seen',
    'SERVER: operating system, UPnP version, product and version (UPnP Device Architecture 1.1 §1.2.2)',
  ],
  type: [
    'service-offered',
    'NT of a NOTIFY, ST of a response: device or service type (UPnP Device Architecture 1.1 §1.2.2)',
  ],
  usn: ['capability-seen', 'USN: unique service name (UPnP Device Architecture 1.1 §1.2.2)'],
  uuid: ['identifier-seen', 'UUID of the device in the USN (UPnP Device Architecture 1.1 §1.1.4)'],
  location: ['service-offered', 'LOCATION: address of the device description (UPnP Device Architecture 1.1 §1.2.2)'],
  userAgent: ['software-seen', 'USER-AGENT of a search (UPnP Device Architecture 1.1 §1.3.2)'],
});
/** The same attribute where the type is looked for: the kind tells them apart. */
const sought = defineAttributes('ssdp', {
  type: ['peer-sought', 'ST of an M-SEARCH: what the host looks for (UPnP Device Architecture 1.1 §1.3.2)'],
});

const NOTIFY = 'NOTIFY * HTTP/1.';
const SEARCH = 'M-SEARCH * HTTP/1.';
const RESPONSE = 'HTTP/1.';
/** Header fields of one message that are looked at. */
const FIELDS = 64;
const LF = 0x0a;
const COLON = 0x3a;
const UUID_PREFIX = 'uuid:';

function recognise(view: View): Recognition {
  const { bytes, start, end } = view;
  if (beginsAscii(bytes, start, end, NOTIFY) || beginsAscii(bytes, start, end, SEARCH)) return SURE;
  if (!beginsAscii(bytes, start, end, RESPONSE)) return NO;
  // A response goes to the port of the search; away from 1900 only its fields tell it from HTTP over UDP.
  if (view.usualPort) return SURE;
  return hasField(view, 'usn') && hasField(view, 'st') ? WEAK : NO;
}

function hasField(view: View, name: string): boolean {
  let found = false;
  eachField(view, (from, colon) => {
    found ||= isWord(view.bytes, from, colon, name);
  });
  return found;
}

/** Calls `each` with the place of every whole header line: [from, colon) is the name, [colon + 1, to) the value. */
function eachField(view: View, each: (from: number, colon: number, to: number) => void): void {
  const { bytes, start, end } = view;
  let at = byteAt(bytes, LF, start, end) + 1;
  for (let count = 0; at < end && count < FIELDS; count++) {
    const lineEnd = byteAt(bytes, LF, at, end);
    // A line without an end was cut; its value may be another.
    if (lineEnd === end) return;
    const colon = byteAt(bytes, COLON, at, lineEnd);
    if (colon < lineEnd) each(at, colon, lineEnd);
    at = lineEnd + 1;
  }
}

function read(view: View, out: Out): void {
  const { bytes, start, end, sender } = view;
  const isSearch = beginsAscii(bytes, start, end, SEARCH);
  const isResponse = beginsAscii(bytes, start, end, RESPONSE);
  if (!isSearch && !isResponse && !beginsAscii(bytes, start, end, NOTIFY)) {
    out.anomaly('ssdp-start-line');
    return;
  }
  if (isResponse === (view.side === 0)) {
    if (isResponse) out.senderIsServer();
    else if (isSearch) out.senderIsClient();
  }
  eachField(view, (from, colon, to) => {
    const is = (name: string): boolean => isWord(bytes, from, colon, name);
    if (is('user-agent')) out.text(attributes.userAgent, sender, colon + 1, to);
    else if (isSearch) {
      if (is('st')) out.text(sought.type, sender, colon + 1, to);
    } else if (is(isResponse ? 'st' : 'nt')) out.text(attributes.type, sender, colon + 1, to);
    else if (is('server')) out.text(attributes.server, sender, colon + 1, to);
    else if (is('location')) out.text(attributes.location, sender, colon + 1, to);
    else if (is('usn')) uniqueName(view, out, sender, colon + 1, to);
  });
}

/** `uuid:<uuid>` alone or with `::` and a type. */
function uniqueName(view: View, out: Out, sender: Subject, from: number, to: number): void {
  const { bytes } = view;
  out.text(attributes.usn, sender, from, to);
  let at = from;
  while (at < to && bytes[at]! <= 0x20) at++;
  const uuid = at + UUID_PREFIX.length;
  if (isWord(bytes, at, Math.min(uuid, to), UUID_PREFIX))
    out.text(attributes.uuid, sender, uuid, byteAt(bytes, COLON, uuid, to));
}

export const ssdp = defineDissector({
  id: 'ssdp',
  title: 'SSDP (UPnP discovery)',
  source: 'UPnP Device Architecture 1.1 §1',
  attributes: { ...attributes, sought: sought.type },
  datagram: { ports: [1900], firstBytes: [0x48, 0x4d, 0x4e], attach: 'whole', recognise, read },
});
