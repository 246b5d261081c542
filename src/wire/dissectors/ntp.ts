import { ascii, indexOf, ipv4Text, u16At, u32At } from '#bytes';
import type { Micros } from '#kernel';
import {
  type Attribute,
  defineAttributes,
  defineDissector,
  NO,
  type Out,
  type Recognition,
  SURE,
  type View,
} from '../dissector.ts';
import { DECIMAL } from '../parts/decimal.ts';
import { byteAt } from '../parts/text-line.ts';

const attributes = defineAttributes('ntp', {
  mode: [
    'role-played',
    'Mode of the messages the host sends: 3 client, 4 server, 5 broadcast, 6 control, 7 private (RFC 5905 §7.3)',
  ],
  version: ['capability-seen', 'Protocol version the host speaks (RFC 5905 §7.3)'],
  stratum: ['capability-seen', 'Distance of the server from a reference clock (RFC 5905 §7.3)'],
  referenceClock: ['capability-seen', 'Kind of reference clock of a primary server, e.g. GPS (RFC 5905 §7.3)'],
  reference: ['peer-sought', 'Where the server has its time from: reference id in dotted form (RFC 5905 §7.3)'],
  clockOffset: ['capability-seen', 'How far the clock of the host is from capture time: <1s, <1min, <1h, <1d, >=1d'],
  software: ['software-seen', 'Program and version from a control response, variable version (RFC 1305 appendix B)'],
  system: ['system-seen', 'Operating system from a control response, variable system (RFC 1305 appendix B)'],
});

const PORT_OCTETS = 48;
const CLIENT = 3;
const SERVER = 4;
const BROADCAST = 5;
const CONTROL = 6;
const PRIVATE = 7;

const STRATUM = 1;
const REFERENCE_ID = 12;
const REFERENCE_TIME = 16;
const TRANSMIT_TIME = 40;

/** Seconds from 1900 to 1970, and the length of an era (RFC 5905 §6). */
const UNIX_EPOCH = 2_208_988_800;
const ERA = 2 ** 32;
const US = 1_000_000;
const DAY_S = 86_400;

/** RFC 1305 appendix B: response bit and read-variables operation, and where the data begins. */
const CONTROL_RESPONSE = 0x80;
const CONTROL_DATA = 12;
const VERSION_KEY = ascii('version="');
const SYSTEM_KEY = ascii('system="');
const QUOTE = 0x22;

function recognise(view: View): Recognition {
  const { bytes, start, end } = view;
  const length = end - start;
  const version = (bytes[start]! >> 3) & 7;
  const mode = bytes[start]! & 7;
  if (version < 1 || version > 4 || mode === 0) return NO;
  if (view.usualPort) {
    if (mode >= CONTROL) return length >= 4 ? SURE : NO;
    return length >= PORT_OCTETS ? SURE : NO;
  }
  // Elsewhere only a message of usual size whose transmit time is near that of the capture.
  if (mode > BROADCAST || (length !== 48 && length !== 68 && length !== 72)) return NO;
  if (version < 3 || bytes[start + STRATUM]! > 16) return NO;
  return Math.abs(offsetSeconds(bytes, start + TRANSMIT_TIME, view.timeUs)) < DAY_S ? SURE : NO;
}

function read(view: View, out: Out): void {
  const { bytes, start } = view;
  const mode = bytes[start]! & 7;
  const version = (bytes[start]! >> 3) & 7;
  if (mode === 0 || version === 0 || version > 4) {
    out.anomaly('ntp-version');
    return;
  }
  out.value(attributes.mode, view.sender, DECIMAL[mode]!, start, start + 1);
  out.value(attributes.version, view.sender, DECIMAL[version]!, start, start + 1);
  if (mode === CONTROL) {
    control(view, out);
    return;
  }
  if (mode === PRIVATE) return;
  if (view.end - start < PORT_OCTETS) {
    out.anomaly('ntp-cut');
    return;
  }
  if (mode === CLIENT) {
    if (view.side === 1) out.senderIsClient();
    // A client that fills in only the transmit time may do so at random (RFC 5905 has no rule, chrony does).
    if (u32At(bytes, start + REFERENCE_TIME) === 0) return;
  } else if (mode === SERVER && view.side === 0) out.senderIsServer();
  if (mode !== CLIENT) server(view, out);
  clockOffset(view, out);
}

function server(view: View, out: Out): void {
  const { bytes, start } = view;
  const stratum = bytes[start + STRATUM]!;
  if (stratum > 16) {
    out.anomaly('ntp-stratum');
    return;
  }
  out.value(attributes.stratum, view.sender, DECIMAL[stratum]!, start + STRATUM, start + STRATUM + 1);
  const id = start + REFERENCE_ID;
  if (u32At(bytes, id) === 0) return;
  if (stratum === 1) out.text(attributes.referenceClock, view.sender, id, id + 4);
  else if (stratum > 1 && stratum < 16)
    out.keyed(attributes.reference, view.sender, id, id + 4, () => ipv4Text(bytes, id));
}

/** Seconds that the time at `at` is ahead of capture time, in the era nearest to it. */
function offsetSeconds(bytes: Uint8Array, at: number, timeUs: Micros): number {
  const captured = timeUs / US + UNIX_EPOCH;
  const stamp = u32At(bytes, at) + u32At(bytes, at + 4) / ERA;
  const offset = stamp - (captured % ERA);
  if (offset > ERA / 2) return offset - ERA;
  return offset < -ERA / 2 ? offset + ERA : offset;
}

function clockOffset(view: View, out: Out): void {
  const at = view.start + TRANSMIT_TIME;
  if (u32At(view.bytes, at) === 0) return;
  const seconds = Math.abs(offsetSeconds(view.bytes, at, view.timeUs));
  const text = seconds < 1 ? '<1s' : seconds < 60 ? '<1min' : seconds < 3600 ? '<1h' : seconds < DAY_S ? '<1d' : '>=1d';
  out.value(attributes.clockOffset, view.sender, text, at, at + 8, { derived: 'computed' });
}

function control(view: View, out: Out): void {
  const { bytes, start, end } = view;
  if (end - start < CONTROL_DATA || (bytes[start + 1]! & CONTROL_RESPONSE) === 0) return;
  if (view.side === 0) out.senderIsServer();
  const dataEnd = Math.min(end, start + CONTROL_DATA + u16At(bytes, start + 10));
  quoted(view, out, attributes.software, VERSION_KEY, dataEnd);
  quoted(view, out, attributes.system, SYSTEM_KEY, dataEnd);
}

/** The text between the quotes that follow `key`. */
function quoted(view: View, out: Out, attribute: Attribute, key: Uint8Array, dataEnd: number): void {
  const found = indexOf(view.bytes, key, view.start + CONTROL_DATA, dataEnd);
  if (found < 0) return;
  const from = found + key.length;
  const to = byteAt(view.bytes, QUOTE, from, dataEnd);
  if (to < dataEnd) out.text(attribute, view.sender, from, to);
}

export const ntp = defineDissector({
  id: 'ntp',
  title: 'NTP',
  source: 'RFC 5905; RFC 1305 appendix B',
  attributes,
  datagram: { ports: [123], attach: 'whole', recognise, read },
});
