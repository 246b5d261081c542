import { describe, expect, it } from 'vitest';
import { keepDaysOf, NOT_KEPT } from './keep-choice.tsx';

describe('what a choice to keep a capture means', () => {
  it('keeps nothing unless somebody chose it', () => {
    expect(keepDaysOf(NOT_KEPT)).toBeUndefined();
    expect(keepDaysOf({ isKept: false, days: 'x' })).toBeUndefined();
  });

  it.each([
    [1, 1],
    [30, 30],
    [90, 90],
    [0, 'wrong'],
    [91, 'wrong'],
    [1.5, 'wrong'],
    ['', 'wrong'],
    ['30', 'wrong'],
  ] as const)('%j is %j', (days, meant) => {
    expect(keepDaysOf({ isKept: true, days })).toBe(meant);
  });
});
