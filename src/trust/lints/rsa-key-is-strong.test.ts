import { expect, test } from 'vitest';
import { der } from '#bytes';
import { certificateObject } from '../../../tests/lint-objects.ts';
import { rsaKeyIsStrong as lint } from './rsa-key-is-strong.ts';

const MODULUS = 2n ** 2048n - 1942289n;

const rsaKey = (modulus: bigint, exponent: number) =>
  der.sequence(
    der.sequence(der.oid('1.2.840.113549.1.1.1'), der.nullValue()),
    der.bitString(der.sequence(der.integer(modulus), der.integer(exponent))),
  );

test.each<[string, bigint, number, number]>([
  ['a usual key', MODULUS, 65_537, 0],
  ['half as long', 2n ** 1024n - 105n, 65_537, 1],
  ['an exponent of 3', MODULUS, 3, 1],
  ['an even exponent', MODULUS, 65_538, 1],
  ['an even modulus', MODULUS + 1n, 65_537, 1],
  ['a multiple of 751', (MODULUS / 751n) * 751n, 65_537, 1],
])('%s', async (_, modulus, exponent, findings) => {
  expect(lint.check(await certificateObject({ publicKey: rsaKey(modulus, exponent) }))).toHaveLength(findings);
});

test('other keys are not its business', async () => {
  expect(lint.check(await certificateObject())).toEqual([]);
});
