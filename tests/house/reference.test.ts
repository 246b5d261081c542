import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DISSECTORS } from '#wire';
import { factsReference } from '../../scripts/facts-reference.ts';

test('docs/reference/facts.md is what the code declares; `npm run reference` makes it', () => {
  expect(DISSECTORS.length).toBeGreaterThan(0);
  expect(readFileSync(new URL('../../docs/reference/facts.md', import.meta.url), 'utf8')).toBe(
    factsReference(DISSECTORS),
  );
});
