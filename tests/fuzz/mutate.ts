import type { Random } from '../../bench/captures/random.ts';
import type { Corpus } from './corpus.ts';
import type { FuzzInput } from './input.ts';

const FRAMES_MAX = 48;
const CHANGES_MAX = 6;
const FRAME_MAX_BYTES = 65_000;
/** Ethernet, IPv4 and a transport header: where payload usually begins, give or take. */
const HEADER_LENGTHS = [14, 18, 34, 38, 42, 46, 54, 58, 66, 70];
/** What lengths and counts are when somebody means harm. */
const EDGES = [0, 1, 2, 3, 4, 7, 8, 0x7f, 0x80, 0xff, 0x100, 0x3fff, 0x7fff, 0x8000, 0xffff, 0x7fffffff, 0xffffffff];

type Change = (bytes: Uint8Array, random: Random, corpus: Corpus) => Uint8Array;

const anyFrame = (random: Random, corpus: Corpus): Uint8Array => random.pick(random.pick(corpus.captures).frames);

const joined = (...parts: readonly Uint8Array[]): Uint8Array => {
  const whole = new Uint8Array(
    Math.min(
      parts.reduce((sum, part) => sum + part.length, 0),
      FRAME_MAX_BYTES,
    ),
  );
  let at = 0;
  for (const part of parts) {
    const room = part.subarray(0, whole.length - at);
    whole.set(room, at);
    at += room.length;
  }
  return whole;
};

/** A place in the bytes, more often near their beginning, where headers are. */
const place = (random: Random, length: number): number =>
  random.fraction() < 0.5 ? random.below(length) : random.below(Math.min(length, 128));

const flipBits: Change = (bytes, random) => {
  const changed = bytes.slice();
  for (let left = random.between(1, 8); left > 0; left--) changed[place(random, bytes.length)]! ^= 1 << random.below(8);
  return changed;
};

const setBytes: Change = (bytes, random) => {
  const changed = bytes.slice();
  for (let left = random.between(1, 8); left > 0; left--) changed[place(random, bytes.length)] = random.below(256);
  return changed;
};

/** Puts a treacherous number where a length, a count or an offset may stand, in either byte order. */
const editLength: Change = (bytes, random) => {
  const changed = bytes.slice();
  const at = place(random, bytes.length);
  const size = random.pick([1, 2, 4]);
  const nearby = random.fraction() < 0.5 ? random.pick(EDGES) : bytes.length - at + random.between(-4, 4);
  const isLittle = random.fraction() < 0.3;
  for (let n = 0; n < size && at + n < changed.length; n++) {
    changed[at + n] = (nearby >>> (8 * (isLittle ? n : size - 1 - n))) & 0xff;
  }
  return changed;
};

const truncate: Change = (bytes, random) => bytes.slice(0, random.below(bytes.length + 1));

const removeBytes: Change = (bytes, random) => {
  const at = place(random, bytes.length);
  return joined(bytes.subarray(0, at), bytes.subarray(at + random.between(1, 32)));
};

const insertBytes: Change = (bytes, random) => {
  const at = place(random, bytes.length);
  const more =
    random.fraction() < 0.5 ? random.bytes(random.between(1, 64)) : bytes.subarray(at, at + random.between(1, 600));
  return joined(bytes.subarray(0, at), more, bytes.subarray(at));
};

/** The front of this frame and the back of another. */
const splice: Change = (bytes, random, corpus) => {
  const other = anyFrame(random, corpus);
  return joined(bytes.subarray(0, random.below(bytes.length + 1)), other.subarray(random.below(other.length + 1)));
};

/** The headers of this frame and the payload of another, or the other way round. */
const swapHeaders: Change = (bytes, random, corpus) => {
  const other = anyFrame(random, corpus);
  const [head, body] = random.fraction() < 0.5 ? [bytes, other] : [other, bytes];
  return joined(head.subarray(0, random.pick(HEADER_LENGTHS)), body.subarray(random.pick(HEADER_LENGTHS)));
};

const repeat: Change = (bytes, random) => {
  const at = place(random, bytes.length);
  const part = bytes.subarray(at, at + random.between(1, 16));
  return joined(
    bytes.subarray(0, at),
    ...Array.from({ length: random.between(2, 400) }, () => part),
    bytes.subarray(at),
  );
};

const FRAME_CHANGES: readonly Change[] = [
  flipBits,
  setBytes,
  editLength,
  editLength,
  truncate,
  removeBytes,
  insertBytes,
  splice,
  swapHeaders,
  repeat,
];

/** Some frames of a capture in their order, a few of them changed, dropped, doubled or moved. */
function mutatedFrames(random: Random, corpus: Corpus): FuzzInput {
  const { linkType, frames } = random.pick(corpus.captures);
  const count = random.between(1, Math.min(FRAMES_MAX, frames.length));
  const from = random.below(frames.length - count + 1);
  const chosen = frames.slice(from, from + count);
  for (let left = random.between(1, CHANGES_MAX); left > 0; left--) {
    const at = random.below(chosen.length);
    const frame = chosen[at]!;
    const kind = random.fraction();
    if (kind < 0.8 && frame.length > 0) chosen[at] = random.pick(FRAME_CHANGES)(frame, random, corpus);
    else if (kind < 0.86 && chosen.length > 1) chosen.splice(at, 1);
    else if (kind < 0.92) chosen.splice(random.below(chosen.length + 1), 0, frame);
    else if (kind < 0.97) chosen.splice(random.below(chosen.length + 1), 0, anyFrame(random, corpus));
    else chosen.reverse();
  }
  // Now and then under a link type that the frames are not of.
  return { frames: chosen, linkType: random.fraction() < 0.02 ? random.pick([0, 1, 12, 101, 113, 276]) : linkType };
}

const FILE_CHANGES: readonly Change[] = [flipBits, setBytes, editLength, truncate, removeBytes, insertBytes, repeat];

/** A capture file with its container damaged. */
function damagedFile(random: Random, corpus: Corpus): FuzzInput {
  let file = random.pick(corpus.files);
  for (let left = random.between(1, CHANGES_MAX); left > 0 && file.length > 0; left--) {
    file = random.pick(FILE_CHANGES)(file, random, corpus);
  }
  if (random.fraction() < 0.1) file = joined(file, random.pick(corpus.files));
  return { file };
}

const FILE_SHARE = 0.15;

/** The next input; the same seed gives the same inputs from the same corpus. */
export const mutated = (random: Random, corpus: Corpus): FuzzInput =>
  random.fraction() < FILE_SHARE ? damagedFile(random, corpus) : mutatedFrames(random, corpus);
