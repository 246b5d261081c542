import { ascii, der, hex, IDENTIFIER, integerIsNegative } from '#bytes';
import { type Micros, toIso } from '#kernel';
import { DerCursor } from '../der-cursor.ts';
import { attempt, type TrustFault, trustFault } from '../fault.ts';
import {
  MAX_TIME_STAMP_EXTENSIONS,
  MAX_TIME_STAMP_INTEGER_OCTETS,
  MAX_TIME_STAMP_OCTETS,
  MAX_TIME_STAMP_TEXTS,
} from '../limits.ts';
import { digestIdentifier, type MessageDigest, messageDigestOf, readAlgorithm } from './digests.ts';
import {
  constructedTag,
  primitiveTag,
  readList,
  takeContent,
  takeDefaultFalse,
  takeInteger,
  takeWhole,
} from './elements.ts';

const US_PER_MS = 1000;
const US_PER_SECOND = 1_000_000;
const UTF8_STRING = 0x0c;
const GENERALIZED_TIME = 0x18;
const utf8 = new TextDecoder();

/** MessageImprint (RFC 3161 section 2.4.1): what is stamped is the digest, never the data. */
export interface MessageImprint {
  /** Undefined for a digest that is not accepted. */
  readonly algorithm: MessageDigest | undefined;
  readonly digest: Uint8Array;
  /** DER, which a token repeats. */
  readonly encoded: Uint8Array;
}

/** TimeStampReq (RFC 3161 section 2.4.1). */
export interface TimeStampRequest {
  readonly imprint: MessageImprint;
  /** Dotted. */
  readonly policy?: string;
  /** DER of the INTEGER. */
  readonly nonce?: Uint8Array;
  readonly wantsCertificates: boolean;
  readonly hasExtensions: boolean;
}

export const encodeImprint = (algorithm: MessageDigest, digest: Uint8Array): Uint8Array =>
  der.sequence(digestIdentifier(algorithm), der.octetString(digest));

function readImprint(cursor: DerCursor): MessageImprint {
  const start = cursor.at;
  const imprint = cursor.open();
  const algorithm = messageDigestOf(readAlgorithm(imprint));
  const digest = takeContent(imprint);
  imprint.close();
  return { algorithm, digest, encoded: cursor.bytes.subarray(start, imprint.end) };
}

/** The DER of a request for a time stamp on `digest`. `nonce` are unsigned octets; it ties the answer to the request. */
export function encodeTimeStampRequest(request: {
  readonly algorithm: MessageDigest;
  readonly digest: Uint8Array;
  readonly policy?: string;
  readonly nonce?: Uint8Array;
  readonly wantsCertificates: boolean;
}): Uint8Array {
  const parts = [der.integer(1), encodeImprint(request.algorithm, request.digest)];
  if (request.policy !== undefined) parts.push(der.oid(request.policy));
  if (request.nonce !== undefined) parts.push(der.integer(request.nonce));
  if (request.wantsCertificates) parts.push(der.boolean(true));
  return der.sequenceOf(parts);
}

export function readTimeStampRequest(
  bytes: Uint8Array,
): { readonly ok: true; readonly request: TimeStampRequest } | TrustFault {
  return readOuter(bytes, 'RFC 3161 2.4.1', (request) => {
    const { at } = request;
    if (request.number() !== 1) request.refuse('version-unknown', at);
    const imprint = readImprint(request);
    const policy = request.is(IDENTIFIER.oid) ? request.oid() : undefined;
    const nonce = request.is(IDENTIFIER.integer)
      ? takeInteger(request, MAX_TIME_STAMP_INTEGER_OCTETS, true)
      : undefined;
    const wantsCertificates = takeDefaultFalse(request);
    const hasExtensions = skipExtensions(request, 0);
    return {
      request: {
        imprint,
        ...(policy === undefined ? {} : { policy }),
        ...(nonce === undefined ? {} : { nonce }),
        wantsCertificates,
        hasExtensions,
      },
    };
  });
}

function skipExtensions(cursor: DerCursor, tagNumber: number): boolean {
  const extensions = cursor.openOptional(constructedTag(tagNumber));
  if (extensions === undefined) return false;
  readList(extensions, MAX_TIME_STAMP_EXTENSIONS, (each) => each.take(IDENTIFIER.sequence));
  return true;
}

