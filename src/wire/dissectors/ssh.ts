import { decodeText, u32At } from '#bytes';
import { defineAttributes, defineDissector, MORE, NO, type Out, SURE, type View } from '../dissector.ts';
import { byteAt } from '../parts/text-line.ts';

const attributes = defineAttributes('ssh', {
  banner: ['software-seen', 'Identification string: protocol version, software and comment (RFC 4253 §4.2)'],
  protocol: [
    'capability-seen',
    'Protocol version of the identification string; 1.x is broken, 1.99 means both (RFC 4253 §5.1)',
  ],
  hassh: ['fingerprint-seen', 'HASSH: MD5 over the algorithms the client offers in its KEXINIT (RFC 4253 §7.1)'],
  hasshServer: [
    'fingerprint-seen',
    'HASSH server: MD5 over the algorithms the server offers in its KEXINIT (RFC 4253 §7.1)',
  ],
  hostKey: [
    'certificate-shown',
    'Type and SHA-256 of the host key (RFC 4253 §8); the same on two devices means a shared key',
  ],
});

/** RFC 4253 §4.2: 255 characters with CR LF; some servers send more. */
const BANNER_BYTES = 1024;
/** Lines a server may send before its identification (RFC 4253 §4.2). */
const LINES_BEFORE = 256;
/** RFC 4253 §6.1 asks for 35,000 bytes. */
const PACKET_BYTES = 35_000;
const KEXINIT = 20;
const NEWKEYS = 21;
/** SSH_MSG_KEXDH_REPLY (RFC 4253 §8, RFC 5656 §4) and SSH_MSG_KEX_DH_GEX_REPLY (RFC 4419 §5): host key first. */
const KEXDH_REPLY = 31;
const GEX_REPLY = 33;
const COOKIE_BYTES = 16;
const NAME_LISTS = 8;
const LF = 10;
const CR = 13;

interface Side {
  banner: boolean;
  lines: number;
  /** Nothing more is read of this side. */
  finished: boolean;
}

interface SshStream {
  readonly sides: readonly [Side, Side];
}

/** SSH up to the point where it is encrypted. */
export const ssh = defineDissector<undefined, SshStream>({
  id: 'ssh',
  title: 'SSH',
  source: 'RFC 4253, RFC 5656, RFC 4419; HASSH (BSD-3-Clause)',
  attributes,
  stream: {
    ports: [22, 2222],
    firstBytes: [0x53],
    attach: 'head',
    recognise(view) {
      const { bytes, start, end } = view;
      for (let i = 0; i < 5 && start + i < end; i++) if (bytes[start + i] !== 'SSH-'.charCodeAt(i) && i < 4) return NO;
      if (end - start < 5) return MORE;
      return bytes[start + 4] === 0x31 || bytes[start + 4] === 0x32 ? SURE : NO;
    },
    open: () => ({
      sides: [
        { banner: false, lines: 0, finished: false },
        { banner: false, lines: 0, finished: false },
      ],
    }),
    read,
  },
});

function read(view: View, out: Out, state: SshStream): number {
  if (view.afterGap) {
    out.done();
    return view.end - view.start;
  }
  const side = state.sides[view.side];
  let at = view.start;
  while (at < view.end && !side.finished) {
    const next = side.banner ? readPacket(view, out, side, at) : readLine(view, out, side, at);
    if (next === at) break;
    at = next;
  }
  return side.finished ? view.end - view.start : at - view.start;
}

function readLine(view: View, out: Out, side: Side, at: number): number {
  const { bytes, end } = view;
  const lineEnd = byteAt(bytes, LF, at, end);
  if (lineEnd === end && end - at < BANNER_BYTES) return view.final ? end : at;
  const to = lineEnd > at && bytes[lineEnd - 1] === CR ? lineEnd - 1 : lineEnd;
  const isBanner = to - at >= 8 && decodeText(bytes, at, at + 4) === 'SSH-';
  if (isBanner) {
    side.banner = true;
    out.text(attributes.banner, view.sender, at, to);
    const dash = byteAt(bytes, 0x2d, at + 4, to);
    out.text(attributes.protocol, view.sender, at + 4, dash);
    // Protocol 1 has another framing, and only 1.99 goes on with protocol 2.
    if (bytes[at + 4] === 0x31 && dash - at < 8) {
      side.finished = true;
      out.encrypted();
    }
  } else if (view.side === 0 || ++side.lines > LINES_BEFORE || lineEnd === end) {
    out.anomaly('ssh-banner-missing');
    out.done();
    side.finished = true;
  }
  return Math.min(lineEnd + 1, end);
}

/** A binary packet (RFC 4253 §6): length, padding length, payload, padding. */
function readPacket(view: View, out: Out, side: Side, at: number): number {
  const { bytes, end } = view;
  if (end - at < 6) return at;
  const length = u32At(bytes, at);
  if (length < 2 || length > PACKET_BYTES) {
    out.anomaly('ssh-packet-malformed');
    out.done();
    side.finished = true;
    return end;
  }
  const next = at + 4 + length;
  const type = bytes[at + 5];
  if (type === NEWKEYS) {
    side.finished = true;
    out.encrypted();
    if (view.side === 1) out.done();
    return next;
  }
  if (type !== KEXINIT && type !== KEXDH_REPLY && type !== GEX_REPLY) return next;
  if (next > end) return at;
  const payloadEnd = next - bytes[at + 4]!;
  if (type === KEXINIT) readKexInit(view, out, at + 6, payloadEnd);
  else if (view.side === 1) readHostKey(view, out, at + 6, payloadEnd);
  return next;
}

/** The first eight name-lists follow one another, so their bytes decide the fingerprint (RFC 4253 §7.1). */
function readKexInit(view: View, out: Out, from: number, to: number): void {
  const { bytes, side } = view;
  const lists = from + COOKIE_BYTES;
  const starts: number[] = [];
  let at = lists;
  for (let list = 0; list < NAME_LISTS; list++) {
    if (at + 4 > to || at + 4 + u32At(bytes, at) > to) {
      out.anomaly('ssh-packet-malformed');
      return;
    }
    starts.push(at);
    at += 4 + u32At(bytes, at);
  }
  out.encrypted();
  // Key exchange, then encryption, MAC and compression: first those from client to server.
  const chosen = side === 0 ? [0, 2, 4, 6] : [0, 3, 5, 7];
  const build = (): string => {
    const names = chosen.map((list) =>
      decodeText(bytes, starts[list]! + 4, starts[list]! + 4 + u32At(bytes, starts[list]!)),
    );
    return out.ports.digest('md5', names.join(';'));
  };
  out.keyed(side === 0 ? attributes.hassh : attributes.hasshServer, view.sender, lists, at, build, 'hassh');
}

/** string K_S, which begins with the name of its type; in a group message of RFC 4419 a number stands there instead. */
function readHostKey(view: View, out: Out, from: number, to: number): void {
  const { bytes } = view;
  if (from + 8 > to) return;
  const keyEnd = from + 4 + u32At(bytes, from);
  const typeEnd = from + 8 + u32At(bytes, from + 4);
  if (keyEnd > to || typeEnd > keyEnd || typeEnd - from > 8 + 64 || bytes[from + 8]! < 0x61) return;
  const build = (): string =>
    `${decodeText(bytes, from + 8, typeEnd)} ${out.ports.digest('sha256', bytes.subarray(from + 4, keyEnd))}`;
  out.keyed(attributes.hostKey, view.sender, from + 4, keyEnd, build, 'digest');
}
