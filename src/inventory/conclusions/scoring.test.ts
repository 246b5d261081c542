import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Evidence } from '../device.ts';
import { START } from '../sample-observations.ts';
import { Tally } from './scoring.ts';

const evidence = (attribute: string, value = 'x'): Evidence => ({
  id: `${attribute}#${value}`,
  kind: 'observed',
  factKind: 'model-seen',
  attribute,
  value,
  subject: { ip: '10.0.0.1' },
  protocol: 'test',
  weight: 5,
  count: 1,
  firstSeen: START,
  lastSeen: START,
});

describe('a tally', () => {
  it('is as sure as its sources: best / (best + others + 1)', () => {
    const tally = new Tally();
    tally.add('CT', 2, 'registry', evidence('a'));
    expect(tally.conclude()?.confidence).toBe(0.667);
    tally.add('CT', 5, 'dicom', evidence('b'));
    expect(tally.conclude()?.confidence).toBe(0.875);
    tally.add('MR', 4, 'words', evidence('c'));
    expect(tally.conclude()).toMatchObject({
      value: 'CT',
      confidence: 0.583,
      against: [{ value: 'MR', confidence: 0.333 }],
    });
  });

  it('counts a source once, by its strongest piece', () => {
    const tally = new Tally();
    for (const name of ['a', 'b', 'c', 'd']) tally.add('CT', 2, 'host-name', evidence(name));
    expect(tally.conclude()?.confidence).toBe(0.667);
    expect(tally.conclude()?.because).toHaveLength(4);
  });

  it('says nothing when it is not sure enough', () => {
    const tally = new Tally();
    expect(tally.conclude()).toBeUndefined();
    tally.add('CT', 0.9, 'a', evidence('a'));
    expect(tally.conclude()).toBeUndefined();
    tally.add('CT', 3, 'b', evidence('b'));
    tally.add('MR', 3, 'c', evidence('c'));
    expect(tally.conclude()).toBeUndefined();
    expect(tally.best()?.value).toBe('CT');
  });

  it('leaves out what weighs nothing', () => {
    const tally = new Tally();
    tally.add('CT', 0, 'a', evidence('a'));
    tally.add('', 5, 'a', evidence('a'));
    expect(tally.best()).toBeUndefined();
  });

  it('takes the spelling with most weight, and merges what says the same', () => {
    const tally = new Tally();
    tally.add('MX700', 3, 'a', evidence('a'), 'mx700');
    tally.add('IntelliVue MX700', 5, 'b', evidence('b'), 'intellivue mx700');
    tally.merge('mx700', 'intellivue mx700');
    expect(tally.conclude()).toMatchObject({ value: 'IntelliVue MX700', confidence: 0.889, against: [] });
  });

  it('does not depend on the order', () => {
    const claims = fc.array(
      fc.tuple(
        fc.constantFrom('CT', 'MR', 'US'),
        fc.double({ min: 0.1, max: 10, noNaN: true }),
        fc.constantFrom('a', 'b', 'c', 'd'),
        fc.constantFrom('p', 'q', 'r'),
      ),
    );
    fc.assert(
      fc.property(claims, (list) => {
        const pieces = new Map<string, Evidence>();
        const pieceOf = (name: string): Evidence => {
          if (!pieces.has(name)) pieces.set(name, evidence(name));
          return pieces.get(name) ?? evidence(name);
        };
        const verdictOf = (order: typeof list) => {
          const tally = new Tally();
          for (const [value, weight, source, name] of order) tally.add(value, weight, source, pieceOf(name));
          return tally.best();
        };
        expect(verdictOf(list.toReversed())).toEqual(verdictOf(list));
      }),
    );
  });
});
