import { startsWith, u16At } from '#bytes';
import { defineAttributes, defineDissector, type Out, type View } from '../dissector.ts';

const attributes = defineAttributes('tcp', {
  stack: [
    'fingerprint-seen',
    'How the host opens TCP connections: role, IP version, initial hop limit, window, option kinds in order with maximum segment size and window scale, quirks (RFC 9293 §3.2)',
  ],
});

const COMPUTED = { derived: 'computed' } as const;
const SYN_FLAG = 0x02;
const ACK_FLAG = 0x10;
const OPTION_MSS = 2;
const OPTION_SCALE = 3;
const NAMES: Readonly<Record<number, string>> = { 0: 'eol', 1: 'nop', 2: 'mss', 3: 'ws', 4: 'sok', 5: 'sack', 8: 'ts' };
/** Options of one header fit 40 bytes, one byte each at the least. */
const OPTIONS = 40;

interface Options {
  readonly layout: string;
  readonly mss: number;
  readonly scale: number;
}

/**
 * The stack tuple in readable words: `syn:4:64:mss*44:mss,sok,ts,nop,ws7:df`. The idea of comparing what a stack chooses by
 * itself is old; the notation and the data are ours. Hop limits are rounded up to the usual starts.
 */
function describe(view: View): string {
  const { bytes, start, end } = view;
  const window = u16At(bytes, start + 14);
  const options = readOptions(bytes, start + 20, end);
  const flags = bytes[start + 13]!;
  const role = flags & ACK_FLAG ? 'syn-ack' : 'syn';
  const size = options.mss > 0 && window % options.mss === 0 ? `mss*${window / options.mss}` : `${window}`;
  const quirks = [view.ipBits & 1 ? 'df' : '', view.ipBits & 2 ? 'id0' : '', flags & 0xc0 ? 'ecn' : ''].filter(
    (quirk) => quirk !== '',
  );
  return `${role}:${view.ipVersion}:${initialHops(view.ttl)}:${size}:${options.layout}:${quirks.join(',')}`;
}

function initialHops(ttl: number): number {
  return ttl <= 32 ? 32 : ttl <= 64 ? 64 : ttl <= 128 ? 128 : 255;
}

function readOptions(bytes: Uint8Array, from: number, end: number): Options {
  const names: string[] = [];
  let mss = 0;
  let scale = -1;
  let at = from;
  for (let read = 0; at < end && read < OPTIONS; read++) {
    const kind = bytes[at]!;
    const name = NAMES[kind] ?? `o${kind}`;
    if (kind <= 1) {
      names.push(name);
      if (kind === 0) break;
      at++;
      continue;
    }
    const length = at + 1 < end ? bytes[at + 1]! : 0;
    if (length < 2 || at + length > end) {
      names.push('bad');
      break;
    }
    if (kind === OPTION_MSS && length === 4) mss = u16At(bytes, at + 2);
    if (kind === OPTION_SCALE && length === 3) scale = bytes[at + 2]!;
    names.push(kind === OPTION_MSS ? `mss${mss}` : kind === OPTION_SCALE ? `ws${scale}` : name);
    at += length;
  }
  return { layout: names.join(','), mss, scale };
}

/**
 * The latest tuples by a hash of what decides them. Stacks are few and openings many; an entry that does not fit is made
 * again, so the table needs no more than these places.
 */
const REMEMBERED = 256;
const remembered: ({ readonly signature: Uint8Array; readonly text: string } | undefined)[] = [];
const HEADER = 20;
const OPTION_TIMESTAMP = 8;
/** Hop limit, address family and quirks, flags, window. */
const FIXED = 6;
const signature = new Uint8Array(FIXED + OPTIONS);

/** Fills `signature` with all that describe() looks at, time stamps left out; answers its length. */
function sign(view: View): number {
  const { bytes, start, end } = view;
  signature[0] = initialHops(view.ttl);
  signature[1] = (view.ipVersion << 4) | view.ipBits;
  signature[2] = bytes[start + 13]!;
  signature[3] = bytes[start + 14]!;
  signature[4] = bytes[start + 15]!;
  const length = Math.min(OPTIONS, end - start - HEADER);
  for (let i = 0; i < length; i++) signature[FIXED + i] = bytes[start + HEADER + i]!;
  for (let at = FIXED; at + 10 <= FIXED + length; at += signature[at]! <= 1 ? 1 : Math.max(2, signature[at + 1]!))
    if (signature[at] === OPTION_TIMESTAMP && signature[at + 1] === 10) signature.fill(0, at + 2, at + 10);
  return FIXED + length;
}

function tuple(view: View): string {
  const length = sign(view);
  let hash = length;
  for (let i = 0; i < length; i++) hash = Math.imul(hash ^ signature[i]!, 0x01000193);
  const place = (hash ^ (hash >>> 15)) & (REMEMBERED - 1);
  const known = remembered[place];
  if (known !== undefined && known.signature.length === length && startsWith(signature, 0, length, known.signature))
    return known.text;
  const text = describe(view);
  remembered[place] = { signature: signature.slice(0, length), text };
  return text;
}

function read(view: View, out: Out): void {
  const { bytes, start, end } = view;
  if (end - start < HEADER || (bytes[start + 13]! & SYN_FLAG) === 0) return;
  out.value(attributes.stack, view.sender, tuple(view), start, end, COMPUTED);
}

export const tcp = defineDissector({
  id: 'tcp',
  title: 'TCP',
  source: 'RFC 9293 §3.1, §3.2; RFC 7323 §2, §3',
  attributes,
  network: { protocols: [6], read },
});