/** Reads the SEQUENCE that fills `bytes`. */
function readOuter<Content extends object>(
  bytes: Uint8Array,
  clause: string,
  read: (sequence: DerCursor) => Content,
): ({ readonly ok: true } & Content) | TrustFault {
  if (bytes.length > MAX_TIME_STAMP_OCTETS) return trustFault('too-large', 0, clause);
  return attempt(() => {
    const outer = new DerCursor(bytes, 0, bytes.length, clause);
    const sequence = outer.open();
    const content = read(sequence);
    sequence.close();
    outer.close();
    return { ok: true as const, ...content };
  });
}

/** TSTInfo (RFC 3161 section 2.4.2): what a token says. */
export interface TimeStampInfo {
  /** Dotted. */
  readonly policy: string;
  readonly imprint: MessageImprint;
  /** Upper-case hexadecimal. */
  readonly serialHex: string;
  readonly timeUs: Micros;
  /** How far the time may be off either way; absent when the authority does not say. */
  readonly accuracyUs?: number;
  /** All tokens of the authority can be put in order by their times, whatever the accuracy. */
  readonly ordering: boolean;
  /** DER of the INTEGER. */
  readonly nonce?: Uint8Array;
}

export function encodeTimeStampInfo(info: {
  readonly policy: string;
  /** DER of the MessageImprint of the request. */
  readonly imprint: Uint8Array;
  /** Unsigned octets. */
  readonly serial: Uint8Array;
  readonly timeUs: Micros;
  readonly accuracyMs?: number;
  readonly ordering: boolean;
  /** DER of the INTEGER of the request. */
  readonly nonce?: Uint8Array;
}): Uint8Array {
  const parts = [der.integer(1), der.oid(info.policy), info.imprint, der.integer(info.serial), timeInMs(info.timeUs)];
  if (info.accuracyMs !== undefined) parts.push(encodeAccuracy(info.accuracyMs));
  if (info.ordering) parts.push(der.boolean(true));
  if (info.nonce !== undefined) parts.push(info.nonce);
  return der.sequenceOf(parts);
}

/** GeneralizedTime with the milliseconds, without zeros at the end (RFC 3161 section 2.4.2). */
function timeInMs(timeUs: Micros): Uint8Array {
  const fraction = toIso(timeUs).slice(20, 23).replace(/0+$/, '');
  if (fraction === '') return der.generalizedTime(timeUs);
  const text = ascii(`${toIso(timeUs).slice(0, 19).replaceAll(/[-T:]/g, '')}.${fraction}Z`);
  return der.concat([Uint8Array.of(GENERALIZED_TIME, text.length), text]);
}

/** Accuracy ::= SEQUENCE { seconds INTEGER OPTIONAL, millis [0] INTEGER (1..999) OPTIONAL, micros [1] … OPTIONAL } */
function encodeAccuracy(accuracyMs: number): Uint8Array {
  const seconds = Math.floor(accuracyMs / 1000);
  const millis = accuracyMs % 1000;
  const parts: Uint8Array[] = [];
  if (seconds > 0) parts.push(der.integer(seconds));
  if (millis > 0) parts.push(der.implicit(0, der.integer(millis)));
  return der.sequenceOf(parts);
}

function readAccuracyUs(cursor: DerCursor): number {
  const accuracy = cursor.open();
  const seconds = accuracy.is(IDENTIFIER.integer) ? accuracy.number() : 0;
  const millis = accuracy.is(primitiveTag(0)) ? accuracy.number(primitiveTag(0)) : 0;
  const micros = accuracy.is(primitiveTag(1)) ? accuracy.number(primitiveTag(1)) : 0;
  accuracy.close();
  if (seconds < 0 || millis < 0 || millis > 999 || micros < 0 || micros > 999) {
    accuracy.refuse('value-out-of-range', accuracy.at);
  }
  return seconds * US_PER_SECOND + millis * US_PER_MS + micros;
}

