import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson } from './canonical-json.ts';
import type { Json } from './transaction.ts';

test('the example of RFC 8785 §3.2.2', () => {
  const value = {
    numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
    string: '€$\u000f\u000aA\'B\u0022\u005c\\"/',
    literals: [null, true, false],
  };
  expect(canonicalJson(value)).toBe(
    String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
  );
});

test('members are sorted by code units, as in RFC 8785 §3.2.3', () => {
  const value = { '€': 1, '\r': 2, '\u{fb33}': 3, '1': 4, '\u{1f600}': 5, '\u0080': 6, ö: 7 };
  const order = [...canonicalJson(value).matchAll(/:(\d)/g)].map(([, digit]) => digit);
  expect(order).toEqual(['2', '4', '6', '7', '1', '5', '3']);
});

test('any value reads back as itself, and the order of its members does not matter', () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
      const text = canonicalJson(value);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      const turned = JSON.parse(text, (_, each: unknown) =>
        typeof each === 'object' && each !== null && !Array.isArray(each)
          ? Object.fromEntries(Object.entries(each).reverse())
          : each,
      ) as Json;
      expect(canonicalJson(turned)).toBe(text);
    }),
  );
});

test('what is undefined is left out', () => {
  expect(canonicalJson({ a: undefined, b: { c: undefined } })).toBe('{"b":{}}');
});
