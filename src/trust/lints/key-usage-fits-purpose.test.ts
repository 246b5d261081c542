import { expect, test } from 'vitest';
import { der } from '#bytes';
import { certificateObject } from '../../../tests/lint-objects.ts';
import * as ext from '../x509/extensions.ts';
import { keyUsageFitsPurpose as lint } from './key-usage-fits-purpose.ts';

test.each<[boolean, Parameters<typeof ext.keyUsage>[0], (keyof typeof ext.PURPOSE)[]]>([
  [true, ['digitalSignature'], ['clientAuth']],
  [true, ['digitalSignature', 'nonRepudiation'], ['documentSigning', 'emailProtection']],
  [true, ['keyAgreement'], ['emailProtection']],
  [false, ['keyAgreement'], ['clientAuth']],
  [false, ['digitalSignature', 'keyAgreement'], ['emailProtection']],
  [false, ['digitalSignature', 'keyCertSign'], ['clientAuth']],
  [false, ['digitalSignature', 'nonRepudiation'], ['codeSigning']],
])('%s: %s for %s', async (isGood, usages, purposes) => {
  const extensions = [ext.keyUsage(usages), ext.extendedKeyUsage(purposes.map((name) => ext.PURPOSE[name]))];
  expect(lint.check(await certificateObject({ extensions }))).toHaveLength(isGood ? 0 : 1);
});

test('absent, not critical, and an authority that may not sign certificates', async () => {
  const ca = ext.basicConstraints({ ca: true });
  expect(lint.check(await certificateObject({ extensions: [] }))).toHaveLength(1);
  expect(lint.check(await certificateObject({ extensions: [ca, ext.keyUsage(['cRLSign'])] }))).toHaveLength(1);
  expect(lint.check(await certificateObject({ extensions: [ca, ext.keyUsage(['keyCertSign'])] }))).toEqual([]);
  const soft = ext.extension('2.5.29.15', false, der.bitString(Uint8Array.of(0x80), 7));
  expect(lint.check(await certificateObject({ extensions: [soft] }))).toHaveLength(1);
});
