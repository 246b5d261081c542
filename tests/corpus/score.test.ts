import { expect, test } from 'vitest';
import { family } from './sample-score.ts';
import { type FamilyScore, type Score, improved, reachesTarget, worsened } from './score.ts';

function score(families: Readonly<Record<string, FamilyScore>>): Score {
  return {
    files: 1,
    families,
    ja4: { expected: 1, found: 1, differences: 0 },
    labels: { both: 10, agreed: 10 },
    devices: { sought: 1, once: 1, wrongMerges: 0, typesGiven: 1, typesRight: 1, sure: 1, sureRight: 1 },
  };
}

test.each([
  [{ expected: 100, found: 98, said: 100, wrong: 1 }, true],
  [{ expected: 100, found: 97, said: 100, wrong: 0 }, false],
  [{ expected: 49, found: 48, said: 48, wrong: 0 }, true],
  [{ expected: 49, found: 47, said: 47, wrong: 0 }, false],
  [{ expected: 10, found: 10, said: 99, wrong: 1 }, false],
  [{ expected: 0, found: 0, said: 0, wrong: 0 }, true],
])('the target for %j is reached: %j', (numbers, reached) => expect(reachesTarget(family(numbers))).toBe(reached));

test('recall that falls and wrong values that rise are worse', () => {
  const before = family({ expected: 100, found: 90, wrong: 1 });
  expect(worsened(family({ expected: 100, found: 89, wrong: 1 }), before)).toHaveLength(1);
  expect(worsened(family({ expected: 100, found: 89, wrong: 2 }), before)).toHaveLength(2);
  expect(worsened(family({ expected: 100, found: 90, wrong: 1 }), before)).toEqual([]);
  expect(worsened(family({ expected: 100, found: 95, wrong: 0 }), before)).toEqual([]);
  expect(worsened(family({ expected: 100, found: 0, wrong: 9 }), undefined)).toEqual([]);
});

test('an update takes what became better and keeps what became worse', () => {
  const before = score({ dns: family({ expected: 10, found: 5 }), tls: family({ expected: 10, found: 9 }) });
  const now = score({ dns: family({ expected: 10, found: 6 }), tls: family({ expected: 10, found: 8 }) });
  expect(improved(now, before).families).toEqual({ dns: now.families['dns'], tls: before.families['tls'] });
});

test('a worse share of agreeing labels is not committed', () => {
  const before = score({});
  const now = { ...score({}), labels: { both: 20, agreed: 19 } };
  expect(improved(now, before).labels).toEqual(before.labels);
});
