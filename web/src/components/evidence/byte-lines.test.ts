import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byteLines, keptBytes, markedText, offsetText } from './byte-lines.ts';

const SHA = 'f'.repeat(64);
const base64 = (text: string): string => btoa(text);

function excerpt(length: number, kept: readonly (readonly [offset: number, text: string])[]) {
  return { frame: 7, length, sha256: SHA, kept: kept.map(([offset, text]) => ({ offset, bytes: base64(text) })) };
}

describe('the dump of a frame', () => {
  it('marks the evidence, shows what was kept and masks the rest', () => {
    const [line] = byteLines(
      excerpt(16, [
        [0, 'AB'],
        [8, 'CT01'],
      ]),
      [{ frame: 7, offset: 8, length: 4 }],
    );
    expect(line).toMatchObject({
      kind: 'bytes',
      offset: 0,
      halves: [
        [
          { state: 'kept', hex: '41 42', text: 'AB' },
          { state: 'masked', hex: '·· ·· ·· ·· ·· ··', text: '······' },
        ],
        [
          { state: 'marked', hex: '43 54 30 31', text: 'CT01' },
          { state: 'masked', hex: '·· ·· ·· ··', text: '····' },
        ],
      ],
    });
  });

  it('draws a long masked stretch as one line and says how long it is', () => {
    const lines = byteLines(
      excerpt(1040, [
        [0, 'x'.repeat(16)],
        [1024, 'y'.repeat(16)],
      ]),
      [],
    );
    expect(lines.map(({ kind, offset }) => [kind, offset])).toEqual([
      ['bytes', 0],
      ['masked', 16],
      ['bytes', 1024],
    ]);
    expect(lines[1]).toMatchObject({ length: 1008 });
  });

  it('leaves marks of other frames alone', () => {
    const lines = byteLines(excerpt(4, [[0, 'abcd']]), [{ frame: 8, offset: 0, length: 4 }]);
    expect(lines).toMatchObject([{ halves: [[{ state: 'kept' }], []] }]);
  });

  it('covers every byte once, whatever was kept', () => {
    const kept = fc.array(fc.tuple(fc.nat(400), fc.stringMatching(/^[ -~]{1,40}$/)), { maxLength: 6 });
    const marks = fc.array(fc.record({ frame: fc.constantFrom(7, 8), offset: fc.nat(400), length: fc.nat(60) }));
    fc.assert(
      fc.property(fc.nat(380), kept, marks, (length, pieces, ranges) => {
        let next = 0;
        for (const line of byteLines(excerpt(length, pieces), ranges)) {
          expect(line.offset).toBe(next);
          next += line.kind === 'masked' ? line.length : line.whole.reduce((n, run) => n + run.text.length, 0);
        }
        expect(next).toBe(length);
      }),
    );
  });

  it('never shows a byte that was not kept', () => {
    fc.assert(
      fc.property(fc.nat(200), fc.nat(200), (offset, length) => {
        const lines = byteLines(excerpt(200, []), [{ frame: 7, offset, length }]);
        const texts = lines.flatMap((line) => (line.kind === 'bytes' ? line.whole.map((run) => run.text) : []));
        expect(texts.join('')).toMatch(/^·*$/);
      }),
    );
  });
});

describe('the marked bytes as text', () => {
  it('are read as UTF-8 without their padding', () => {
    const bytes = { frame: 7, length: 6, sha256: SHA, kept: [{ offset: 0, bytes: btoa('CT\u0000\u0000zz') }] };
    expect(markedText(bytes, [{ frame: 7, offset: 0, length: 4 }])).toBe('CT');
  });

  it('are not guessed when they are no text, or were not kept', () => {
    expect(markedText(excerpt(4, [[0, '\u00ff\u00fe']]), [{ frame: 7, offset: 0, length: 2 }])).toBeUndefined();
    expect(markedText(excerpt(4, [[0, 'ab']]), [{ frame: 7, offset: 0, length: 3 }])).toBeUndefined();
  });
});

it('counts kept bytes once, also where pieces overlap or reach past the frame', () => {
  expect(
    keptBytes(
      excerpt(8, [
        [0, 'abcd'],
        [2, 'cdef'],
        [7, 'zzz'],
      ]),
    ),
  ).toBe(7);
});

it('writes offsets in four digits or more', () => {
  expect([offsetText(0), offsetText(0x1a4), offsetText(0x12345)]).toEqual(['0x0000', '0x01a4', '0x12345']);
});
