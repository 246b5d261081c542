import { u16leAt, u32At, u32leAt } from '#bytes';
import {
  defineDissector,
  MORE,
  NEED_MORE,
  NO,
  type Out,
  type Recognition,
  SURE,
  type View,
  WEAK,
} from '../dissector.ts';
import { cipIdentityAttributes, reportCipIdentity } from '../parts/cip-identity.ts';

/** Encapsulation commands (CIP volume 2 §2-3.2). */
const NOP = 0x0000;
/** Not in the standard; older programming software begins with it. */
const LIST_TARGETS = 0x0001;
const LIST_SERVICES = 0x0004;
const LIST_IDENTITY = 0x0063;
const LIST_INTERFACES = 0x0064;
const REGISTER_SESSION = 0x0065;
const UNREGISTER_SESSION = 0x0066;
const SEND_RR_DATA = 0x006f;
const SEND_UNIT_DATA = 0x0070;
const COMMANDS = new Set([
  NOP,
  LIST_TARGETS,
  LIST_SERVICES,
  LIST_IDENTITY,
  LIST_INTERFACES,
  REGISTER_SESSION,
  UNREGISTER_SESSION,
  SEND_RR_DATA,
  SEND_UNIT_DATA,
]);

/** Command, length, session, status, sender context, options (§2-3.1). */
const HEADER_OCTETS = 24;
const STATUS = 8;
const CONTEXT = 12;
const OPTIONS = 20;
/** §2-3.1: at most 65511; a longer one is skipped by counting. */
const DATA_OCTETS = 32_768;

/** Items of the common packet format (§2-6.2). */
const ITEM_IDENTITY = 0x000c;
const ITEM_UNCONNECTED = 0x00b2;
const ITEMS = 16;
/** Version and socket address in front of the identity (§2-4.2). */
const IDENTITY_HEADER_OCTETS = 18;

/** CIP services: Get Attributes All and its response (CIP volume 1 §4-4.2). */
const GET_ATTRIBUTES_ALL = 0x01;
const RESPONSE = 0x80;
/** Path to class 1, instance 1: length in words, then 8-bit class and instance segments. */
const IDENTITY_PATH = [2, 0x20, 0x01, 0x24, 0x01];

/** Which request for the identity object is open, by its sender context; the response does not repeat the path. */
interface State {
  asked: boolean;
  high: number;
  low: number;
}

function plausible(bytes: Uint8Array, at: number, end: number): boolean {
  if (!COMMANDS.has(u16leAt(bytes, at)) || u32leAt(bytes, at + OPTIONS) !== 0 || end - at < HEADER_OCTETS) return false;
  const status = u32leAt(bytes, at + STATUS);
  return status <= 0x69;
}

function recogniseDatagram(view: View): Recognition {
  const { bytes, start, end } = view;
  if (end - start < HEADER_OCTETS || !plausible(bytes, start, end)) return NO;
  if (HEADER_OCTETS + u16leAt(bytes, start + 2) !== end - start) return view.usualPort ? WEAK : NO;
  return view.usualPort || u16leAt(bytes, start) === LIST_IDENTITY ? SURE : NO;
}

function recogniseStream(view: View): Recognition {
  const { bytes, start, end } = view;
  const undecided = view.usualPort ? WEAK : MORE;
  if (end - start < 2) return view.usualPort && bytes[start]! <= SEND_UNIT_DATA ? WEAK : NO;
  // On other ports a header of zeros is anything.
  if (!view.usualPort && u16leAt(bytes, start) <= LIST_TARGETS) return NO;
  if (!COMMANDS.has(u16leAt(bytes, start))) return NO;
  if (end - start < HEADER_OCTETS) return undecided;
  if (!plausible(bytes, start, end)) return NO;
  if (view.usualPort) return SURE;
  // A stream begins with a session of four octets of data (§2-4.4): version 1 and no options.
  const registers = u16leAt(bytes, start) === REGISTER_SESSION && u16leAt(bytes, start + 2) === 4;
  return registers ? SURE : NO;
}

