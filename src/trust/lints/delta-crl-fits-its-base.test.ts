import { expect, test } from 'vitest';
import { crlObject } from '../../../tests/lint-objects.ts';
import { deltaCrlFitsItsBase as lint } from './delta-crl-fits-its-base.ts';

test('newer than its base, and of the same scope', async () => {
  const { crl: base } = await crlObject({ number: 3 });
  const found = async (wish: Parameters<typeof crlObject>[0]) => lint.check({ ...(await crlObject(wish)), base });
  expect(await found({ number: 4, deltaTo: 3 })).toEqual([]);
  expect(await found({ number: 3, deltaTo: 3 })).toMatchObject([{ detail: '03 03' }]);
  expect(await found({ number: 5, deltaTo: 4 })).toMatchObject([{ detail: '03 04' }]);
  expect(await found({ number: 4 })).toMatchObject([{ detail: 'deltaCRLIndicator' }]);
  const distributionPoint = { urls: ['http://a.example.test/'] };
  expect(await found({ number: 4, deltaTo: 3, distributionPoint })).toMatchObject([{ detail: 'scope' }]);
});
