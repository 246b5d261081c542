import { ascii, decodeText } from '#bytes';
import type { Attribute, Subject, ValueOrigin } from '../dissector.ts';
import type { PersonalData } from '../facts.ts';
import type { Ports } from '../ports.ts';
import type { FactSink } from './pieced-out.ts';

/** Longest base64 text that is decoded: NTLM tokens with a large ticket stay below it. */
export const BASE64_BYTES = 16_384;

/** Value of each character (RFC 4648 §4), 255 for the others. */
const VALUES = new Uint8Array(256).fill(255);
const ALPHABET = ascii('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/');
for (const [value, character] of ALPHABET.entries()) VALUES[character] = value;

/** The bytes that the base64 text in bytes[from, to) stands for, up to the first character that is none. */
export function decodeBase64(bytes: Uint8Array, from: number, to: number): Uint8Array {
  const last = Math.min(to, from + BASE64_BYTES);
  const decoded = new Uint8Array(Math.ceil(((last - from) * 3) / 4));
  let length = 0;
  let bits = 0;
  let held = 0;
  for (let at = from; at < last; at++) {
    const value = VALUES[bytes[at]!]!;
    if (value === 255) break;
    held = ((held << 6) | value) & 0xfff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      decoded[length++] = held >> bits;
    }
  }
  return decoded.subarray(0, length);
}

/**
 * Facts of a message that the view holds as base64: positions in the decoded bytes become positions of the characters
 * that carry them, so that evidence shows no more of the text than the value needs.
 */
export class Base64Out implements FactSink {
  readonly ports: Ports;
  private readonly sink: FactSink;
  private readonly bytes: Uint8Array;
  private readonly textFrom: number;

  constructor(sink: FactSink, bytes: Uint8Array, textFrom: number) {
    this.ports = sink.ports;
    this.sink = sink;
    this.bytes = bytes;
    this.textFrom = textFrom;
  }

  text(attribute: Attribute, subject: Subject, from: number, to: number): void {
    this.value(attribute, subject, decodeText(this.bytes, from, to), from, to);
  }

  value(attribute: Attribute, subject: Subject, value: string, from: number, to: number, more?: ValueOrigin): void {
    const first = this.textFrom + Math.floor((from * 4) / 3);
    const last = this.textFrom + Math.ceil((to * 4) / 3);
    this.sink.value(attribute, subject, value, first, last, more ?? { derived: 'computed' });
  }

  personal(category: PersonalData, count: number): void {
    this.sink.personal(category, count);
  }

  anomaly(kind: string): void {
    this.sink.anomaly(kind);
  }
}
