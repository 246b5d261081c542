import { expect, test } from 'vitest';
import { der } from '#bytes';
import { certificateObject, ecKey, publicKey } from '../../../tests/lint-objects.ts';
import { keyIsAPointOfItsCurve as lint } from './key-is-a-point-of-its-curve.ts';

test('keys of both curves are points, and of no other curve', async () => {
  expect(lint.check(await certificateObject())).toEqual([]);
  const large = await ecKey('secp384r1');
  expect(lint.check(await certificateObject({ publicKey: large }))).toEqual([]);
  expect(lint.check(await certificateObject({ publicKey: await ecKey('secp256k1') }))).toMatchObject([
    { detail: 'secp256k1' },
  ]);
});

test('an octet changed, and the point that is none', async () => {
  const changed = publicKey.slice();
  changed[changed.length - 1]! ^= 1;
  expect(lint.check(await certificateObject({ publicKey: changed }))).toMatchObject([{ detail: 'P-256' }]);
  const infinity = der.sequence(
    der.sequence(der.oid('1.2.840.10045.2.1'), der.oid('1.2.840.10045.3.1.7')),
    der.bitString(Uint8Array.of(0)),
  );
  expect(lint.check(await certificateObject({ publicKey: infinity }))).toHaveLength(1);
});
