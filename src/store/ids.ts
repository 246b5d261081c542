import { ID_RANDOM_BYTES, type Micros, uuidV7 } from '#kernel';
import { hash, randomBytes } from 'node:crypto';

/** A new id for something that began to exist at this time. */
export function newId(atUs: Micros): string {
  return uuidV7(Math.floor(atUs / 1000), randomBytes(ID_RANDOM_BYTES));
}

/**
 * The id that follows from what something is: 128 bits of SHA-256 over the parts. Used where a key would be long, since
 * an index of PostgreSQL holds no more than 2,704 bytes a row.
 */
export function idOf(...parts: readonly (string | number)[]): string {
  // The lengths keep ('ab', 'c') and ('a', 'bc') apart.
  const text = parts.map((part) => `${String(part).length}:${part}`).join('');
  return hash('sha256', text, 'hex')
    .slice(0, 32)
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
