import { describe, expect, it } from 'vitest';
import { filterOf, isNarrowed } from './filter.ts';

const NOW = Date.parse('2026-11-21T12:34:56.789Z');

describe('the filter of the devices', () => {
  it('asks the server for what the address says', () => {
    expect(filterOf({ type: ['T061'], sort: 'name' }, NOW)).toEqual({ type: ['T061'], sort: 'name' });
  });

  it('turns a span into a time, the same for a whole minute', () => {
    expect(filterOf({ seen: 'hour' }, NOW)).toEqual({ seenSince: '2026-11-21T11:34:00.000Z' });
    expect(filterOf({ seen: 'week' }, NOW + 3000)).toEqual({ seenSince: '2026-11-14T12:34:00.000Z' });
  });

  it('knows whether anything is left out of the list', () => {
    expect([{}, { sort: 'type', direction: 'descending' } as const, { type: [] }].map(isNarrowed)).toEqual([
      false,
      false,
      false,
    ]);
    expect([{ text: 'a' }, { vlan: [0] }, { seen: 'day' } as const].map(isNarrowed)).toEqual([true, true, true]);
  });
});
