import { type DerElement, IDENTIFIER } from './element.ts';

const MS_PER_DAY = 86_400_000;
/** Days from 0000-03-01 (proleptic Gregorian) to 1970-01-01. */
const EPOCH_DAY = 719_468;
const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;
const ZULU = 0x5a;
const POINT = 0x2e;

/**
 * Milliseconds since 1970-01-01T00:00:00Z of a UTCTime or GeneralizedTime in the form DER demands (X.690 11.7, 11.8):
 * seconds present, `Z` at the end, no trailing zero in a fraction. Digits after the milliseconds are dropped.
 * Undefined for any other form, for a day that does not exist, and for any other element.
 */
export function timeToMs(bytes: Uint8Array, element: DerElement): number | undefined {
  const { contentStart: start, end } = element;
  const isUtc = bytes[element.start] === IDENTIFIER.utcTime;
  if (!isUtc && bytes[element.start] !== IDENTIFIER.generalizedTime) return undefined;
  const yearDigits = isUtc ? 2 : 4;
  const secondsEnd = start + yearDigits + 10;
  if (end <= secondsEnd || bytes[end - 1] !== ZULU) return undefined;
  for (let at = start; at < secondsEnd; at++) if (!isDigit(bytes[at]!)) return undefined;
  const fractionMs = secondsEnd === end - 1 ? 0 : isUtc ? undefined : readFractionMs(bytes, secondsEnd, end - 1);
  if (fractionMs === undefined) return undefined;

  const rest = start + yearDigits;
  let year = twoDigits(bytes, start);
  // RFC 5280 4.1.2.5.1: two-digit years from 50 belong to the twentieth century.
  if (isUtc) year += year < 50 ? 2000 : 1900;
  else year = year * 100 + twoDigits(bytes, start + 2);
  const month = twoDigits(bytes, rest);
  const day = twoDigits(bytes, rest + 2);
  const hour = twoDigits(bytes, rest + 4);
  const minute = twoDigits(bytes, rest + 6);
  const second = twoDigits(bytes, rest + 8);
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  return daysSinceEpoch(year, month, day) * MS_PER_DAY + ((hour * 60 + minute) * 60 + second) * 1000 + fractionMs;
}

const isDigit = (octet: number): boolean => octet >= 0x30 && octet <= 0x39;

const twoDigits = (bytes: Uint8Array, at: number): number => (bytes[at]! - 0x30) * 10 + bytes[at + 1]! - 0x30;

function readFractionMs(bytes: Uint8Array, start: number, end: number): number | undefined {
  if (bytes[start] !== POINT || end - start < 2 || bytes[end - 1] === 0x30) return undefined;
  let ms = 0;
  let weight = 100;
  for (let at = start + 1; at < end; at++) {
    const octet = bytes[at]!;
    if (!isDigit(octet)) return undefined;
    ms += (octet - 0x30) * Math.trunc(weight);
    weight /= 10;
  }
  return ms;
}

function daysInMonth(year: number, month: number): number {
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return month === 2 && isLeap ? 29 : DAYS_IN_MONTH[month - 1]!;
}

/** Counts years from March, which puts the leap day last. */
function daysSinceEpoch(year: number, month: number, day: number): number {
  const marchYear = month <= 2 ? year - 1 : year;
  const monthFromMarch = (month + 9) % 12;
  const dayOfYear = Math.floor((153 * monthFromMarch + 2) / 5) + day - 1;
  const leapDays = Math.floor(marchYear / 4) - Math.floor(marchYear / 100) + Math.floor(marchYear / 400);
  return marchYear * 365 + leapDays + dayOfYear - EPOCH_DAY;
}
