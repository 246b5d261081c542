import { expect, test } from 'vitest';
import { der } from '#bytes';
import { certificateObject } from '../../../tests/lint-objects.ts';
import * as ext from '../x509/extensions.ts';
import { criticalExtensionsAreKnown as lint } from './critical-extensions-are-known.ts';

test('critical only what is read', async () => {
  const foreign = (critical: boolean) => ext.extension('1.3.6.1.4.1.32473.9', critical, der.nullValue());
  expect(lint.check(await certificateObject({ more: [foreign(false)] }))).toEqual([]);
  expect(lint.check(await certificateObject({ more: [foreign(true)] }))).toMatchObject([
    { detail: '1.3.6.1.4.1.32473.9' },
  ]);
});
