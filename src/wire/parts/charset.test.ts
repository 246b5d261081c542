import { describe, expect, test } from 'vitest';
import { fromHex } from '../../../tests/packets.ts';
import { decodeCharset, dicomCharset, hl7Charset } from './charset.ts';

const decoded = (charset: string, hex: string): string => {
  const bytes = fromHex(hex);
  return decodeCharset(bytes, 0, bytes.length, charset);
};

describe('DICOM Specific Character Set', () => {
  test.each([
    ['\\ISO 2022 IR 87', '54616e616b61 3d 1b2442 45444366 1b2842', 'Tanaka=田中'],
    ['ISO 2022 IR 13\\ISO 2022 IR 87', 'd4cfc0de 3d 1b2442 3b334544 1b284a', 'ﾔﾏﾀﾞ=山田'],
    ['\\ISO 2022 IR 159', '1b242844 3021 1b2842', '丂'],
    ['ISO_IR 13', 'b6cdb2', 'ｶﾍｲ'],
    ['\\ISO 2022 IR 149', '486f 1b242943 fbf3', 'Ho洪'],
    ['ISO_IR 192', 'e79785e999a2', '病院'],
    ['ISO_IR 100', '4dfc6c6c6572', 'Müller'],
    ['ISO_IR 144', 'bbeeda', 'Люк'],
    ['GB18030', 'd6d0', '中'],
    ['ISO_IR 99999', '41 1b2442', 'A $B'],
  ])('%j', (term, hex, text) => {
    expect(decoded(dicomCharset(term), hex)).toBe(text);
  });
});

test.each([
  ['ISO IR87', '1b2442 4942 3121 1b2842', '病院'],
  ['~ISO IR87', '1b2442 4942 3121 1b2842', '病院'],
  ['UNICODE UTF-8', 'e79785e999a2', '病院'],
  ['8859/1', '4dfc6c6c6572', 'Müller'],
  ['SHIFT_JIS', '95618940', '病院'],
])('HL7 MSH-18 %j', (field, hex, text) => {
  expect(decoded(hl7Charset(field, '~'), hex)).toBe(text);
});
