import { ANOMALY_EXAMPLES } from './limits.ts';

/** What was wrong, how often, and in which frames first. */
export interface Anomaly {
  readonly kind: string;
  readonly count: number;
  /** Numbers of the first frames that showed it. */
  readonly frames: readonly number[];
}

/** Kinds beyond this many are counted as `other`; a dissector's kinds are constants, so only a fault reaches it. */
const KINDS = 512;

export class Anomalies {
  private readonly kinds = new Map<string, { count: number; frames: number[] }>();

  add(kind: string, frame: number): void {
    let entry = this.kinds.get(kind);
    if (entry === undefined) {
      if (this.kinds.size >= KINDS && kind !== 'other') return this.add('other', frame);
      entry = { count: 0, frames: [] };
      this.kinds.set(kind, entry);
    }
    entry.count++;
    if (entry.frames.length < ANOMALY_EXAMPLES && entry.frames.at(-1) !== frame) entry.frames.push(frame);
  }

  /** What has come together since the last take(). */
  take(): Anomaly[] {
    const list = [...this.kinds].map(([kind, { count, frames }]) => ({ kind, count, frames }));
    this.kinds.clear();
    return list;
  }
}
