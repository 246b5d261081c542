import type { Habit } from '../hospital.ts';
import { timeExchange } from '../messages/ntp.ts';

const PORT = 123;

/** Asks the time server, every `seconds`; its clock is `ahead` of the others until then. */
export const keepsTime =
  (seconds = 2048, version: 3 | 4 = 4, ahead = 0.02): Habit =>
  (device, { wire, day, random, site }) => {
    const server = site.the('time-server');
    for (const at of day.every(seconds)) {
      const [question, answer] = timeExchange(random, at, { version, ahead });
      wire.udp(at, device, server, [PORT, PORT], question);
      wire.udp(at + 0.0006, server, device, [PORT, PORT], answer);
    }
  };
