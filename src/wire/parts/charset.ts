import { cleanText, decodeText } from '#bytes';

/**
 * The character set of a message, as far as decoding goes. 'plain': ASCII, or unknown, or UTF-8, or ISO 8859-1, which
 * the bytes themselves tell apart. 'iso-2022': escape sequences switch sets (ISO/IEC 2022), with half-width katakana in
 * the upper half. Others are labels of the WHATWG Encoding Standard.
 */
export type Charset = 'plain' | 'iso-2022' | (string & {});

const ESC = 0x1b;

/** DICOM PS3.3 C.12.1.1.2 defined terms, single-byte sets without code extensions; multi-byte sets without them below. */
const DICOM_LABELS: Readonly<Record<string, Charset>> = {
  'ISO_IR 101': 'iso-8859-2',
  'ISO_IR 109': 'iso-8859-3',
  'ISO_IR 110': 'iso-8859-4',
  'ISO_IR 144': 'iso-8859-5',
  'ISO_IR 127': 'iso-8859-6',
  'ISO_IR 126': 'iso-8859-7',
  'ISO_IR 138': 'iso-8859-8',
  'ISO_IR 148': 'windows-1254',
  'ISO_IR 166': 'windows-874',
  'ISO_IR 203': 'iso-8859-15',
  'ISO_IR 13': 'shift_jis',
  GB18030: 'gb18030',
  GBK: 'gbk',
};

/** HL7 table 0211; Shift_JIS stands there only by use in Japan. */
const HL7_LABELS: Readonly<Record<string, Charset>> = {
  '8859/2': 'iso-8859-2',
  '8859/3': 'iso-8859-3',
  '8859/4': 'iso-8859-4',
  '8859/5': 'iso-8859-5',
  '8859/6': 'iso-8859-6',
  '8859/7': 'iso-8859-7',
  '8859/8': 'iso-8859-8',
  '8859/9': 'windows-1254',
  '8859/15': 'iso-8859-15',
  'ISO IR14': 'iso-2022',
  'ISO IR87': 'iso-2022',
  'ISO IR159': 'iso-2022',
  SHIFT_JIS: 'shift_jis',
  'GB 18030-2000': 'gb18030',
  'KS X 1001': 'euc-kr',
  'BIG-5': 'big5',
};

/** Terms with code extensions whose sets need their escape sequences: Japanese, Korean, Chinese. */
const EXTENDED = ['ISO 2022 IR 13', 'ISO 2022 IR 87', 'ISO 2022 IR 159', 'ISO 2022 IR 149', 'ISO 2022 IR 58'];

/** Of (0008,0005) Specific Character Set, several values separated by backslashes. */
export function dicomCharset(text: string): Charset {
  const terms = text.split('\\').map((term) => term.trim());
  if (terms.some((term) => EXTENDED.includes(term))) return 'iso-2022';
  for (const term of terms) {
    const label = DICOM_LABELS[term.replace('ISO 2022 IR ', 'ISO_IR ')];
    if (label !== undefined) return label;
  }
  return 'plain';
}

/** Of MSH-18, repetitions separated by the announced character; an empty first repetition is ASCII. */
export function hl7Charset(text: string, repetition: string): Charset {
  for (const name of text.split(repetition)) {
    const charset = HL7_LABELS[name.trim().toUpperCase()];
    if (charset !== undefined) return charset;
  }
  return 'plain';
}

/** True when decoding by charset can differ from reading the bytes as plain text. */
export function needsCharset(charset: Charset, bytes: Uint8Array, from: number, to: number): boolean {
  if (charset === 'plain') return false;
  for (let at = from; at < to; at++) {
    const byte = bytes[at]!;
    if (byte >= 0x80 || byte === ESC) return true;
  }
  return false;
}

/** Text of `bytes[from, to)`; what the charset cannot explain is read as plain text. Trimmed, control characters out. */
export function decodeCharset(bytes: Uint8Array, from: number, to: number, charset: Charset): string {
  if (!needsCharset(charset, bytes, from, to)) return decodeText(bytes, from, to);
  if (charset === 'iso-2022') return cleanText(decodeIso2022(bytes, from, to));
  return cleanText(decoderOf(charset)?.decode(bytes.subarray(from, to)) ?? decodeText(bytes, from, to));
}

const decoders = new Map<Charset, TextDecoder>();

/** Only labels of the tables above get here, so the map stays small. */
function decoderOf(label: Charset): TextDecoder | undefined {
  let decoder = decoders.get(label);
  if (decoder === undefined) {
    try {
      decoder = new TextDecoder(label);
    } catch {
      return undefined;
    }
    decoders.set(label, decoder);
  }
  return decoder;
}

/** Sets that an escape sequence can put into the lower half (G0), and how a character of them reads in EUC. */
const SINGLE = 0;
const JIS_X_0208 = 1;
const JIS_X_0212 = 2;

/**
 * ISO/IEC 2022 as DICOM PS3.3 C.12.1.1.2 and HL7 use it. Each run goes through EUC, which holds all sets at once:
 * JIS X 0208 as two bytes above 0x80, JIS X 0212 behind 0x8F, half-width katakana behind 0x8E (JIS X 0201).
 * Korean and Chinese sets stand in the upper half already.
 */
function decodeIso2022(bytes: Uint8Array, from: number, to: number): string {
  const euc: number[] = [];
  let text = '';
  let upper: Charset = 'euc-jp';
  let set = SINGLE;
  const flush = () => {
    if (euc.length === 0) return;
    text += decoderOf(upper)?.decode(Uint8Array.from(euc)) ?? '';
    euc.length = 0;
  };
  for (let at = from; at < to; at++) {
    const byte = bytes[at]!;
    if (byte === ESC) {
      const second = bytes[at + 1];
      const third = bytes[at + 2];
      if (second === 0x24 && (third === 0x42 || third === 0x40)) set = JIS_X_0208;
      else if (second === 0x24 && third === 0x28) set = JIS_X_0212;
      else if (second === 0x24 && third === 0x29) {
        flush();
        upper = bytes[at + 3] === 0x43 ? 'euc-kr' : 'gb18030';
      } else set = SINGLE;
      at += second === 0x24 && third !== 0x42 && third !== 0x40 ? 3 : 2;
    } else if (set !== SINGLE && byte > 0x20 && byte < 0x7f) {
      if (set === JIS_X_0212) euc.push(0x8f);
      euc.push(byte | 0x80, (bytes[++at] ?? 0) | 0x80);
    } else {
      if (byte >= 0xa1 && byte <= 0xdf && upper === 'euc-jp') euc.push(0x8e);
      euc.push(byte);
    }
  }
  flush();
  return text;
}
