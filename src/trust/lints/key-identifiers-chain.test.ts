import { expect, test } from 'vitest';
import { certificateObject } from '../../../tests/lint-objects.ts';
import * as ext from '../x509/extensions.ts';
import { keyIdentifiersChain as lint } from './key-identifiers-chain.ts';

test('both there, and the right ones', async () => {
  const own = ext.subjectKeyIdentifier(Uint8Array.of(1));
  const found = async (...extensions: Uint8Array[]) => lint.check(await certificateObject({ extensions }));
  expect(lint.check(await certificateObject())).toEqual([]);
  expect(await found()).toMatchObject([{ detail: 'subjectKeyIdentifier' }]);
  expect(await found(own)).toMatchObject([{ detail: 'authorityKeyIdentifier' }]);
  expect(await found(own, ext.authorityKeyIdentifier(Uint8Array.of(9)))).toMatchObject([{ detail: '09' }]);
});
