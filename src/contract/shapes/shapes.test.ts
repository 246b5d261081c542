import { expect, test } from 'vitest';
import { CONCLUSIONS, IDENTITY_RULES } from '../../inventory/device.ts';
import { toIso } from '#kernel';
import { PERSONAL_DATA } from '#wire';
import { API } from '../operations/index.ts';
import { CONCLUSION_NAMES, IDENTITY_RULE_NAMES, PERSONAL_DATA_CATEGORIES } from './device.ts';
import { Login } from './person.ts';
import { Choices, Instant, NumberChoices, Page, personText } from './values.ts';

test('lists that other rooms hold as well are the same', () => {
  expect(CONCLUSION_NAMES).toEqual(CONCLUSIONS);
  expect(PERSONAL_DATA_CATEGORIES).toEqual(PERSONAL_DATA);
  expect(IDENTITY_RULE_NAMES).toEqual(Object.keys(IDENTITY_RULES));
});

test('times are what toIso writes', () => {
  expect(Instant.safeParse(toIso(1_795_285_478_869_443)).success).toBe(true);
  for (const text of ['2026-11-21T18:24:38Z', '2026-11-21T18:24:38.869443+09:00', '2026-13-21T18:24:38.869443Z', '']) {
    expect(Instant.safeParse(text).success).toBe(false);
  }
});

test('a filter is one value or several, and not too many', () => {
  expect(Choices.parse('a')).toEqual(['a']);
  expect(Choices.parse(['a', 'b'])).toEqual(['a', 'b']);
  expect(Choices.safeParse('').success).toBe(false);
  expect(Choices.safeParse(Array.from({ length: 65 }, () => 'a')).success).toBe(false);
  expect(NumberChoices.parse('7')).toEqual([7]);
  expect(NumberChoices.parse(['7', 8])).toEqual([7, 8]);
  expect(NumberChoices.safeParse('x').success).toBe(false);
});

test('pages have a beginning and an end', () => {
  expect([Page.offset.parse(undefined), Page.limit.parse(undefined)]).toEqual([0, 100]);
  expect(Page.limit.parse('500')).toBe(500);
  for (const limit of ['0', '501', '-1', '1.5', 'x']) expect(Page.limit.safeParse(limit).success).toBe(false);
});

test('what people write is trimmed, bounded and free of control characters', () => {
  const text = personText(5);
  expect(text.parse('  木村 花子 ')).toBe('木村 花子');
  for (const bad of ['', '   ', 'abcdef', 'a\nb', 'a\0b']) expect(text.safeParse(bad).success).toBe(false);
  expect(Login.parse(' Kimura.Hanako ')).toBe('kimura.hanako');
  for (const bad of ['', '.a', 'a b', '木村', 'a'.repeat(65)]) expect(Login.safeParse(bad).success).toBe(false);
});

test('a new password is long enough, a given one may be anything', () => {
  const { body } = API.session.changePassword;
  expect(body.safeParse({ current: '', next: '123456789012' }).success).toBe(true);
  expect(body.safeParse({ current: 'x', next: '12345678901' }).success).toBe(false);
});
