import type { PersonalData } from '#wire';

/** Which bit stands for which category. What has been stored reads these numbers, so that none may ever change. */
const BITS: Readonly<Record<PersonalData, number>> = {
  name: 0,
  identifier: 1,
  'birth-date': 2,
  sex: 3,
  address: 4,
  contact: 5,
  account: 6,
  order: 7,
  result: 8,
  image: 9,
  waveform: 10,
  medication: 11,
  document: 12,
};
const CATEGORIES = Object.keys(BITS) as PersonalData[];

export function personalDataBits(categories: readonly PersonalData[]): number {
  return categories.reduce((bits, category) => bits | (1 << BITS[category]), 0);
}

export function personalDataOf(bits: number): PersonalData[] {
  return CATEGORIES.filter((category) => (bits & (1 << BITS[category])) !== 0);
}
