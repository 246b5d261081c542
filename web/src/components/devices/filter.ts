import type { DevicesAddress } from '../../addresses.ts';
import type { DeviceFilter } from '../../api/queries.ts';

const HOUR_MS = 3_600_000;
const SEEN_HOURS = { hour: 1, day: 24, week: 24 * 7, month: 24 * 30 } as const;

/** Rounded to the minute, so that the same address asks the same question for a while. */
function sinceOf(seen: keyof typeof SEEN_HOURS, nowMs: number): string {
  const minute = 60_000;
  return new Date(Math.floor((nowMs - SEEN_HOURS[seen] * HOUR_MS) / minute) * minute).toISOString();
}

/** What the address of the page asks of the server. */
export function filterOf(address: DevicesAddress, nowMs: number): DeviceFilter {
  const { seen, ...rest } = address;
  return { ...rest, ...(seen !== undefined && { seenSince: sinceOf(seen, nowMs) }) };
}

/** Whether anything narrows the list down. */
export function isNarrowed(address: DevicesAddress): boolean {
  return Object.entries(address).some(
    ([name, value]) => name !== 'sort' && name !== 'direction' && value !== undefined && value.length > 0,
  );
}
