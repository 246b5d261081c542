import { ascii, indexOf, u16leAt, u32leAt } from '#bytes';
import type { Out, View } from '../dissector.ts';
import { quicAttributes } from './quic-attributes.ts';

/** Flags of the public header: version present, connection id of eight bytes (QUIC Wire Layout Specification, 2016). */
const VERSION_AND_ID = 0x09;
const LONG_HEADER = 0x80;
const PUBLIC_VERSION_AT = 9;
const LONG_VERSION_AT = 1;
const HELLO = ascii('CHLO');
/** Tags of one hello; Chrome sends about thirty. */
const TAGS = 64;

const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39;

/** `Q043` and its kin at `at`. */
const isVersion = (bytes: Uint8Array, at: number, end: number): boolean =>
  at + 4 <= end && bytes[at] === 0x51 && isDigit(bytes[at + 1]!) && isDigit(bytes[at + 2]!) && isDigit(bytes[at + 3]!);

function versionAt(bytes: Uint8Array, start: number, end: number): number {
  const first = bytes[start]!;
  const at = (first & LONG_HEADER) !== 0 ? LONG_VERSION_AT : PUBLIC_VERSION_AT;
  if ((first & LONG_HEADER) === 0 && (first & VERSION_AND_ID) !== VERSION_AND_ID) return -1;
  return isVersion(bytes, start + at, end) ? start + at : -1;
}

/** QUIC as it was before the IETF's, which old Android devices and cameras still speak. */
export const isGquic = (bytes: Uint8Array, start: number, end: number): boolean => versionAt(bytes, start, end) >= 0;

/** Reports version, and of a hello in clear the server's name and the client's software. False when it is not gQUIC. */
export function readGquic(view: View, out: Out): boolean {
  const { bytes, start, end } = view;
  const version = versionAt(bytes, start, end);
  if (version < 0) return false;
  out.text(quicAttributes.version, view.sender, version, version + 4);
  const hello = indexOf(bytes, HELLO, version, end);
  if (hello < 0 || hello + 8 > end) return true;
  const count = u16leAt(bytes, hello + 4);
  const values = hello + 8 + count * 8;
  if (count > TAGS || values > end) return true;
  let from = values;
  for (let entry = hello + 8; entry < values; entry += 8) {
    const to = values + u32leAt(bytes, entry + 4);
    if (to < from || to > end) return true;
    // Tags are padded with NULs to four bytes.
    if (bytes[entry] === 0x53 && bytes[entry + 1] === 0x4e && bytes[entry + 2] === 0x49)
      out.text(quicAttributes.sni, view.receiver, from, to);
    else if (u32leAt(bytes, entry) === TAG_UAID) out.text(quicAttributes.userAgent, view.sender, from, to);
    from = to;
  }
  return true;
}

/** "UAID", little endian. */
const TAG_UAID = 0x44494155;
