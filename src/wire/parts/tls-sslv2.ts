import { u16At } from '#bytes';
import { MORE, NO, type Out, type Recognition, SURE, type View } from '../dissector.ts';
import { tlsAttributes } from './tls-attributes.ts';
import { certificatesFor } from './tls-certificate.ts';
import { wireCode } from './tls-fingerprint.ts';

/**
 * The hello of SSL 2.0 (draft-hickman-netscape-ssl-00 §1.5, RFC 5246 §E.2), which old devices still send. The high bit of
 * the first byte marks the two-byte record header; 0x87 stands for records of up to 2 KB.
 */
export const SSLV2_FIRST_BYTES = [0x80, 0x81, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87] as const;

const CLIENT_HELLO = 1;
const SERVER_HELLO = 4;
const X509_CERTIFICATE = 1;
const SSLV2 = 0x0002;
const HELLO_HEADER = 11;
const SERVER_HEADER = 13;
/** Bytes that tell a hello from other protocols. */
const DECIDING_BYTES = 9;

const isVersion = (version: number): boolean => version === SSLV2 || (version >= 0x0300 && version <= 0x0304);

const recordLength = (bytes: Uint8Array, at: number): number => u16At(bytes, at) & 0x7fff;

export const isSslv2 = (firstByte: number): boolean => firstByte >= 0x80 && firstByte <= 0x87;

/** Asked when the first byte is one of SSLV2_FIRST_BYTES. */
export function recogniseSslv2(view: View): Recognition {
  const { bytes, start, end } = view;
  if (end - start < 3) return MORE;
  const type = bytes[start + 2];
  if (type !== CLIENT_HELLO && type !== SERVER_HELLO) return NO;
  if (end - start < DECIDING_BYTES) return MORE;
  const length = recordLength(bytes, start);
  if (type === SERVER_HELLO) {
    if (bytes[start + 3]! > 1 || bytes[start + 4]! > 1 || u16At(bytes, start + 5) !== SSLV2) return NO;
    return SERVER_HEADER - 2 + u16At(bytes, start + 7) <= length ? SURE : NO;
  }
  const ciphers = u16At(bytes, start + 5);
  const session = u16At(bytes, start + 7);
  if (!isVersion(u16At(bytes, start + 3)) || ciphers === 0 || ciphers % 3 !== 0) return NO;
  // A challenge of 16 to 32 bytes is all that follows.
  const challenge = length - (HELLO_HEADER - 2) - ciphers - session;
  return (session === 0 || session === 16) && challenge >= 16 && challenge <= 32 ? SURE : NO;
}

/**
 * Reads one record at `at`. Returns where it ends; `view.end` + 1 or more means that it is not all there yet.
 */
export function readSslv2(view: View, out: Out, at: number): number {
  const { bytes, end } = view;
  if (end - at < 2) return end + 1;
  const recordEnd = at + 2 + recordLength(bytes, at);
  if (recordEnd > end) return recordEnd;
  const type = bytes[at + 2];
  if (type === CLIENT_HELLO && recordEnd - at >= HELLO_HEADER) {
    if (view.side === 1) out.senderIsClient();
    out.value(tlsAttributes.version, view.sender, wireCode(u16At(bytes, at + 3)), at + 3, at + 5);
  } else if (type === SERVER_HELLO && recordEnd - at >= SERVER_HEADER) {
    out.value(tlsAttributes.version, view.sender, wireCode(u16At(bytes, at + 5)), at + 5, at + 7);
    const certificateEnd = at + SERVER_HEADER + u16At(bytes, at + 7);
    if (certificateEnd > recordEnd) out.anomaly('tls-record-malformed');
    else if (bytes[at + 4] === X509_CERTIFICATE && certificateEnd > at + SERVER_HEADER)
      certificatesFor(out.ports).report(out, view.sender, bytes, at + SERVER_HEADER, certificateEnd, true);
    out.encrypted();
    out.done();
  }
  return recordEnd;
}
