import { expect, test } from 'vitest';
import { der } from '#bytes';
import { certificateObject } from '../../../tests/lint-objects.ts';
import * as ext from '../x509/extensions.ts';
import { authorityIsMarkedCritically as lint } from './authority-is-marked-critically.ts';

test('marked, critical, and not only by its key usage', async () => {
  const found = async (...extensions: Uint8Array[]) => lint.check(await certificateObject({ extensions }));
  const signs = ext.keyUsage(['keyCertSign']);
  expect(await found(ext.basicConstraints({ ca: true }), signs)).toEqual([]);
  expect(await found()).toEqual([]);
  expect(await found(signs)).toHaveLength(1);
  const soft = ext.extension('2.5.29.19', false, der.sequence(der.boolean(true)));
  expect(await found(soft, signs)).toHaveLength(1);
});
