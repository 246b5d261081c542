import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DISSECTORS } from '#wire';
import { errorsReference } from '../../scripts/errors-reference.ts';
import { factsReference } from '../../scripts/facts-reference.ts';

const written = (name: string): string =>
  readFileSync(new URL(`../../docs/reference/${name}`, import.meta.url), 'utf8');

test('docs/reference/facts.md is what the code declares; `npm run reference` makes it', () => {
  expect(DISSECTORS.length).toBeGreaterThan(0);
  expect(written('facts.md')).toBe(factsReference(DISSECTORS));
});

test('docs/reference/errors.md is what the code declares; `npm run reference` makes it', () => {
  expect(written('errors.md')).toBe(errorsReference());
});
