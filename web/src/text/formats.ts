import type { Language } from './language.ts';

/** Numbers and times as the person reads them; times in the zone of the browser. */
export interface Formats {
  readonly number: (n: number) => string;
  readonly percent: (share: number) => string;
  /** Decimal units, as network people count. */
  readonly bytes: (n: number) => string;
  /** Date and time to the second. */
  readonly instant: (iso: string) => string;
  /** Date and time to the minute. */
  readonly minute: (iso: string) => string;
  readonly day: (iso: string) => string;
  readonly time: (iso: string) => string;
  /** From one time to another, the date once when it is the same. */
  readonly period: (from: string, to: string) => string;
  /** Two largest units. */
  readonly duration: (from: string, to: string) => string;
  /** 0 to 23 in UTC, as an hour here. */
  readonly localHour: (utcHour: number) => number;
  readonly zone: string;
}

const BYTE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;
const SMALL_SHARE = 0.001;

/** Hospitals read clocks of 24 hours, in English too. */
const LOCALE: Readonly<Record<Language, string>> = { ja: 'ja-JP', en: 'en-GB' };

export function createFormats(language: Language, zone: string = ownZone()): Formats {
  const locale = LOCALE[language];
  const plain = new Intl.NumberFormat(locale);
  const oneDigit = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const percents = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  const wholePercents = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  const times = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { timeZone: zone, ...options });
  const date = { year: 'numeric', month: language === 'ja' ? '2-digit' : 'short', day: '2-digit' } as const;
  const toMinute = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  const toSecond = { ...toMinute, second: '2-digit' } as const;
  const instant = times({ ...date, ...toSecond });
  const minute = times({ ...date, ...toMinute });
  const day = times(date);
  const time = times(toSecond);
  return {
    number: (n) => plain.format(n),
    percent: (share) => {
      if (share > 0 && share < SMALL_SHARE) return `< ${percents.format(SMALL_SHARE)}`;
      return share >= 0.1 || share === 0 ? wholePercents.format(share) : percents.format(share);
    },
    bytes: (n) => bytesText(n, oneDigit),
    instant: (iso) => instant.format(new Date(iso)),
    minute: (iso) => minute.format(new Date(iso)),
    day: (iso) => day.format(new Date(iso)),
    time: (iso) => time.format(new Date(iso)),
    period: (from, to) => {
      const [start, end] = [new Date(from), new Date(to)];
      const isOneDay = day.format(start) === day.format(end);
      return `${instant.format(start)} – ${isOneDay ? time.format(end) : instant.format(end)}`;
    },
    duration: (from, to) => durationText(Date.parse(to) - Date.parse(from), locale),
    localHour: (utcHour) => hourIn(zone, utcHour),
    zone: zoneName(locale, zone),
  };
}

function ownZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

function bytesText(n: number, format: Intl.NumberFormat): string {
  let value = n;
  let unit = 0;
  while (value >= 1000 && unit < BYTE_UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${format.format(value)} ${BYTE_UNITS[unit]}`;
}

const UNITS = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;

function durationText(ms: number, locale: string): string {
  let left = Math.max(0, Math.round(ms / 1000));
  const parts: string[] = [];
  for (const [unit, seconds] of UNITS) {
    const amount = Math.floor(left / seconds);
    left -= amount * seconds;
    if (amount === 0 && !(unit === 'second' && parts.length === 0)) continue;
    parts.push(new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short' }).format(amount));
    if (parts.length === 2) break;
  }
  return parts.join(' ');
}

/** Today's offset: what is shown is a habit over days, not one moment. */
function hourIn(zone: string, utcHour: number): number {
  const at = new Date();
  at.setUTCHours(utcHour, 0, 0, 0);
  const parts = new Intl.DateTimeFormat('en', { timeZone: zone, hour: 'numeric', hourCycle: 'h23' }).formatToParts(at);
  return Number(parts.find((part) => part.type === 'hour')?.value ?? utcHour) % 24;
}

function zoneName(locale: string, zone: string): string {
  const parts = new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: 'long' }).formatToParts(new Date());
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? zone;
}
