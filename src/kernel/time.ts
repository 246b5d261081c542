/** Microseconds since 1970-01-01T00:00:00Z. Exact in a double until the year 2255. */
export type Micros = number;

const US_PER_SECOND = 1_000_000;
const SECONDS_PER_DAY = 86_400;
/** Days from 0000-03-01 (proleptic Gregorian) to 1970-01-01. */
const EPOCH_DAY = 719_468;
const DAYS_PER_ERA = 146_097;

const digits = (count: number, width: number): readonly string[] =>
  Array.from({ length: count }, (_, value) => String(value).padStart(width, '0'));

const TWO_DIGITS = digits(100, 2);
const THREE_DIGITS = digits(1000, 3);

/** The date asked for last; times come in runs of the same day, and a capture has a million. */
let latestDay = Number.NaN;
let latestDate = '';

/** ISO 8601 in UTC with six decimals. Works without a Date, so that pure rooms and every time zone agree. */
export function toIso(timeUs: Micros): string {
  const seconds = Math.floor(timeUs / US_PER_SECOND);
  const micros = Math.floor(timeUs - seconds * US_PER_SECOND);
  const day = Math.floor(seconds / SECONDS_PER_DAY);
  const inDay = seconds - day * SECONDS_PER_DAY;
  if (day !== latestDay) {
    latestDate = dateOf(day);
    latestDay = day;
  }
  const hour = TWO_DIGITS[Math.floor(inDay / 3600)]!;
  const minute = TWO_DIGITS[Math.floor(inDay / 60) % 60]!;
  const second = TWO_DIGITS[inDay % 60]!;
  return `${latestDate}T${hour}:${minute}:${second}.${THREE_DIGITS[Math.floor(micros / 1000)]!}${THREE_DIGITS[micros % 1000]!}Z`;
}

/** The calendar arithmetic counts years from March, which puts the leap day last. */
function dateOf(day: number): string {
  const shifted = day + EPOCH_DAY;
  const era = Math.floor(shifted / DAYS_PER_ERA);
  const dayOfEra = shifted - era * DAYS_PER_ERA;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const dayOfMonth = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${String(year).padStart(4, '0')}-${TWO_DIGITS[month]!}-${TWO_DIGITS[dayOfMonth]!}`;
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
