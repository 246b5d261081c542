import { ascii, be16, be32, cat, u8 } from './bytes.ts';

/** Tag, length, value by the distinguished rules (X.690 §8.1 and §10.1), for values of up to 64 KiB. */
export function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const body = cat(...parts);
  const n = body.length;
  const head = n < 128 ? u8(tag, n) : n < 256 ? u8(tag, 0x81, n) : u8(tag, 0x82, n >>> 8, n & 255);
  return cat(head, body);
}

export const sequence = (...parts: readonly Buffer[]): Buffer => der(0x30, ...parts);
export const octets = (...parts: readonly Buffer[]): Buffer => der(4, ...parts);
export const nothing = (): Buffer => u8(5, 0);

/** An object identifier from its dotted text (X.690 §8.19). */
export function oid(text: string): Buffer {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number);
  const out: number[] = [first * 40 + second];
  for (const arc of rest) {
    const groups = [arc % 128];
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) groups.unshift((left % 128) | 128);
    out.push(...groups);
  }
  return der(6, u8(...out));
}

/** A non-negative integer below 2³¹, in as few bytes as keep it positive. */
export function berInteger(value: number): Buffer {
  return der(2, value < 128 ? u8(value) : value < 32_768 ? be16(value) : be32(value));
}

const CERTIFICATE_ALGORITHM = '1.2.840.113549.1.1.11';
const RSA = '1.2.840.113549.1.1.1';
const SUBJECT_ALT_NAME = '2.5.29.17';
const COMMON_NAME = '2.5.4.3';

const UTF8_STRING = 12;
const PRINTABLE_STRING = 19;
/** Attributes that may not be anything else (RFC 5280 appendix A.1): serialNumber. */
const PRINTABLE_ONLY = new Set(['2.5.4.5']);

/** A distinguished name, each attribute in an RDN of its own, first one outermost. */
export function distinguishedName(attributes: readonly (readonly [type: string, value: string])[]): Buffer {
  return sequence(
    ...attributes.map(([type, value]) => {
      const tag = PRINTABLE_ONLY.has(type) ? PRINTABLE_STRING : UTF8_STRING;
      return der(0x31, sequence(oid(type), der(tag, Buffer.from(value, 'utf8'))));
    }),
  );
}

export const commonName = (name: string): Buffer => distinguishedName([[COMMON_NAME, name]]);

export interface CertificateFields {
  /** Fills serial number, key and signature: well-formed, and worth nothing. */
  readonly random: (count: number) => Buffer;
  readonly issuer: Buffer;
  readonly subject: Buffer;
  /** UTCTime, for example `230101000000Z`. */
  readonly notBefore: string;
  readonly notAfter: string;
  readonly dnsNames: readonly string[];
}

/** An X.509 v3 certificate (RFC 5280 §4.1) with an RSA key of 2048 bits. */
export function certificate(fields: CertificateFields): Buffer {
  const algorithm = sequence(oid(CERTIFICATE_ALGORITHM), nothing());
  const key = sequence(der(2, u8(0, 0xc1), fields.random(255)), der(2, u8(1, 0, 1)));
  const names = sequence(...fields.dnsNames.map((name) => der(0x82, ascii(name))));
  const body = sequence(
    der(0xa0, berInteger(2)),
    der(2, u8(1), fields.random(7)),
    algorithm,
    fields.issuer,
    sequence(der(0x17, ascii(fields.notBefore)), der(0x17, ascii(fields.notAfter))),
    fields.subject,
    sequence(sequence(oid(RSA), nothing()), der(3, u8(0), key)),
    der(0xa3, sequence(sequence(oid(SUBJECT_ALT_NAME), octets(names)))),
  );
  return sequence(body, algorithm, der(3, u8(0), fields.random(256)));
}
