import { writeFileSync } from 'node:fs';
import { DISSECTORS } from '#wire';
import { errorsReference } from './errors-reference.ts';
import { factsReference } from './facts-reference.ts';

const REFERENCE = new URL('../docs/reference/', import.meta.url);

writeFileSync(new URL('facts.md', REFERENCE), factsReference(DISSECTORS));
writeFileSync(new URL('errors.md', REFERENCE), errorsReference());
