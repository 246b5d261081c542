/** Digits of YYYYMMDDHHMM, the least that says when a message was made to the minute. */
const TO_THE_MINUTE = 12;
const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;

/**
 * Seconds since 1970 of an HL7 time stamp YYYYMMDDHHMM[SS[.S…]]+/-ZZZZ (HL7 v2.5.1 §2.A.22). Undefined without a zone,
 * since the sender's local time is not known, and for what is no time.
 */
export function zonedSeconds(bytes: Uint8Array, from: number, to: number): number | undefined {
  let at = from;
  while (at < to && isDigit(bytes[at]!)) at++;
  const digits = at - from;
  if (digits !== TO_THE_MINUTE && digits !== TO_THE_MINUTE + 2) return undefined;
  const local = Date.UTC(
    number(bytes, from, 4),
    number(bytes, from + 4, 2) - 1,
    number(bytes, from + 6, 2),
    number(bytes, from + 8, 2),
    number(bytes, from + 10, 2),
    digits > TO_THE_MINUTE ? number(bytes, from + 12, 2) : 0,
  );
  if (bytes[at] === 0x2e) {
    at++;
    while (at < to && isDigit(bytes[at]!)) at++;
  }
  if (to - at < 5 || !(bytes[at] === 0x2b || bytes[at] === 0x2d)) return undefined;
  for (let digit = 1; digit <= 4; digit++) if (!isDigit(bytes[at + digit]!)) return undefined;
  const zone = number(bytes, at + 1, 2) * HOUR + number(bytes, at + 3, 2) * MINUTE;
  return local / 1000 - (bytes[at] === 0x2d ? -zone : zone);
}

/** A difference of clocks in seconds, rounded so that few distinct values come of it: 0 below a minute, then to the minute, hour or day. */
export function roundedOffset(seconds: number): number {
  const size = Math.abs(seconds);
  if (size < MINUTE) return 0;
  const unit = size < HOUR ? MINUTE : size < DAY ? HOUR : DAY;
  return Math.round(seconds / unit) * unit;
}

const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39;

function number(bytes: Uint8Array, from: number, digits: number): number {
  let value = 0;
  for (let at = from; at < from + digits; at++) value = value * 10 + (bytes[at]! - 0x30);
  return value;
}
