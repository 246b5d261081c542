import { bytesOf } from './packets.ts';

/** A BER element: tag, length in the short form or in two octets, content. */
export function element(tag: number, ...parts: readonly (Uint8Array | string | number)[]): Uint8Array {
  const content = bytesOf(...parts);
  return content.length < 128
    ? bytesOf(tag, content.length, content)
    : bytesOf(tag, 0x82, [content.length >> 8, content.length & 0xff], content);
}

export const sequence = (...parts: readonly Uint8Array[]): Uint8Array => element(0x30, ...parts);
export const integer = (value: number): Uint8Array => element(0x02, value);
export const octets = (value: string | Uint8Array): Uint8Array => element(0x04, value);
