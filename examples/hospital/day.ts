import type { Random } from '../../bench/captures/random.ts';

const HOUR_S = 3600;
const DAY_S = 86_400;
/** Japan Standard Time has no summer time. */
const JST_S = 9 * HOUR_S;

/** How busy something is at an hour of the day, 0 to 1. */
export type Rhythm = (hour: number) => number;

/** Straight lines between (hour, activity). */
function through(...points: readonly (readonly [hour: number, activity: number])[]): Rhythm {
  return (hour) => {
    const next = points.findIndex(([at]) => at > hour);
    const [toHour, to] = points[next] ?? points.at(-1)!;
    const [fromHour, from] = points[Math.max(0, next - 1)]!;
    return next <= 0 ? to : from + ((to - from) * (hour - fromHour)) / (toHour - fromHour);
  };
}

export const RHYTHMS = {
  /** Bedside care: never still, busiest after the morning shift has begun. */
  bedside: through([0, 0.35], [5, 0.4], [7, 0.8], [9, 1], [12, 0.8], [17, 0.8], [21, 0.5], [24, 0.35]),
  /** Blood is taken before breakfast, so the laboratory is full at eight. */
  laboratory: through([0, 0.1], [5.5, 0.15], [7, 0.7], [8, 1], [10, 0.9], [12, 0.6], [17, 0.3], [24, 0.1]),
  outpatient: through([0, 0.02], [8, 0.05], [9, 0.9], [10, 1], [12, 0.8], [13, 0.4], [14, 0.8], [17, 0.2], [24, 0.02]),
  office: through([0, 0.02], [7, 0.05], [8.5, 1], [12, 0.8], [13, 0.6], [17.5, 0.4], [19, 0.1], [24, 0.02]),
  always: () => 1,
} as const;

/** The hours that are recorded. All times are seconds since 1970. */
export class Day {
  readonly first: number;
  readonly last: number;
  private readonly random: Random;

  constructor(random: Random, first: number, hours: number) {
    this.random = random;
    this.first = first;
    this.last = first + hours * HOUR_S;
  }

  /** Hour of the day in the hospital, with its fraction. */
  hourAt(at: number): number {
    return ((((at + JST_S) % DAY_S) + DAY_S) % DAY_S) / HOUR_S;
  }

  /** Times at which something happens on average `perHour` times at the busiest hour. */
  times(perHour: number, rhythm: Rhythm): number[] {
    const times: number[] = [];
    const gap = HOUR_S / perHour;
    for (let at = this.first + this.random.exponential(gap); at < this.last; at += this.random.exponential(gap)) {
      if (this.random.fraction() < rhythm(this.hourAt(at))) times.push(at);
    }
    return times;
  }

  /** Times about `seconds` apart, from a random start. */
  every(seconds: number, jitter = 0.02): number[] {
    const times: number[] = [];
    let at = this.first + this.random.fraction() * seconds;
    while (at < this.last) {
      times.push(at);
      at += seconds * (1 + jitter * (this.random.fraction() - 0.5));
    }
    return times;
  }

  /** A moment between two shares of the day, 0 to 1. */
  between(from: number, to: number): number {
    return this.first + (this.last - this.first) * (from + (to - from) * this.random.fraction());
  }
}

/** Local date and time of the hospital as `YYYYMMDDHHMMSS`. */
export function stamp(at: number): string {
  return new Date((at + JST_S) * 1000).toISOString().replaceAll(/[-:T]|\.\d+Z$/g, '');
}

/** UTCTime of a certificate, a number of days from `at`. */
export function utcTime(at: number, days: number): string {
  return `${new Date((at + days * DAY_S) * 1000)
    .toISOString()
    .replaceAll(/[-:T]|\.\d+Z$/g, '')
    .slice(2)}Z`;
}
