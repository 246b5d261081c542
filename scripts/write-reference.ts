import { writeFileSync } from 'node:fs';
import { DISSECTORS } from '#wire';
import { factsReference } from './facts-reference.ts';

writeFileSync(new URL('../docs/reference/facts.md', import.meta.url), factsReference(DISSECTORS));
