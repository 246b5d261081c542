import { expect, test } from 'vitest';
import { certificateObject, crlObject, DAY_US, NOW_US, plan } from '../../tests/lint-objects.ts';
import { lintCertificate, lintCrl, lintErrors } from './lint-run.ts';
import { LINTS } from './lints/index.ts';

test('what we write breaks no rule', async () => {
  const { bytes, issuer } = await certificateObject();
  expect(lintCertificate(bytes, { issuer, plan: plan() })).toEqual([]);
  expect(lintCrl((await crlObject()).bytes)).toEqual([]);
});

test('all that is wrong is reported, each with its rule', async () => {
  const { bytes, issuer } = await certificateObject({ serial: Uint8Array.of(1), notAfterUs: NOW_US + 999 * DAY_US });
  const reports = lintCertificate(bytes, { issuer, keyTakenBy: '41AB' });
  expect(lintErrors(reports).map(({ lint }) => lint.id)).toEqual([
    'key-is-new',
    'serial-has-64-random-bits',
    'validity-is-inside-issuer',
  ]);
});

test('what cannot be read breaks the rule of encoding', () => {
  for (const bytes of [new Uint8Array(0), Uint8Array.of(0x30, 0x80), new Uint8Array(70_000)]) {
    expect(lintCertificate(bytes)).toMatchObject([{ lint: { id: 'strict-der', severity: 'error' } }]);
    expect(lintCrl(bytes.subarray(0, 100))).toMatchObject([{ lint: { id: 'strict-der' } }]);
  }
});

test('what was made before a rule is not measured by it', async () => {
  const old = { serial: Uint8Array.of(1, 2, 3), notBeforeUs: Date.UTC(2016, 8, 29) * 1000 };
  const found = async (wish: Parameters<typeof certificateObject>[0]) =>
    lintCertificate((await certificateObject(wish)).bytes).map(({ lint }) => lint.id);
  expect(await found(old)).toEqual([]);
  expect(await found({ ...old, notBeforeUs: Date.UTC(2016, 8, 30) * 1000 })).toEqual(['serial-has-64-random-bits']);
});

test('every rule has an id of its own, texts in both languages and a day', () => {
  expect(new Set(LINTS.map(({ id }) => id)).size).toBe(LINTS.length);
  for (const { title, citation, effectiveDate } of LINTS) {
    expect(title.en.length * title.ja.length * citation.length).toBeGreaterThan(0);
    expect(effectiveDate).toMatch(/^20\d\d-\d\d-\d\d$/);
  }
});
