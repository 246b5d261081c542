import { expect, test } from 'vitest';
import { CAPTURE_ERRORS } from './errors/captures.ts';
import { REQUEST_ERRORS } from './errors/requests.ts';
import { STORE_ERRORS } from './errors/store.ts';
import { type ErrorCode, ERRORS, explain, Fault } from './errors.ts';

const CODES = Object.keys(ERRORS) as ErrorCode[];
const placeholders = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '').sort();

test.each(CODES)('%s says in both languages what is wrong and what to do, with the same details', (code) => {
  const { en, ja } = ERRORS[code];
  expect(placeholders(ja.what + ja.remedy)).toEqual(placeholders(en.what + en.remedy));
  for (const text of [en.what, en.remedy]) expect(text).toMatch(/^[A-Z].*\.$/);
  for (const text of [ja.what, ja.remedy]) expect(text).toMatch(/[\u3040-\u30ff\u4e00-\u9fff].*。$/);
  expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
});

test('no group takes a code from another', () => {
  const codes = [REQUEST_ERRORS, CAPTURE_ERRORS, STORE_ERRORS].flatMap((group) => Object.keys(group));
  expect(codes.toSorted()).toEqual(CODES.toSorted());
});

test('details are put in, once, and what is missing stays visible', () => {
  const { what } = explain('not-found', 'en', { what: 'device', id: '{what}' });
  expect(what).toBe('There is no device "{what}".');
  expect(explain('not-found', 'ja', { what: 'device' }).what).toBe('機器「{id}」が見つかりません。');
  const state = { what: 'capture', id: 'capture', state: 'done' };
  expect(explain('state-conflict', 'ja', state).what).toBe(
    'キャプチャ「capture」の状態が「完了」のため、この操作はできません。',
  );
  expect(explain('state-conflict', 'en', { ...state, what: 'toString' }).what).toBe(
    'The toString "capture" is done, so this is not possible now.',
  );
});

test('a fault carries its code, its details and its cause', () => {
  const cause = new Error('disk');
  const fault = new Fault('store-timeout', { limitMs: 5 }, cause);
  expect(fault).toMatchObject({ name: 'Fault', code: 'store-timeout', details: { limitMs: 5 }, cause });
  expect(fault.message).toBe('store-timeout: The database needed longer than 5 ms.');
  expect(new Fault('internal')).not.toHaveProperty('cause');
});
