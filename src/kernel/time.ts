/** Microseconds since 1970-01-01T00:00:00Z. Exact in a double until the year 2255. */
export type Micros = number;

const US_PER_SECOND = 1_000_000;
const SECONDS_PER_DAY = 86_400;
/** Days from 0000-03-01 (proleptic Gregorian) to 1970-01-01. */
const EPOCH_DAY = 719_468;
const DAYS_PER_ERA = 146_097;

const pad = (value: number, width: number): string => String(value).padStart(width, '0');

/**
 * ISO 8601 in UTC with six decimals. Works without a Date, so that pure rooms and every time zone agree;
 * the calendar arithmetic counts years from March, which puts the leap day last.
 */
export function toIso(timeUs: Micros): string {
  const seconds = Math.floor(timeUs / US_PER_SECOND);
  const micros = Math.floor(timeUs - seconds * US_PER_SECOND);
  const days = Math.floor(seconds / SECONDS_PER_DAY);
  const inDay = seconds - days * SECONDS_PER_DAY;
  const shifted = days + EPOCH_DAY;
  const era = Math.floor(shifted / DAYS_PER_ERA);
  const dayOfEra = shifted - era * DAYS_PER_ERA;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  const hour = Math.floor(inDay / 3600);
  const minute = Math.floor((inDay % 3600) / 60);
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}T${pad(hour, 2)}:${pad(minute, 2)}:${pad(inDay % 60, 2)}.${pad(micros, 6)}Z`;
}

const ISO = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,6})\d*)?Z$/;

/** The time of an ISO 8601 text in UTC, the other way of `toIso`. Undefined for any other text and for impossible dates. */
export function fromIso(text: string): Micros | undefined {
  const match = ISO.exec(text);
  if (match === null) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const timeUs = Date.UTC(year, month - 1, day, hour, minute, second) * 1000 + Number((match[7] ?? '').padEnd(6, '0'));
  // Date.UTC carries 31 February over into March; a time that reads back differently was none.
  return toIso(timeUs).slice(0, 19) === text.slice(0, 19) ? timeUs : undefined;
}
