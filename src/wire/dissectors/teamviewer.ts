import { u16At } from '#bytes';
import {
  defineAttributes,
  defineDissector,
  MORE,
  NO,
  type Out,
  type Recognition,
  SURE,
  type View,
  WEAK,
} from '../dissector.ts';

const attributes = defineAttributes('teamviewer', {
  program: ['software-seen', 'The host speaks the protocol of TeamViewer, a program for remote help'],
});

/** First two bytes of a message, in its older and its newer form, as published analyses describe them. */
const OLDER = 0x1724;
const NEWER = 0x1130;
/** Over UDP the older form stands behind eleven bytes, of which the first ten are zero. */
const DATAGRAM_PREFIX = 11;
/** Command of the message that begins a session, and what follows it. */
const PING = [0x0a, 0x20, 0x00] as const;
const DECIDING_BYTES = 8;

/** TeamViewer, told by its magic numbers; what is said inside is encrypted. */
export const teamviewer = defineDissector({
  id: 'teamviewer',
  title: 'TeamViewer',
  source: 'Published analyses of the protocol (Optiv, TeamViewer authentication protocol, 2013)',
  attributes,
  datagram: {
    ports: [5938],
    firstBytes: [0x00, 0x17, 0x11],
    attach: 'head',
    recognise: recogniseDatagram,
    read: (view, out) => report(view, out, view.bytes[view.start] === 0 ? view.start + DATAGRAM_PREFIX : view.start),
  },
  stream: {
    ports: [5938],
    firstBytes: [0x17, 0x11],
    attach: 'head',
    recognise,
    open: () => undefined,
    read(view, out) {
      report(view, out, view.start);
      return view.end - view.start;
    },
  },
});

const isMagic = (bytes: Uint8Array, at: number): boolean => u16At(bytes, at) === OLDER || u16At(bytes, at) === NEWER;

function recognise(view: View): Recognition {
  const { bytes, start, end, usualPort } = view;
  if (bytes[start] !== OLDER >> 8 && bytes[start] !== NEWER >> 8) return NO;
  if (end - start < 2) return MORE;
  if (!isMagic(bytes, start)) return NO;
  if (usualPort) return SURE;
  if (end - start < DECIDING_BYTES) return MORE;
  if (u16At(bytes, start) === OLDER) return PING.every((byte, i) => bytes[start + 2 + i] === byte) ? SURE : NO;
  // A zero byte, then the length, little endian, which is short.
  return bytes[start + 3] === 0 && u16At(bytes, start + 6) === 0 ? SURE : NO;
}

function recogniseDatagram(view: View): Recognition {
  const { bytes, start, end, usualPort } = view;
  if (end - start < DATAGRAM_PREFIX + 4) return NO;
  if (bytes[start] !== 0) return usualPort && isMagic(bytes, start) ? WEAK : NO;
  for (let i = 0; i < DATAGRAM_PREFIX - 1; i++) if (bytes[start + i] !== 0) return NO;
  return u16At(bytes, start + DATAGRAM_PREFIX) === OLDER ? SURE : NO;
}

function report(view: View, out: Out, at: number): void {
  out.encrypted();
  if (at + 2 <= view.end && isMagic(view.bytes, at))
    out.value(attributes.program, view.sender, 'TeamViewer', at, at + 2);
  if (view.side === 1) out.done();
}
