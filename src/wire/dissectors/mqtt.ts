import { decodeText, u16At } from '#bytes';
import {
  defineAttributes,
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
import { anonymousLogin, cleartextCredential, credentialAttributes } from '../parts/credentials.ts';

const own = defineAttributes('mqtt', {
  clientId: ['name-seen', 'Client identifier of CONNECT (MQTT 3.1.1 §3.1.3.1, MQTT 5 §3.1.3.1)'],
  version: ['capability-seen', 'Protocol level of CONNECT: 3, 4 (3.1.1) or 5 (MQTT 3.1.1 §3.1.2.2)'],
});

/** Packet types, upper half of the first octet (MQTT 5 §2.1.2). */
const CONNECT = 1;
const CONNACK = 2;
const PUBLISH = 3;
const AUTH = 15;

const FLAG_USER = 0x80;
const FLAG_PASSWORD = 0x40;
const FLAG_WILL = 0x04;
/** A bridge of some brokers sets it beside the level. */
const LEVEL_BRIDGE = 0x80;
const LEVEL_5 = 5;
/** Property that announces enhanced authentication (MQTT 5 §3.1.2.11.9). */
const AUTHENTICATION_METHOD = 0x15;

/** A packet longer than this is skipped by counting. */
const PACKET_OCTETS = 32_768;
/** Property list of CONNECT that is searched. */
const PROPERTIES = 64;

/** Octets of each property of CONNECT by its identifier (MQTT 5 §2.2.2.2). */
const STRING = -1;
const PAIR = -2;
const PROPERTY_OCTETS: Readonly<Record<number, number>> = {
  17: 4,
  21: STRING,
  22: STRING,
  23: 1,
  25: 1,
  33: 2,
  34: 2,
  38: PAIR,
  39: 4,
};

interface State {
  connectSeen: boolean;
  acknowledged: boolean;
  /** CONNECT came without user name; set until CONNACK says whether that was accepted. */
  anonymous: boolean;
}

/** A variable byte integer (MQTT 5 §1.5.5). */
let integer = 0;
/** One past the integer at `at`, 0 when more bytes are needed, -1 when it has five octets. Sets `integer`. */
function variable(bytes: Uint8Array, at: number, end: number): number {
  integer = 0;
  for (let i = 0; i < 4; i++) {
    if (at + i >= end) return 0;
    const octet = bytes[at + i]!;
    integer += (octet & 0x7f) * 0x80 ** i;
    if (octet < 0x80) return at + i + 1;
  }
  return -1;
}

function recognise(view: View): Recognition {
  const { bytes, start, end } = view;
  const type = bytes[start]! >> 4;
  const body = variable(bytes, start + 1, end);
  if (body < 0 || (body === 0 && end - start >= 5)) return NO;
  if (bytes[start] === CONNECT << 4) {
    // On the usual port little is enough to begin with: what is wrong later ends the reading.
    const undecided = view.usualPort ? WEAK : MORE;
    if (body === 0) return undecided;
    if (end - body < 6) return couldBeConnect(bytes, body, end) ? undecided : NO;
    return isConnect(bytes, body) ? SURE : NO;
  }
  if (!view.usualPort) return NO;
  if (body === 0) return WEAK;
  return fitsMidstream(bytes, start, body, type) ? WEAK : NO;
}

/** 0004 'MQTT' or 0006 'MQIsdp' (MQTT 3.1 §3.1). */
const isConnect = (bytes: Uint8Array, at: number): boolean =>
  bytes[at] === 0 &&
  bytes[at + 2] === 0x4d &&
  bytes[at + 3] === 0x51 &&
  ((bytes[at + 1] === 4 && bytes[at + 4] === 0x54 && bytes[at + 5] === 0x54) ||
    (bytes[at + 1] === 6 && bytes[at + 4] === 0x49 && bytes[at + 5] === 0x73));

function couldBeConnect(bytes: Uint8Array, at: number, end: number): boolean {
  if (at < end && bytes[at] !== 0) return false;
  if (at + 1 < end && bytes[at + 1] !== 4 && bytes[at + 1] !== 6) return false;
  return at + 2 >= end || bytes[at + 2] === 0x4d;
}

/** The fixed header agrees with its packet type (MQTT 5 §2.1.3): flags, and lengths that the type allows. */
function fitsMidstream(bytes: Uint8Array, start: number, body: number, type: number): boolean {
  const flags = bytes[start]! & 0x0f;
  if (type === PUBLISH) return (flags & 0x06) !== 0x06 && integer > 2;
  if (type === 0 || type === CONNECT || type === AUTH) return false;
  if (type === 12 || type === 13) return flags === 0 && integer === 0;
  if (type === CONNACK) return flags === 0 && integer >= 2 && bytes[body]! <= 1;
  const wanted = type === 6 || type === 8 || type === 10 ? 2 : 0;
  return flags === wanted && (type === 14 || integer >= 2);
}

function read(view: View, out: Out, state: State): number {
  const { bytes, start, end } = view;
  if (view.afterGap) {
    out.done();
    return end - start;
  }
  let at = start;
  while (at < end) {
    const body = variable(bytes, at + 1, end);
    if (body < 0) {
      out.anomaly('mqtt-length');
      out.done();
      return end - start;
    }
    if (body === 0) break;
    const type = bytes[at]! >> 4;
    const wanted = type === CONNECT || type === CONNACK;
    if (!wanted || integer > PACKET_OCTETS) {
      // What else is said is other people's: it is passed by counting.
      at = body + integer;
      continue;
    }
    if (body + integer > end) break;
    const next = body + integer;
    if (type === CONNECT) connect(view, out, state, body, next);
    else acknowledge(view, out, state, body, next);
    at = next;
    if (state.connectSeen && state.acknowledged) {
      out.done();
      return end - start;
    }
  }
  return at > start ? at - start : NEED_MORE;
}

/** MQTT 3.1.1 §3.1, MQTT 5 §3.1: name, level, flags, keep alive, properties; client id, will, user, password. */
function connect(view: View, out: Out, state: State, start: number, end: number): void {
  const { bytes } = view;
  let at = start + 2 + u16At(bytes, start);
  if (at + 4 > end || !isConnect(bytes, start)) {
    out.anomaly('mqtt-connect');
    return;
  }
  state.connectSeen = true;
  if (view.side === 1) out.senderIsClient();
  const level = bytes[at]! & ~LEVEL_BRIDGE;
  const flags = bytes[at + 1]!;
  const flagsAt = at + 1;
  out.value(own.version, view.sender, String(level), at, at + 1);
  at += 4;
  let enhanced = false;
  if (level === LEVEL_5) {
    const from = variable(bytes, at, end);
    if (from <= 0 || from + integer > end) return cut(out);
    at = from + integer;
    enhanced = hasProperty(bytes, from, at, AUTHENTICATION_METHOD);
  }
  const id = at;
  at = afterString(bytes, at, end);
  if (at < 0) return cut(out);
  out.text(own.clientId, view.sender, id + 2, at);
  if ((flags & FLAG_WILL) !== 0) {
    if (level === LEVEL_5) {
      const from = variable(bytes, at, end);
      if (from <= 0 || from + integer > end) return cut(out);
      at = from + integer;
    }
    at = afterString(bytes, at, end);
    if (at >= 0) at = afterString(bytes, at, end);
    if (at < 0) return cut(out);
  }
  login(view, out, state, flags, flagsAt, at, end, enhanced);
}

function login(
  view: View,
  out: Out,
  state: State,
  flags: number,
  flagsAt: number,
  start: number,
  end: number,
  enhanced: boolean,
): void {
  const { bytes } = view;
  if ((flags & (FLAG_USER | FLAG_PASSWORD)) === 0) {
    state.anonymous = !enhanced;
    return;
  }
  let at = start;
  let user = '';
  let password = '';
  if ((flags & FLAG_USER) !== 0) {
    const to = afterString(bytes, at, end);
    if (to < 0) return cut(out);
    user = decodeText(bytes, at + 2, to);
    at = to;
  }
  if ((flags & FLAG_PASSWORD) !== 0) {
    const to = afterString(bytes, at, end);
    if (to < 0) return cut(out);
    password = decodeText(bytes, at + 2, to);
  }
  // The evidence is the flags, which say that credentials follow; the credentials must not be kept.
  cleartextCredential(out, view.receiver, 'mqtt', user, password, flagsAt, flagsAt + 1);
}

/** MQTT 5 §3.2: flags, then the reason, of which 0 is success in every version. */
function acknowledge(view: View, out: Out, state: State, start: number, end: number): void {
  if (end - start < 2) return cut(out);
  state.acknowledged = true;
  if (view.side === 0) out.senderIsServer();
  if (!state.anonymous || view.bytes[start + 1] !== 0) return;
  anonymousLogin(out, view.sender, 'mqtt', start, start + 2);
}

function cut(out: Out): void {
  out.anomaly('mqtt-cut');
}

/** One past the string at `at`, or -1. */
function afterString(bytes: Uint8Array, at: number, end: number): number {
  if (at + 2 > end) return -1;
  const to = at + 2 + u16At(bytes, at);
  return to <= end ? to : -1;
}

function hasProperty(bytes: Uint8Array, from: number, to: number, wanted: number): boolean {
  let at = from;
  for (let count = 0; at < to && count < PROPERTIES; count++) {
    const id = bytes[at++]!;
    if (id === wanted) return true;
    const octets = PROPERTY_OCTETS[id];
    if (octets === undefined) return false;
    if (octets > 0) at += octets;
    else {
      at = afterString(bytes, at, to);
      if (at >= 0 && octets === PAIR) at = afterString(bytes, at, to);
      if (at < 0) return false;
    }
  }
  return false;
}

export const mqtt = defineDissector<undefined, State>({
  id: 'mqtt',
  title: 'MQTT',
  source: 'MQTT 3.1, 3.1.1 and 5.0 (OASIS)',
  attributes: { ...own, ...credentialAttributes },
  stream: {
    ports: [1883],
    attach: 'head',
    recognise,
    open: () => ({ connectSeen: false, acknowledged: false, anonymous: false }),
    read,
  },
});
