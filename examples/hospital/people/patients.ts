import type { Random } from '../../../bench/captures/random.ts';
import type { Place } from './places.ts';

/** Nobody: family names that say "sample", "alias" or "imaginary", so that no reader takes them for real. */
const FAMILIES = [
  ['見本', 'ミホン', 'MIHON'],
  ['仮名', 'カメイ', 'KAMEI'],
  ['架空', 'カクウ', 'KAKUU'],
  ['例題', 'レイダイ', 'REIDAI'],
  ['試作', 'シサク', 'SHISAKU'],
  ['模擬', 'モギ', 'MOGI'],
  ['想定', 'ソウテイ', 'SOUTEI'],
  ['練習', 'レンシュウ', 'RENSHU'],
] as const;
const GIVEN = [
  ['一郎', 'イチロウ', 'ICHIRO', 'M'],
  ['花子', 'ハナコ', 'HANAKO', 'F'],
  ['次郎', 'ジロウ', 'JIRO', 'M'],
  ['由紀', 'ユキ', 'YUKI', 'F'],
  ['健', 'ケン', 'KEN', 'M'],
  ['さくら', 'サクラ', 'SAKURA', 'F'],
  ['幸三', 'コウゾウ', 'KOZO', 'M'],
  ['美代', 'ミヨ', 'MIYO', 'F'],
] as const;
const FIRST_ID = 1_730_001;
const FIRST_YEAR = 1934;
const YEARS = 85;

/** An invented person who is examined, monitored and treated. */
export interface Patient {
  readonly id: string;
  readonly family: string;
  readonly given: string;
  readonly familyKana: string;
  readonly givenKana: string;
  readonly familyRoman: string;
  readonly givenRoman: string;
  /** YYYYMMDD. */
  readonly birthDate: string;
  readonly sex: 'M' | 'F';
  readonly bed?: Place;
}

export function makePatients(random: Random, count: number, beds: readonly Place[]): Patient[] {
  return Array.from({ length: count }, (_, index) => {
    const [family, familyKana, familyRoman] = random.pick(FAMILIES);
    const [given, givenKana, givenRoman, sex] = random.pick(GIVEN);
    const year = FIRST_YEAR + random.below(YEARS);
    const month = String(random.between(1, 12)).padStart(2, '0');
    const day = String(random.between(1, 28)).padStart(2, '0');
    const bed = beds[index];
    return {
      id: String(FIRST_ID + index * 13),
      family,
      given,
      familyKana,
      givenKana,
      familyRoman,
      givenRoman,
      birthDate: `${year}${month}${day}`,
      sex,
      ...(bed !== undefined && { bed }),
    };
  });
}

/** Person name of DICOM with its alphabetic, ideographic and phonetic group (PS3.5 section 6.2.1). */
export const dicomName = (p: Patient): string =>
  `${p.familyRoman}^${p.givenRoman}=${p.family}^${p.given}=${p.familyKana}^${p.givenKana}`;

/** Name as HL7 messages in Japan carry it: ideographic, then phonetic repetition. */
export const hl7Name = (p: Patient): string => `${p.family}^${p.given}^^^^^L^I~${p.familyKana}^${p.givenKana}^^^^^L^P`;

/** Accounts of the invented staff. */
export const STAFF = [
  'kamei.h',
  'mogi.y',
  'reidai.k',
  'shisaku.m',
  'soutei.j',
  'kakuu.s',
  'renshu.t',
  'mihon.a',
] as const;
