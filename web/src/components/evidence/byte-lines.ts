import type { EvidenceSource, Excerpt } from '#contract';

/** Bytes in one line of the dump, drawn in two halves. */
export const BYTES_PER_LINE = 16;
const HALF = BYTES_PER_LINE / 2;
/** So many masked lines in a row are drawn as one that says how many bytes it stands for. */
const MASKED_LINES_DRAWN = 2;

export type ByteState = 'marked' | 'kept' | 'masked';

/** Neighbouring bytes of one state. */
export interface ByteRun {
  readonly state: ByteState;
  /** Two digits a byte, `··` for masked ones. */
  readonly hex: string;
  /** One character a byte; `.` for what does not print, `·` for masked ones. */
  readonly text: string;
}

export type ByteLine =
  | {
      readonly kind: 'bytes';
      readonly offset: number;
      readonly halves: readonly (readonly ByteRun[])[];
      readonly whole: readonly ByteRun[];
    }
  | { readonly kind: 'masked'; readonly offset: number; readonly length: number };

type Range = EvidenceSource['ranges'][number];

interface FrameBytes {
  /** 0 to 255, or -1 where nothing was kept. */
  readonly values: Int16Array;
  readonly isMarked: Uint8Array;
}

/** What is known of the bytes of a frame: the kept ones, and which of them are the evidence. */
function readFrame(excerpt: Excerpt, ranges: readonly Range[]): FrameBytes {
  const values = new Int16Array(excerpt.length).fill(-1);
  const isMarked = new Uint8Array(excerpt.length);
  for (const { offset, bytes } of excerpt.kept) {
    const kept = atob(bytes);
    for (let i = 0; i < kept.length && offset + i < values.length; i++) values[offset + i] = kept.charCodeAt(i);
  }
  for (const { frame, offset, length } of ranges) {
    if (frame === excerpt.frame) isMarked.fill(1, offset, offset + length);
  }
  return { values, isMarked };
}

/** The lines of a dump, with long masked stretches drawn together. */
export function byteLines(excerpt: Excerpt, ranges: readonly Range[]): ByteLine[] {
  const frame = readFrame(excerpt, ranges);
  const lines: ByteLine[] = [];
  let offset = 0;
  while (offset < excerpt.length) {
    const masked = maskedFrom(frame, offset);
    const whole = masked === excerpt.length - offset ? masked : masked - (masked % BYTES_PER_LINE);
    if (whole > MASKED_LINES_DRAWN * BYTES_PER_LINE) {
      lines.push({ kind: 'masked', offset, length: whole });
      offset += whole;
      continue;
    }
    const end = Math.min(offset + BYTES_PER_LINE, excerpt.length);
    const middle = Math.min(offset + HALF, end);
    const halves = [runsOf(frame, offset, middle), runsOf(frame, middle, end)];
    lines.push({ kind: 'bytes', offset, halves, whole: runsOf(frame, offset, end) });
    offset = end;
  }
  return lines;
}

/** How many bytes from here on are masked. A marked byte that was not kept still gets its place in the dump. */
function maskedFrom({ values, isMarked }: FrameBytes, offset: number): number {
  let end = offset;
  while (end < values.length && values[end] === -1 && isMarked[end] === 0) end++;
  return end - offset;
}

function stateOf({ values, isMarked }: FrameBytes, at: number): ByteState {
  if (isMarked[at] === 1) return 'marked';
  return values[at] === -1 ? 'masked' : 'kept';
}

function runsOf(frame: FrameBytes, from: number, to: number): ByteRun[] {
  const runs: ByteRun[] = [];
  let start = from;
  while (start < to) {
    const state = stateOf(frame, start);
    let end = start;
    while (end < to && stateOf(frame, end) === state) end++;
    const values = [...frame.values.subarray(start, end)];
    runs.push({ state, hex: values.map(hexOf).join(' '), text: values.map(characterOf).join('') });
    start = end;
  }
  return runs;
}

function hexOf(value: number): string {
  return value < 0 ? '··' : value.toString(16).padStart(2, '0');
}

function characterOf(value: number): string {
  if (value < 0) return '·';
  return value >= 0x20 && value < 0x7f ? String.fromCharCode(value) : '.';
}

/** The marked bytes as text, or undefined where they are no text. */
export function markedText(excerpt: Excerpt, ranges: readonly Range[]): string | undefined {
  const { values, isMarked } = readFrame(excerpt, ranges);
  const bytes = [...values].filter((_, at) => isMarked[at] === 1);
  if (bytes.length === 0 || bytes.includes(-1)) return undefined;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(bytes)).replace(/\0+$/, '');
    return /^[^\u0000-\u001f\u007f]+$/u.test(text) ? text : undefined;
  } catch {
    return undefined;
  }
}

export function keptBytes(excerpt: Excerpt): number {
  return readFrame(excerpt, []).values.filter((value) => value >= 0).length;
}

/** `0x01a4`: at least four digits, so that columns line up. */
export function offsetText(offset: number): string {
  return `0x${offset.toString(16).padStart(4, '0')}`;
}
