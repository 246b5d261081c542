import { bytesOf, u16 } from './packets.ts';

const u24 = (value: number): number[] => [value >> 16, ...u16(value & 0xffff)];
const extension = (type: number, body: Uint8Array): Uint8Array => bytesOf(u16(type), u16(body.length), body);

/** RFC 5246 §6.2.1: type, version, length, fragment. */
export const record = (type: number, fragment: Uint8Array): Uint8Array =>
  bytesOf(type, 3, 3, u16(fragment.length), fragment);

/** RFC 5246 §7.4: type, length of three bytes, body. */
export const handshake = (type: number, body: Uint8Array): Uint8Array => bytesOf(type, u24(body.length), body);

/** Version, random, no session, one cipher, no compression; the name asked for (RFC 6066 §3) when there is one. */
export function clientHello(serverName?: string): Uint8Array {
  const names = serverName === undefined ? [] : [bytesOf(0, u16(serverName.length), serverName)];
  const extensions = bytesOf(...names.map((name) => extension(0, bytesOf(u16(name.length), name))));
  const random = new Uint8Array(32).fill(0x5a);
  return handshake(1, bytesOf(3, 3, random, 0, u16(2), u16(0xc02f), 1, 0, u16(extensions.length), extensions));
}

/** TLS 1.2 with this cipher, without extensions. */
export const serverHello = (cipher: number): Uint8Array =>
  handshake(2, bytesOf(3, 3, new Uint8Array(32).fill(0xa5), 0, u16(cipher), 0));

/** RFC 5246 §7.4.2: a list of certificates, each with its length. */
export function certificates(...chain: readonly Uint8Array[]): Uint8Array {
  const list = bytesOf(...chain.map((der) => bytesOf(u24(der.length), der)));
  return handshake(11, bytesOf(u24(list.length), list));
}

/** ChangeCipherSpec: what follows is encrypted (RFC 5246 §7.1). */
export const CHANGE_CIPHER_SPEC: Uint8Array = record(20, bytesOf(1));
