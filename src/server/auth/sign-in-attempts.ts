import { Fault, type Micros } from '#kernel';
import type { Clock } from '../ports.ts';

/** Wrong passwords in a row for one name before it has to wait. */
const FREE_FOR_NAME = 5;
/** The same for one network address, behind which a whole ward may sit. */
const FREE_FOR_ADDRESS = 30;
const FIRST_WAIT_US = 5_000_000;
const LONGEST_WAIT_US = 900_000_000;
/** Attempts that lie back longer no longer count. */
const FORGOTTEN_AFTER_US = 3_600_000_000;
/** Names and addresses remembered; beyond it the oldest are forgotten, so that a flood costs no memory. */
const REMEMBERED = 10_000;

interface Record {
  failures: number;
  lastUs: Micros;
  waitUntilUs: Micros;
}

/** Slows down guessing: after some failures each further one doubles the wait, for the name and for the address. */
export class SignInAttempts {
  private readonly clock: Clock;
  private readonly records = new Map<string, Record>();

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** Rejects with `too-many-attempts`, before the password is looked at. */
  refuseIfTooMany(name: string, address: string): void {
    const nowUs = this.clock.nowUs();
    const untilUs = Math.max(...keysOf(name, address).map(([key]) => this.records.get(key)?.waitUntilUs ?? 0));
    if (untilUs > nowUs) throw new Fault('too-many-attempts', { seconds: Math.ceil((untilUs - nowUs) / 1_000_000) });
  }

  failed(name: string, address: string): void {
    const nowUs = this.clock.nowUs();
    for (const [key, free] of keysOf(name, address)) {
      const known = this.records.get(key);
      const failures = known === undefined || nowUs - known.lastUs > FORGOTTEN_AFTER_US ? 1 : known.failures + 1;
      const waitUs =
        failures < free ? 0 : Math.min(LONGEST_WAIT_US, FIRST_WAIT_US * 2 ** Math.min(20, failures - free));
      // Put in anew, so that the oldest record is the first of the map.
      this.records.delete(key);
      this.records.set(key, { failures, lastUs: nowUs, waitUntilUs: nowUs + waitUs });
    }
    for (const key of this.records.keys()) {
      if (this.records.size <= REMEMBERED) break;
      this.records.delete(key);
    }
  }

  /** The right password forgives the name; the address may be guessing other names meanwhile. */
  succeeded(name: string): void {
    this.records.delete(nameKey(name));
  }
}

const nameKey = (name: string): string => `name ${name}`;

function keysOf(name: string, address: string): readonly (readonly [key: string, free: number])[] {
  return [
    [nameKey(name), FREE_FOR_NAME],
    [`address ${address}`, FREE_FOR_ADDRESS],
  ];
}
