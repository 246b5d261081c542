import { expect, test } from 'vitest';
import { der } from '#bytes';
import { certificateObject } from '../../../tests/lint-objects.ts';
import * as ext from '../x509/extensions.ts';
import { strictDer as lint } from './strict-der.ts';

test('a certificate as we write it has no fault', async () => {
  expect(lint.check(await certificateObject())).toEqual([]);
});

test('each fault is found where it stands', async () => {
  const extra = ext.extension('2.5.29.15', true, der.sequence());
  const object = await certificateObject({ more: [extra] });
  expect(lint.check(object).map(({ detail }) => detail)).toEqual(['extension-repeated']);
  const { start, end } = object.read.extensions.all.at(-1)!;
  for (const { at } of lint.check(object)) expect(at >= start && at <= end).toBe(true);
});