/** Reads the content of a token. */
export function readTimeStampInfo(bytes: Uint8Array): { readonly ok: true; readonly info: TimeStampInfo } | TrustFault {
  return readOuter(bytes, 'RFC 3161 2.4.2', (sequence) => {
    const { at } = sequence;
    if (sequence.number() !== 1) sequence.refuse('version-unknown', at);
    const policy = sequence.oid();
    const imprint = readImprint(sequence);
    const { start, contentStart, end } = sequence.integer();
    if (integerIsNegative(bytes, contentStart, end) || end - contentStart > MAX_TIME_STAMP_INTEGER_OCTETS) {
      sequence.refuse('value-out-of-range', start);
    }
    const serialHex = hex(bytes, contentStart, end).toUpperCase();
    if (!sequence.is(GENERALIZED_TIME)) sequence.refuse('time-malformed', sequence.at);
    const timeUs = sequence.timeUs();
    const accuracyUs = sequence.is(IDENTIFIER.sequence) ? readAccuracyUs(sequence) : undefined;
    const ordering = takeDefaultFalse(sequence);
    const nonce = sequence.is(IDENTIFIER.integer)
      ? takeInteger(sequence, MAX_TIME_STAMP_INTEGER_OCTETS, true)
      : undefined;
    // The authority's name is a hint; its certificate is what counts.
    sequence.optional(constructedTag(0));
    skipExtensions(sequence, 1);
    const known = { policy, imprint, serialHex, timeUs, ordering };
    return {
      info: {
        ...known,
        ...(accuracyUs === undefined ? {} : { accuracyUs }),
        ...(nonce === undefined ? {} : { nonce }),
      },
    };
  });
}

/** PKIFailureInfo (RFC 3161 section 2.4.2): number of the bit. */
export const TIME_STAMP_FAILURES = {
  badAlg: 0,
  badRequest: 2,
  badDataFormat: 5,
  timeNotAvailable: 14,
  unacceptedPolicy: 15,
  unacceptedExtension: 16,
  addInfoNotAvailable: 17,
  systemFailure: 25,
} as const;
export type TimeStampFailure = keyof typeof TIME_STAMP_FAILURES;

const GRANTED = 0;
const GRANTED_WITH_MODS = 1;
const REJECTION = 2;
const MAX_STATUS = 5;

/** The DER of a response that carries `token`. */
export const encodeTimeStampGrant = (token: Uint8Array): Uint8Array =>
  der.sequence(der.sequence(der.integer(GRANTED)), token);

/** The DER of a response that refuses; `text` tells a person why. */
export function encodeTimeStampRejection(failure: TimeStampFailure, text: string): Uint8Array {
  const bit = TIME_STAMP_FAILURES[failure];
  const octets = new Uint8Array((bit >> 3) + 1);
  octets[bit >> 3] = 0x80 >> (bit & 7);
  // X.690 11.2.2: a list of named bits ends with its last set bit.
  const info = der.bitString(octets, 7 - (bit & 7));
  return der.sequence(der.sequence(der.integer(REJECTION), der.sequence(der.utf8String(text)), info));
}

/** TimeStampResp (RFC 3161 section 2.4.2). */
export type TimeStampResponse =
  | { readonly granted: true; readonly token: Uint8Array }
  | {
      readonly granted: false;
      readonly status: number;
      readonly failures: readonly TimeStampFailure[];
      readonly texts: readonly string[];
    };

export function readTimeStampResponse(
  bytes: Uint8Array,
): { readonly ok: true; readonly response: TimeStampResponse } | TrustFault {
  return readOuter(bytes, 'RFC 3161 2.4.2', (sequence) => {
    const info = sequence.open();
    const { at } = info;
    const status = info.number();
    if (status < GRANTED || status > MAX_STATUS) info.refuse('value-unknown', at);
    const list = info.openOptional(IDENTIFIER.sequence);
    const texts =
      list === undefined
        ? []
        : readList(list, MAX_TIME_STAMP_TEXTS, (each) => utf8.decode(takeContent(each, UTF8_STRING)));
    const failures = info.is(IDENTIFIER.bitString) ? readFailures(info) : [];
    info.close();
    const tokenAt = sequence.at;
    const token = sequence.done ? undefined : takeWhole(sequence, IDENTIFIER.sequence);
    const granted = status === GRANTED || status === GRANTED_WITH_MODS;
    // RFC 3161 section 2.4.2: a token comes with these two and with no other.
    if (granted !== (token !== undefined)) sequence.refuse('element-missing', tokenAt);
    return {
      response: token === undefined ? { granted: false, status, failures, texts } : { granted: true, token },
    };
  });
}

function readFailures(info: DerCursor): TimeStampFailure[] {
  const { contentStart, end } = info.take(IDENTIFIER.bitString);
  const octets = info.bytes.subarray(Math.min(contentStart + 1, end), end);
  const isSet = (bit: number): boolean => ((octets[bit >> 3] ?? 0) & (0x80 >> (bit & 7))) !== 0;
  return (Object.keys(TIME_STAMP_FAILURES) as TimeStampFailure[]).filter((name) => isSet(TIME_STAMP_FAILURES[name]));
}
