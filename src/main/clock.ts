import type { Clock } from '#server';

/** The time of this machine; monotonic within a process, so that what happens later is never recorded as earlier. */
export function systemClock(): Clock {
  let lastUs = 0;
  return {
    nowUs() {
      lastUs = Math.max(lastUs + 1, Math.floor((performance.timeOrigin + performance.now()) * 1000));
      return lastUs;
    },
  };
}
