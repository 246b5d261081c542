import type { Rhythm } from '../day.ts';
import { RHYTHMS } from '../day.ts';
import type { Habit } from '../hospital.ts';
import { answer, query, record, TYPE } from '../messages/dns.ts';
import { HOSPITAL } from '../people/places.ts';

const PORT = 53;
const TTL_S = 1200;

export const hostName = (name: string): string => `${name.toLowerCase()}.${HOSPITAL.domain}`;

/** Looks up servers of the hospital by the kind of device they are, `perHour` times at the busiest hour. */
export const looksUp =
  (kinds: readonly string[], perHour = 2, rhythm: Rhythm = RHYTHMS.always): Habit =>
  (device, { wire, day, random, site }) => {
    for (const at of day.times(perHour, rhythm)) {
      const wanted = random.pick(site.all(random.pick(kinds)));
      const name = hostName(wanted.name);
      const id = random.u32() & 0xffff;
      const reply = answer(id, name, TYPE.A, [record(name, TYPE.A, TTL_S, wanted.ip)]);
      wire.ask(at, device, random.pick(site.all('domain-controller')), PORT, query(id, name), reply);
    }
  };

/** Looks up names outside the hospital; `addresses` number the hosts there. */
export const looksUpOutside =
  (names: readonly (readonly [name: string, address: number])[], perHour = 1): Habit =>
  (device, { wire, day, random, site }) => {
    for (const at of day.times(perHour, RHYTHMS.always)) {
      const [name, address] = random.pick(names);
      const id = random.u32() & 0xffff;
      const ip = Buffer.from([203, 0, 113, address]);
      const reply = answer(id, name, TYPE.A, [record(name, TYPE.A, TTL_S, ip)]);
      wire.ask(at, device, random.pick(site.all('domain-controller')), PORT, query(id, name), reply, 0.012);
    }
  };
