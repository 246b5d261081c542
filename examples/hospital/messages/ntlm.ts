import { ascii, cat, le16, le32, u8, zeros } from '../../../bench/captures/bytes.ts';
import type { Random } from '../../../bench/captures/random.ts';

const SIGNATURE = ascii('NTLMSSP\0');
const NEGOTIATE_FLAGS = 0xe2088297;
const CHALLENGE_FLAGS = 0xe28a8215;
const AUTHENTICATE_FLAGS = 0xe2888215;
const RESPONSE_BYTES = 24;
/** FILETIME counts tenths of microseconds from 1601. */
const FILETIME_OFFSET_S = 11_644_473_600n;

const wide = (text: string): Buffer => Buffer.from(text, 'utf16le');

/** Major, minor, build, and the revision of NTLM, 15 (MS-NLMP 2.2.2.10). */
export type WindowsVersion = readonly [major: number, minor: number, build: number];
const version = ([major, minor, build]: WindowsVersion): Buffer => cat(u8(major, minor), le16(build), u8(0, 0, 0, 15));

export function fileTime(at: number): Buffer {
  const bytes = zeros(8);
  bytes.writeBigUInt64LE((BigInt(Math.floor(at)) + FILETIME_OFFSET_S) * 10_000_000n);
  return bytes;
}

export const negotiate = (os: WindowsVersion): Buffer =>
  cat(SIGNATURE, le32(1), le32(NEGOTIATE_FLAGS), zeros(16), version(os));

export interface NtlmServer {
  readonly name: string;
  readonly domain: string;
  readonly dnsDomain: string;
  readonly os: WindowsVersion;
}

/** Length, room and offset of a part behind the fixed fields. */
const field = (length: number, offset: number): Buffer => cat(le16(length), le16(length), le32(offset));

const pair = (id: number, value: Buffer): Buffer => cat(le16(id), le16(value.length), value);

/** The server's challenge with its names (MS-NLMP 2.2.1.2). */
export function challenge(random: Random, at: number, server: NtlmServer): Buffer {
  const { name, domain, dnsDomain, os } = server;
  const target = wide(domain);
  const info = cat(
    pair(2, target),
    pair(1, wide(name)),
    pair(4, wide(dnsDomain)),
    pair(3, wide(`${name.toLowerCase()}.${dnsDomain}`)),
    pair(7, fileTime(at)),
    pair(0, zeros(0)),
  );
  const offset = 56;
  const head = cat(SIGNATURE, le32(2), field(target.length, offset), le32(CHALLENGE_FLAGS), random.bytes(8), zeros(8));
  return cat(head, field(info.length, offset + target.length), version(os), target, info);
}

export interface NtlmClient {
  readonly name: string;
  readonly domain: string;
  readonly user: string;
  readonly os: WindowsVersion;
}

/** The client's answer (MS-NLMP 2.2.1.3). */
export function authenticate(random: Random, client: NtlmClient): Buffer {
  const parts = [
    random.bytes(RESPONSE_BYTES),
    random.bytes(RESPONSE_BYTES),
    wide(client.domain),
    wide(client.user),
    wide(client.name),
    random.bytes(16),
  ];
  let offset = 72;
  const fields = parts.map((part) => {
    const described = field(part.length, offset);
    offset += part.length;
    return described;
  });
  return cat(SIGNATURE, le32(3), ...fields, le32(AUTHENTICATE_FLAGS), version(client.os), ...parts);
}
