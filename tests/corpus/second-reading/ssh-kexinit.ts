import { createHash } from 'node:crypto';

const KEXINIT = 20;
const COOKIE_BYTES = 16;
/** Positions of the name lists in RFC 4253 section 7.1 that HASSH joins, by direction. */
const CLIENT_LISTS = [0, 2, 4, 6];
const SERVER_LISTS = [0, 3, 5, 7];

/**
 * HASSH (https://github.com/salesforce/hassh) of the KEXINIT message in the bytes, which begin with the binary packet
 * or with the message itself; undefined when there is none or it is cut.
 */
export function hassh(bytes: Buffer, isServer: boolean): string | undefined {
  const start = bytes[0] === KEXINIT ? 0 : bytes[5] === KEXINIT ? 5 : undefined;
  const lists: string[] = [];
  let at = start === undefined ? 0 : start + 1 + COOKIE_BYTES;
  while (lists.length < 8) {
    if (at + 4 > bytes.length) return undefined;
    const length = bytes.readUInt32BE(at);
    if (at + 4 + length > bytes.length) return undefined;
    lists.push(bytes.toString('latin1', at + 4, at + 4 + length));
    at += 4 + length;
  }
  const joined = (isServer ? SERVER_LISTS : CLIENT_LISTS).map((position) => lists[position]).join(';');
  return createHash('md5').update(joined).digest('hex');
}
