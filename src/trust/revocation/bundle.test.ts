import { expect, test } from 'vitest';
import { NOW_US } from '../../../tests/trust-authorities.ts';
import { encodeRevocationBundle } from './bundle.ts';

test('the same bundle is the same octets, and any JSON reader opens them', () => {
  const der = Uint8Array.of(0x30, 0x00);
  const bundle = {
    createdAtUs: NOW_US,
    authorities: [
      { certificate: der, baseCrl: der, deltaCrl: der, ocspResponses: [der, der] },
      { certificate: der, baseCrl: der, ocspResponses: [] },
    ],
  };
  const encoded = encodeRevocationBundle(bundle);
  expect(encodeRevocationBundle(structuredClone(bundle))).toEqual(encoded);
  expect(JSON.parse(Buffer.from(encoded).toString())).toEqual({
    version: 1,
    createdAt: '2026-06-01T00:00:00.000000Z',
    authorities: [
      { certificate: 'MAA=', baseCrl: 'MAA=', deltaCrl: 'MAA=', ocspResponses: ['MAA=', 'MAA='] },
      { certificate: 'MAA=', baseCrl: 'MAA=', ocspResponses: [] },
    ],
  });
});
