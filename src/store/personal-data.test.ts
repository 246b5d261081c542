import { expect, test } from 'vitest';
import { PERSONAL_DATA } from '#wire';
import { personalDataBits, personalDataOf } from './personal-data.ts';

test('every category has a bit of its own, which never changes', () => {
  expect(PERSONAL_DATA.map((category) => personalDataBits([category]))).toEqual(PERSONAL_DATA.map((_, at) => 1 << at));
  expect(personalDataOf(personalDataBits(PERSONAL_DATA))).toEqual(PERSONAL_DATA);
  expect(personalDataOf(0b1000000001)).toEqual(['name', 'image']);
});
