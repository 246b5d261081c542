import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MAX_PATTERN_STEPS, matchesPattern, namePattern } from './name-pattern.ts';

const matches = (pattern: string, text: string): boolean => matchesPattern(namePattern(pattern)!, text);

test.each([
  ['pump-7', 'pump-7', true],
  ['pump-7', 'pump-77', false],
  ['pump-[0-9]{1,3}.example.test', 'pump-107.example.test', true],
  ['pump-[0-9]{1,3}.example.test', 'pump-1077.example.test', false],
  ['pump-[0-9]{1,3}.example.test', 'pump-.example.test', false],
  ['a.b', 'axb', false],
  ['[a-z0-9-]{2}', 'a-', true],
  ['colou?r', 'color', true],
  ['colou?r', 'colour', true],
  ['[a-c]{0,3}', '', true],
])('%s and %s: %s', (pattern, text, expected) => {
  expect(matches(pattern, text)).toBe(expected);
});

test.each([
  '',
  '*',
  'a*',
  'a+',
  '(a)',
  'a|b',
  '[',
  '[]',
  '[z-a]',
  '{2}',
  'a{3,2}',
  'a{0}',
  'a{1000}',
  '^a$',
  '\\d',
  '[^a]',
])('%s is no pattern', (pattern) => {
  expect(namePattern(pattern)).toBeUndefined();
});

test('agrees with the regular expressions of the platform', () => {
  const pattern = fc
    .array(fc.tuple(fc.constantFrom('a', 'b', '[ab]', '[a-c]'), fc.constantFrom('', '?', '{2}', '{0,3}', '{1,2}')), {
      minLength: 1,
      maxLength: 6,
    })
    .map((parts) => parts.flat().join(''));
  fc.assert(
    fc.property(pattern, fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 12 }), (source, text) => {
      expect(matches(source, text)).toBe(new RegExp(`^(?:${source})$`).test(text));
    }),
    { numRuns: 2000 },
  );
});

describe('cost', () => {
  test('steps are bounded, and so is the work for a text that almost fits many ways', () => {
    const most = `${'a{0,99}'.repeat(5)}b`;
    const pattern = namePattern(most)!;
    expect(pattern.steps.length).toBeLessThanOrEqual(MAX_PATTERN_STEPS);
    let looked = 0;
    const counted = {
      ...pattern,
      steps: pattern.steps.map((step) => ({ ...step, isIn: (code: number) => (looked++, step.isIn(code)) })),
    };
    expect(matchesPattern(counted, 'a'.repeat(300))).toBe(false);
    expect(looked).toBeLessThanOrEqual(300 * pattern.steps.length);
    expect(namePattern('a{99}'.repeat(6))).toBeUndefined();
  });
});
