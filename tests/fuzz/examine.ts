import { wirePorts } from '#connect';
import { Engine, type Fact } from '#wire';
import * as limits from '../../src/wire/limits.ts';
import { feed } from '../rehearsal.ts';
import { captureOf, type FuzzInput, sizeOf } from './input.ts';

export type FindingKind = 'exception' | 'memory' | 'time' | 'hang' | 'value' | 'range';

export interface Finding {
  readonly kind: FindingKind;
  /** One line that is the same for the same fault. */
  readonly signature: string;
  readonly detail: string;
}

const MEBIBYTE = 2 ** 20;
/**
 * What one small capture may make the engine hold: every pool that `limits.ts` names, and as much again as a new engine
 * and the tables of a few frames take.
 */
export const MEMORY_BOUND_BYTES =
  limits.WINDOW_BYTES +
  limits.SMALL_SLOTS * limits.SMALL_SLOT_BYTES +
  limits.LARGE_SLOTS * limits.LARGE_SLOT_BYTES +
  limits.FRAGMENT_DATAGRAMS * limits.FRAGMENT_BYTES +
  32 * MEBIBYTE;
/** Processor time for an input, whatever is in it, and for each of its bytes; thousands of times what sound input takes. */
const CPU_BASE_MS = 1000;
const CPU_MS_PER_BYTE = 0.02;
const SEED = 1;

/** Runs one input through an engine of its own. Answers what is wrong, or nothing. */
export function examine(input: FuzzInput): Finding | undefined {
  const before = process.cpuUsage();
  const heapBefore = held();
  try {
    const engine = new Engine({ ports: wirePorts(), seed: SEED, excerpts: true });
    engine.beginCapture();
    feed(engine, captureOf(input));
    engine.settle();
    const { packets } = engine.endCapture();
    const wrong = wrongIn(engine, packets, input);
    if (wrong !== undefined) return wrong;
    const memory = held() - heapBefore;
    if (memory > MEMORY_BOUND_BYTES) {
      return { kind: 'memory', signature: 'memory', detail: `${Math.round(memory / MEBIBYTE)} MiB held` };
    }
  } catch (error) {
    return exception(error);
  }
  const spent = process.cpuUsage(before);
  const cpuMs = (spent.user + spent.system) / 1000;
  if (cpuMs <= CPU_BASE_MS + CPU_MS_PER_BYTE * sizeOf(input)) return undefined;
  return { kind: 'time', signature: 'time', detail: `${Math.round(cpuMs)} ms of processor time` };
}

function held(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

function exception(error: unknown): Finding {
  if (!(error instanceof Error)) return { kind: 'exception', signature: String(error), detail: String(error) };
  const lines = (error.stack ?? '').split('\n').map((line) => line.trim());
  const place = lines.find((line) => line.includes('/src/'))?.replace(/^.*\/src\//, 'src/') ?? '';
  const signature = `${error.name} at ${place.replace(/:\d+\)?$/, '')}`;
  return { kind: 'exception', signature, detail: lines.slice(0, 8).join('\n') };
}

/** Everything that can be read from the engine is read; each value must be within its bound and inside its frame. */
function wrongIn(engine: Engine, packets: number, input: FuzzInput): Finding | undefined {
  for (const fact of engine.facts()) {
    if (fact.value.length > limits.VALUE_BYTES) {
      const detail = `${fact.attribute}: ${fact.value.length} characters`;
      return { kind: 'value', signature: `too long: ${fact.attribute}`, detail };
    }
    const outside = rangeFault(fact, packets, input);
    if (outside !== undefined)
      return { kind: 'range', signature: `outside its frame: ${fact.attribute}`, detail: outside };
  }
  const rest = [...engine.edges(), ...engine.pairings(), ...engine.traffic()];
  const numbers = JSON.stringify([rest, engine.coverageNumbers(), engine.truncated, engine.packets]);
  return numbers.includes('null')
    ? { kind: 'value', signature: 'not a number', detail: numbers.slice(0, 400) }
    : undefined;
}

function rangeFault(fact: Fact, packets: number, input: FuzzInput): string | undefined {
  for (const { frame, offset, length } of fact.source.ranges) {
    const size = 'frames' in input ? (input.frames[frame - 1]?.length ?? -1) : Number.POSITIVE_INFINITY;
    const isInside = frame >= 1 && frame <= packets && offset >= 0 && length >= 0 && offset + length <= size;
    if (!isInside) return `${fact.attribute}: frame ${frame} of ${packets}, ${offset}+${length} of ${size}`;
  }
  return undefined;
}
