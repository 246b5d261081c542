/** A conversation in progress. */
export interface Exchange {
  /** Sends what is due at `time`, in seconds; answers the time of the next step, or -1 at the end. */
  step(time: number): number;
}

/** Exchanges in progress, as a binary heap by the time of their next step. */
export class Schedule {
  private readonly times: number[] = [];
  private readonly exchanges: Exchange[] = [];

  get isEmpty(): boolean {
    return this.times.length === 0;
  }

  /** Time of the next step; not when empty. */
  get next(): number {
    return this.times[0]!;
  }

  push(time: number, exchange: Exchange): void {
    const { times, exchanges } = this;
    let at = times.length;
    times.push(time);
    exchanges.push(exchange);
    while (at > 0) {
      const up = (at - 1) >> 1;
      if (times[up]! <= time) break;
      times[at] = times[up]!;
      exchanges[at] = exchanges[up]!;
      at = up;
    }
    times[at] = time;
    exchanges[at] = exchange;
  }

  /** Takes out the exchange whose step is next; not when empty. */
  pop(): Exchange {
    const { times, exchanges } = this;
    const first = exchanges[0]!;
    const time = times.pop()!;
    const exchange = exchanges.pop()!;
    const count = times.length;
    if (count === 0) return first;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      if (below >= count) break;
      if (below + 1 < count && times[below + 1]! < times[below]!) below++;
      if (times[below]! >= time) break;
      times[at] = times[below]!;
      exchanges[at] = exchanges[below]!;
      at = below;
    }
    times[at] = time;
    exchanges[at] = exchange;
    return first;
  }
}

export interface Step {
  /** Seconds after the step before. */
  readonly wait: number;
  readonly send: (time: number) => void;
}

/** Anything that is not a TCP connection: one step after the other. */
export class Script implements Exchange {
  private readonly steps: readonly Step[];
  private at = 0;

  constructor(steps: readonly Step[]) {
    this.steps = steps;
  }

  step(time: number): number {
    this.steps[this.at++]!.send(time);
    const next = this.steps[this.at];
    return next === undefined ? -1 : time + next.wait;
  }
}
