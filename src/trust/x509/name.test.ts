import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CertificateFault, type Name, nameToText, readElement, readName } from '#bytes';
import {
  type AttributeType,
  type DistinguishedName,
  encodeName,
  nameProblem,
  sameName,
  startsWithName,
} from './name.ts';

function read(bytes: Uint8Array): Name {
  const element = readElement(bytes, 0, bytes.length);
  const faults: CertificateFault[] = [];
  const name = readName(bytes, 0, element.ok ? element.contentStart : 0, bytes.length, faults);
  expect(faults).toEqual([]);
  return name;
}

const hexOf = (name: DistinguishedName): string => Buffer.from(encodeName(name)).toString('hex');

test('a name is written as RFC 5280 A.1 wants each attribute', () => {
  const text = nameToText(
    read(
      encodeName([
        [{ type: 'C', text: 'JP' }],
        [{ type: 'O', text: '例示病院' }],
        [
          { type: 'CN', text: 'pump-7' },
          { type: 'serialNumber', text: 'SN-0007' },
        ],
        [{ type: 'emailAddress', text: 'me@example.test' }],
      ]),
    ),
  );
  expect(text).toBe('emailAddress=me@example.test,serialNumber=SN-0007+CN=pump-7,O=例示病院,C=JP');
  // PrintableString 13 for C and serialNumber, IA5String 16 for mail, UTF8String 0c for the others.
  expect(hexOf([[{ type: 'C', text: 'JP' }]])).toBe('300d310b3009060355040613024a50');
  expect(hexOf([[{ type: 'serialNumber', text: '7' }]])).toContain('0603550405130137');
  expect(hexOf([[{ type: 'CN', text: '7' }]])).toContain('06035504030c0137');
  expect(hexOf([[{ type: 'emailAddress', text: '7' }]])).toContain('160137');
});

test.each<[AttributeType, string, string]>([
  ['C', 'JPN', 'too-long'],
  ['C', 'J', 'wrong-characters'],
  ['CN', '', 'empty'],
  ['CN', 'x'.repeat(65), 'too-long'],
  ['CN', 'a\u0000b', 'wrong-characters'],
  ['CN', 'a\ud800', 'wrong-characters'],
  ['serialNumber', 'SN_1', 'wrong-characters'],
  ['emailAddress', '例@example.test', 'wrong-characters'],
])('%s=%o is refused: %s', (type, text, reason) => {
  expect(nameProblem([[{ type, text }]])).toMatchObject({ type, reason });
  expect(() => encodeName([[{ type, text }]])).toThrow(RangeError);
});

test('a relative name without attributes, or with one twice, is refused', () => {
  const cn = { type: 'CN', text: 'x' } as const;
  expect(nameProblem([[]])).toMatchObject({ reason: 'empty' });
  expect(nameProblem([[cn, cn]])).toMatchObject({ reason: 'repeated' });
});

test('every name that is no problem reads back as it was written', () => {
  const types = fc.constantFrom<AttributeType>('CN', 'O', 'OU', 'C', 'serialNumber', 'emailAddress', 'DC', 'UID');
  const attribute = fc.record({ type: types, text: fc.string({ unit: 'binary', maxLength: 70 }) });
  fc.assert(
    fc.property(fc.array(fc.array(attribute, { maxLength: 3 }), { maxLength: 4 }), (rdns) => {
      const good = nameProblem(rdns) === undefined ? rdns : [];
      const name = read(encodeName(good));
      const sorted = (texts: readonly string[]) => [...texts].sort();
      expect(name.rdns.map((rdn) => sorted(rdn.map(({ text }) => text ?? '')))).toEqual(
        good.map((rdn) => sorted(rdn.map(({ text }) => text))),
      );
    }),
    { numRuns: 300 },
  );
});

test('names are the same without regard to case and blanks, and not when something differs', () => {
  const cn = (text: string) => read(encodeName([[{ type: 'O', text: 'A' }], [{ type: 'CN', text }]]));
  expect(sameName(cn('Example  CA'), cn('example ca'))).toBe(true);
  expect(sameName(cn('Example CA'), cn('Example CB'))).toBe(false);
  expect(sameName(cn('x'), read(encodeName([[{ type: 'CN', text: 'x' }], [{ type: 'O', text: 'A' }]])))).toBe(false);
  const above = read(encodeName([[{ type: 'O', text: 'A' }]]));
  expect(startsWithName(cn('x'), above)).toBe(true);
  expect(startsWithName(above, cn('x'))).toBe(false);
  expect(sameName(cn('x'), above)).toBe(false);
});
