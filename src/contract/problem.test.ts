import { ERRORS } from '#kernel';
import { expect, test } from 'vitest';
import { Problem, STATUS_OF } from './problem.ts';

test('every code has a status of its kind', () => {
  expect(Object.keys(STATUS_OF).sort()).toEqual(Object.keys(ERRORS).sort());
  for (const status of Object.values(STATUS_OF)) expect(status).toSatisfy((each: number) => each >= 400 && each < 600);
});

test('a problem names one of our codes', () => {
  const problem = { type: 'about:blank', status: 404, title: 'a', detail: 'b', code: 'not-found' };
  expect(Problem.safeParse(problem).success).toBe(true);
  expect(Problem.safeParse({ ...problem, code: 'something-else' }).success).toBe(false);
});
