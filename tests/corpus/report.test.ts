import { expect, test } from 'vitest';
import { families } from './families/index.ts';
import { accuracyPage } from './report.ts';
import { scoreOf } from './score.ts';

const dns = families.filter((family) => family.id === 'dns');
const counted = {
  expected: 200,
  found: 190,
  excluded: 2,
  said: 180,
  unjudged: 0,
  extras: 1,
  confirmed: 3,
  explained: 4,
  wrong: 2,
};
const score = { ...scoreOf([], ['dns'], []), families: { dns: counted } };
const miss = { file: 'f', family: 'dns', attribute: 'dns.query', value: 'a|b', host: '', cause: 'inside GTP' };
const page = accuracyPage(
  dns,
  { coap: 'not in scope' },
  [],
  score,
  [{ name: 'no crash', passed: false, detail: '1 file', complaints: [] }],
  [miss, miss],
  ['a reason', 'a reason'],
);

test('the page has a row for the family, with its numbers and the sum', () => {
  expect(page).toContain('| dns | 200 | 190 | 95.0 % | 180 | 2 | 1 | 3 | 4 | 0 | 2 | **below the target**;');
  expect(page).toContain('| all | 200 | 190 | 95.0 % |');
});

test('and what holds, what is missed and what is left out', () => {
  expect(page).toContain('| no crash | **does not hold** | 1 file |');
  expect(page).toContain('| dns | 2 | inside GTP |');
  expect(page).toContain('| a reason | 2 |');
  expect(page).toContain('| coap | not in scope |');
});