function readDatagram(view: View, out: Out, state: State): void {
  if (view.end - view.start < HEADER_OCTETS) {
    out.anomaly('enip-cut');
    return;
  }
  const { start } = view;
  message(view, out, state, start, Math.min(view.end, start + HEADER_OCTETS + u16leAt(view.bytes, start + 2)));
}

function readStream(view: View, out: Out, state: State): number {
  const { bytes, start, end } = view;
  let at = start;
  while (at + HEADER_OCTETS <= end) {
    if (!plausible(bytes, at, end)) {
      if (!view.afterGap) {
        out.anomaly('enip-header');
        out.done();
      }
      return end - start;
    }
    const length = u16leAt(bytes, at + 2);
    if (length > DATA_OCTETS) return at - start + HEADER_OCTETS + length;
    const next = at + HEADER_OCTETS + length;
    if (next > end) break;
    message(view, out, state, at, next);
    at = next;
  }
  return at > start ? at - start : NEED_MORE;
}

function message(view: View, out: Out, state: State, start: number, end: number): void {
  const { bytes } = view;
  const command = u16leAt(bytes, start);
  const data = start + HEADER_OCTETS;
  if (command === LIST_IDENTITY) {
    if (end <= data) return;
    if (view.side === 0) out.senderIsServer();
    items(view, out, state, start, data, end);
  } else if (command === SEND_RR_DATA && end - data > 6) items(view, out, state, start, data + 6, end);
}

/** A count, then type, length and data of each. */
function items(view: View, out: Out, state: State, header: number, start: number, end: number): void {
  const { bytes } = view;
  if (start + 2 > end) return;
  const count = Math.min(u16leAt(bytes, start), ITEMS);
  let at = start + 2;
  for (let i = 0; i < count; i++) {
    const from = at + 4;
    const to = from <= end ? from + u16leAt(bytes, at + 2) : from;
    if (to > end) {
      out.anomaly('enip-item');
      return;
    }
    const type = u16leAt(bytes, at);
    if (type === ITEM_IDENTITY) {
      if (!reportCipIdentity(view, out, view.sender, from + IDENTITY_HEADER_OCTETS, to)) out.anomaly('enip-identity');
    } else if (type === ITEM_UNCONNECTED) explicit(view, out, state, header, from, to);
    at = to;
  }
}

/** A request for the identity object, or the response to it. */
function explicit(view: View, out: Out, state: State, header: number, from: number, to: number): void {
  const { bytes } = view;
  if (to - from < 4) return;
  const high = u32At(bytes, header + CONTEXT);
  const low = u32At(bytes, header + CONTEXT + 4);
  if (bytes[from] === GET_ATTRIBUTES_ALL) {
    state.asked =
      to - from === 1 + IDENTITY_PATH.length && IDENTITY_PATH.every((octet, i) => bytes[from + 1 + i] === octet);
    state.high = high;
    state.low = low;
    return;
  }
  if (bytes[from] !== (GET_ATTRIBUTES_ALL | RESPONSE) || !state.asked || state.high !== high || state.low !== low)
    return;
  state.asked = false;
  // Reserved octet, general status, size of the additional status.
  if (bytes[from + 2] === 0) reportCipIdentity(view, out, view.sender, from + 4 + bytes[from + 3]! * 2, to);
}

const open = (): State => ({ asked: false, high: 0, low: 0 });

export const enip = defineDissector<State, State>({
  id: 'enip',
  title: 'EtherNet/IP',
  source: 'CIP volumes 1 and 2 (IEC 61158 type 2)',
  attributes: cipIdentityAttributes,
  datagram: { ports: [44818], attach: 'whole', recognise: recogniseDatagram, open, read: readDatagram },
  stream: { ports: [44818], attach: 'whole', recognise: recogniseStream, open, read: readStream },
});
