import type { MapGroup, MapLink } from '#contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CARD, layOut } from './layout.ts';

const group = (id: string): MapGroup => ({ id, label: id, reach: 'inside', devices: 1 });
const link = (from: string, to: string, bytes = 1000): MapLink => ({
  from,
  to,
  bytes,
  edges: 1,
  packets: 1,
  encryptedBytes: 0,
  protocols: [],
  purposes: ['it'],
  personalData: [],
});
const groups = (n: number): MapGroup[] => Array.from({ length: n }, (_, at) => group(`g${at}`));

function overlapping(layout: ReturnType<typeof layOut>): number {
  const points = [...layout.at.values()];
  let found = 0;
  points.forEach((a, i) => {
    for (const b of points.slice(i + 1)) {
      if (Math.abs(a.x - b.x) < CARD.width && Math.abs(a.y - b.y) < CARD.height) found++;
    }
  });
  return found;
}

describe('the layout of the map', () => {
  it('places every group inside the picture, without overlap, whatever is linked', () => {
    const links = fc.array(fc.tuple(fc.nat(59), fc.nat(59), fc.nat(1e9)), { maxLength: 200 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), links, (n, ends) => {
        const layout = layOut(
          groups(n),
          ends.map(([from, to, bytes]) => link(`g${from}`, `g${to}`, bytes)),
        );
        expect(layout.at.size).toBe(n);
        expect(overlapping(layout)).toBe(0);
        for (const { x, y } of layout.at.values()) {
          expect(x - CARD.width / 2).toBeGreaterThanOrEqual(0);
          expect(x + CARD.width / 2).toBeLessThanOrEqual(layout.width);
          expect(y - CARD.height / 2).toBeGreaterThanOrEqual(0);
          expect(y + CARD.height / 2).toBeLessThanOrEqual(layout.height);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('also for the most groups that are drawn', () => {
    const many = groups(300);
    expect(
      overlapping(
        layOut(
          many,
          many.map(({ id }) => link('g0', id)),
        ),
      ),
    ).toBe(0);
  });

  it('is the same each time', () => {
    const links = [link('g0', 'g1'), link('g1', 'g4', 1e8), link('g3', 'g3')];
    expect(layOut(groups(9), links)).toEqual(layOut(groups(9), links));
  });

  it('puts what speaks much nearer than what does not speak', () => {
    const { at } = layOut(groups(12), [link('g10', 'g11', 1e9)]);
    const distance = (a: string, b: string): number =>
      Math.hypot(at.get(a)!.x - at.get(b)!.x, at.get(a)!.y - at.get(b)!.y);
    const others = groups(10).map(({ id }) => distance('g10', id));
    expect(distance('g10', 'g11')).toBeLessThan(others.reduce((sum, each) => sum + each, 0) / others.length);
  });
});
