import type { FuzzInput } from './input.ts';

/** Answers whether an input still shows the fault. */
export type Shows = (input: FuzzInput) => Promise<boolean>;

const TRIES_MAX = 3000;

/** A smaller input with the same fault: fewer frames first, then shorter ones. */
export async function minimise(input: FuzzInput, shows: Shows): Promise<FuzzInput> {
  let tries = 0;
  const still: Shows = async (candidate) => tries++ < TRIES_MAX && (await shows(candidate));
  if ('file' in input) return { file: Uint8Array.from(await fewer([...input.file], bytesShow(still))) };
  const { linkType } = input;
  let frames = await fewer(input.frames, async (fewerFrames) => await still({ frames: fewerFrames, linkType }));
  for (let at = frames.length - 1; at >= 0; at--) {
    const place = at;
    const replaced = (frame: Uint8Array): Uint8Array[] => frames.map((each, n) => (n === place ? frame : each));
    const shorter = await shortest(frames[at]!, async (frame) => await still({ frames: replaced(frame), linkType }));
    frames = replaced(shorter);
  }
  return { frames, linkType };
}

const bytesShow =
  (shows: Shows) =>
  async (bytes: readonly number[]): Promise<boolean> =>
    await shows({ file: Uint8Array.from(bytes) });

/** Delta debugging (Zeller, Hildebrandt 2002): leaves out ever smaller parts as long as the fault stays. */
async function fewer<T>(items: readonly T[], shows: (items: readonly T[]) => Promise<boolean>): Promise<T[]> {
  let left = [...items];
  for (let parts = 2; left.length >= 2 && parts <= left.length; ) {
    const size = Math.ceil(left.length / parts);
    let isReduced = false;
    for (let at = 0; at < left.length; at += size) {
      const without = [...left.slice(0, at), ...left.slice(at + size)];
      if (without.length === 0 || !(await shows(without))) continue;
      left = without;
      parts = Math.max(2, parts - 1);
      isReduced = true;
      break;
    }
    if (!isReduced) parts = parts === left.length ? parts + 1 : Math.min(left.length, parts * 2);
  }
  return left;
}

/** Cuts a frame from its end, then sets what does not matter to zero. */
async function shortest(frame: Uint8Array, shows: (frame: Uint8Array) => Promise<boolean>): Promise<Uint8Array> {
  let kept = frame;
  for (let step = kept.length >> 1; step > 0; step >>= 1) {
    while (kept.length > step && (await shows(kept.subarray(0, kept.length - step)))) {
      kept = kept.subarray(0, kept.length - step);
    }
  }
  for (let size = 16; size > 0; size >>= 2) {
    for (let at = 0; at < kept.length; at += size) {
      if (kept.subarray(at, at + size).every((byte) => byte === 0)) continue;
      const blank = kept.slice().fill(0, at, at + size);
      if (await shows(blank)) kept = blank;
    }
  }
  return kept;
}
