import { describe, expect, it } from 'vitest';
import { caseText, parseCase, readCases } from './cases.ts';
import { examine } from './examine.ts';
import { framesOf } from './frames-of.ts';
import { captureOf, type FuzzInput } from './input.ts';
import { minimise } from './minimise.ts';

describe('what once went wrong', () => {
  it.each(readCases())('$name is read without a fault', ({ input }) => {
    expect(examine(input)).toBeUndefined();
  });
});

describe('a case', () => {
  const frames = [Uint8Array.of(1, 2, 3), new Uint8Array(70).fill(7)];

  it.each<FuzzInput>([{ frames, linkType: 113 }, { file: frames[1]! }])('is read as it was written', (input) => {
    expect(parseCase(caseText(input, 'why\nand where'))).toEqual(input);
  });

  it.each(['', 'frame 1\n00', 'file\n0', 'file\nxy'])('is not %j', (text) => {
    expect(() => parseCase(text)).toThrow(SyntaxError);
  });

  it('holds the frames that its capture holds', () => {
    expect(framesOf(captureOf({ frames, linkType: 1 }))).toEqual({ frames, linkType: 1 });
  });
});

describe('making smaller', () => {
  const noise = (n: number): Uint8Array => Uint8Array.from({ length: 200 }, (_, at) => (at * n + 3) & 0xff);

  it('leaves the frames and bytes that the fault needs', async () => {
    const guilty = noise(3);
    guilty[40] = 0xee;
    const input = { frames: [noise(1), noise(2), guilty, noise(5), noise(7)], linkType: 1 };
    const small = await minimise(input, async (candidate) =>
      Promise.resolve('frames' in candidate && candidate.frames.some((frame) => frame[40] === 0xee)),
    );
    const wanted = new Uint8Array(41);
    wanted[40] = 0xee;
    expect(small).toEqual({ frames: [wanted], linkType: 1 });
  });

  it('leaves the bytes of a file that the fault needs', async () => {
    const file = noise(9);
    const small = await minimise({ file }, async (candidate) =>
      Promise.resolve('file' in candidate && candidate.file.includes(file[20]!) && candidate.file.includes(file[150]!)),
    );
    expect(small).toEqual({ file: Uint8Array.of(file[20]!, file[150]!) });
  });
});
