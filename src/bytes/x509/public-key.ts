import {
  type ByteRange,
  type DerElement,
  expectElement,
  IDENTIFIER,
  integerBitLength,
  isFault,
  oidToText,
  readBitString,
  readElement,
} from '../der/index.ts';
import { curveOf, fixedKeyBits, type KeyType, keyTypeOf } from './algorithms.ts';
import { enter, type FaultList, note, orNote } from './fault.ts';

/** SubjectPublicKeyInfo (RFC 5280 4.1.2.7). The range covers all of it: what key pins and key hashes are taken over. */
export interface PublicKey extends ByteRange {
  /** Dotted; absent when it could not be read. */
  readonly algorithm?: string;
  /** Absent when the algorithm is not one we know. */
  readonly type?: KeyType;
  /** Size as people state it: modulus for RSA, prime for DSA, field for elliptic curves. */
  readonly bits?: number;
  /** `P-256`, or the dotted number of a curve we have no name for; absent for a curve given by its parameters. */
  readonly curve?: string;
  /** The octets inside the BIT STRING. */
  readonly key?: ByteRange;
}

type Draft = { -readonly [Key in keyof PublicKey]: PublicKey[Key] };

/** Reads the SubjectPublicKeyInfo `spki`, a SEQUENCE; after a fault the fields after it are absent. */
export function readPublicKey(bytes: Uint8Array, spki: DerElement, faults: FaultList): PublicKey {
  const draft: Draft = { start: spki.start, end: spki.end };
  const identifier = orNote(expectElement(bytes, spki.contentStart, spki.end, IDENTIFIER.sequence), faults);
  if (!identifier) return draft;
  const oid = orNote(expectElement(bytes, identifier.contentStart, identifier.end, IDENTIFIER.oid), faults);
  const algorithm = oid && orNote(oidToText(bytes, oid.contentStart, oid.end), faults);
  if (!oid || algorithm === undefined) return draft;
  draft.algorithm = algorithm;
  const type = keyTypeOf(algorithm);
  if (type !== undefined) draft.type = type;

  const bitString = enter(bytes, identifier.end, spki.end, IDENTIFIER.bitString, faults);
  const key = bitString && orNote(readBitString(bytes, bitString.contentStart, bitString.end), faults);
  if (!key) return draft;
  draft.key = { start: key.start, end: key.end };
  if (type === undefined) return draft;
  const bits = fixedKeyBits(type);
  if (bits !== undefined) draft.bits = bits;
  else if (type === 'rsa' || type === 'rsa-pss') readRsa(bytes, key, draft, faults);
  else if (type === 'dsa' || type === 'dh') readPrime(bytes, oid.end, identifier.end, draft, faults);
  else if (type === 'ec') readCurve(bytes, oid.end, identifier.end, key, draft, faults);
  return draft;
}

/** RFC 8017 A.1.1: modulus, then public exponent. */
function readRsa(bytes: Uint8Array, key: ByteRange, draft: Draft, faults: FaultList): void {
  const sequence = enter(bytes, key.start, key.end, IDENTIFIER.sequence, faults);
  const modulus =
    sequence && orNote(expectElement(bytes, sequence.contentStart, sequence.end, IDENTIFIER.integer), faults);
  if (modulus) draft.bits = integerBitLength(bytes, modulus.contentStart, modulus.end);
}

/** RFC 3279 2.3.2 and 2.3.3: the prime comes first in the parameters, which an issuer may leave out (inherited). */
function readPrime(bytes: Uint8Array, start: number, end: number, draft: Draft, faults: FaultList): void {
  if (start === end) return;
  const parameters = orNote(expectElement(bytes, start, end, IDENTIFIER.sequence), faults);
  const prime =
    parameters && orNote(expectElement(bytes, parameters.contentStart, parameters.end, IDENTIFIER.integer), faults);
  if (prime) draft.bits = integerBitLength(bytes, prime.contentStart, prime.end);
}

/** RFC 5480 2.1.1: a named curve; other forms exist in old certificates, where the point still tells the size. */
function readCurve(
  bytes: Uint8Array,
  start: number,
  end: number,
  key: ByteRange,
  draft: Draft,
  faults: FaultList,
): void {
  const parameters = orNote(readElement(bytes, start, end), faults);
  if (parameters && bytes[parameters.start] === IDENTIFIER.oid) {
    const oid = oidToText(bytes, parameters.contentStart, parameters.end);
    if (isFault(oid)) note(faults, oid.at, oid.reason);
    else {
      const curve = curveOf(oid);
      draft.curve = curve?.name ?? oid;
      if (curve) draft.bits = curve.bits;
    }
  }
  // SEC 1 2.3.3: 04 begins an uncompressed point of two coordinates.
  const octets = key.end - key.start - 1;
  if (draft.bits === undefined && bytes[key.start] === 0x04 && octets > 0 && octets % 2 === 0)
    draft.bits = (octets / 2) * 8;
}
