import { expect, test } from 'vitest';
import { certificateObject } from '../../../tests/lint-objects.ts';
import * as ext from '../x509/extensions.ts';
import { purposeIsSingle as lint } from './purpose-is-single.ts';

test('one purpose, not none, not two, not any', async () => {
  const found = async (...purposes: string[]) =>
    lint.check(await certificateObject({ extensions: purposes.length > 0 ? [ext.extendedKeyUsage(purposes)] : [] }));
  const { clientAuth, serverAuth, emailProtection, documentSigning } = ext.PURPOSE;
  expect(await found(clientAuth)).toEqual([]);
  expect(await found(emailProtection, documentSigning)).toEqual([]);
  expect(await found()).toHaveLength(1);
  expect(await found(ext.PURPOSE.any)).toHaveLength(1);
  expect(await found(clientAuth, serverAuth)).toMatchObject([{ detail: `${clientAuth} ${serverAuth}` }]);
});
