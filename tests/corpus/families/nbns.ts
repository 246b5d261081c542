import { type Family, expected } from '../family.ts';
import { hosts, texts } from '../truth.ts';

/** The oracle adds what a suffix means: `HOST1<20> (Server service)`. */
const withoutMeaning = (name: string) => name.replace(/ \([^()]*\)$/, '');

/** A node status asks everybody (RFC 1001 section 15.1.4). */
const isEverybody = (name: string) => name.startsWith('*<00>');

/** Padding is blanks (RFC 1001 section 14.1) or, from some programs, zero bytes; neither is part of the name. */
function canonicalName(value: string): string {
  return withoutMeaning(value)
    .toLowerCase()
    .replace(/\0/g, '<00>')
    .replace(/^(.*?)(?: |<00>|<20>)*(<[0-9a-f]{2}>)$/, '$1$2')
    .replace(/\s+/g, ' ')
    .trim();
}

export const nbns: Family = {
  id: 'nbns',
  truthKeys: ['nbns'],
  attributes: ['nbns.name', 'nbns.query'],
  note: 'names owned and names asked for',
  expect: (truth) =>
    truth.rows('nbns').flatMap((row) => {
      const names = new Set(
        texts(row, 'names')
          .map(withoutMeaning)
          .filter((name) => !isEverybody(name)),
      );
      return [...names].flatMap((name) => expected(['nbns.name', 'nbns.query'], name, hosts(row, 'src', 'addr')));
    }),
  allow: () => expected(['nbns.name', 'nbns.query'], '*<00>', []),
  canonical: (_, value) => canonicalName(value),
};
