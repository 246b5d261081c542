import { argon2, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { PASSWORD_LEAST_CHARACTERS } from '#contract';
import { Fault } from '#kernel';

/** OWASP Password Storage Cheat Sheet, argon2id: 19 MiB, two passes, one lane. */
const COST = { memory: 19_456, passes: 2, parallelism: 1 } as const;
const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** The most that a stored hash may ask for, so that a damaged row cannot stop the server. */
const MOST = { memory: 1 << 20, passes: 16, parallelism: 16 } as const;

const argon2id = promisify(argon2);

/** A hash in the PHC string format, with its costs, so that they can be raised later. Takes about 50 ms and 19 MiB. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(SALT_BYTES);
  const { memory, passes, parallelism } = COST;
  const tag = await argon2id('argon2id', { message: normalised(password), nonce, tagLength: HASH_BYTES, ...COST });
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${base64(nonce)}$${base64(tag)}`;
}

const PHC = /^\$argon2id\$v=19\$m=(\d{1,9}),t=(\d{1,4}),p=(\d{1,3})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

/** False for a wrong password and for a hash that is none of ours. */
export async function verifyPassword(password: string, hash: string): Promise<boolean> {
  const [, memory, passes, parallelism, salt, tag] = PHC.exec(hash) ?? [];
  if (salt === undefined || tag === undefined) return false;
  const cost = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) };
  if (cost.memory > MOST.memory || cost.passes > MOST.passes || cost.parallelism > MOST.parallelism) return false;
  const wanted = Buffer.from(tag, 'base64');
  const nonce = Buffer.from(salt, 'base64');
  const found = await argon2id('argon2id', { message: normalised(password), nonce, tagLength: wanted.length, ...cost });
  return timingSafeEqual(found, wanted);
}

let decoy: Promise<string> | undefined;

/** Takes as long as a check that fails, so that the time of an answer does not tell whether a login exists. */
export async function verifyNothing(password: string): Promise<false> {
  decoy ??= hashPassword(randomBytes(SALT_BYTES).toString('hex'));
  await verifyPassword(password, await decoy);
  return false;
}

/** The same characters, however the keyboard composed them (NIST SP 800-63B §5.1.1.2). */
const normalised = (password: string): Buffer => Buffer.from(password.normalize('NFKC'));

/** Base64 without padding, as the PHC string format wants it. */
const base64 = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '');

/** Ends of passwords that everybody tries. */
const COMMON = ['password', 'passw0rd', 'mimamori', 'qwertyuiop', 'hospital', 'administrator', 'letmein'];
/** Fewer different characters than this are a pattern and not a password. */
const LEAST_DIFFERENT = 5;

/** Rejects with `password-too-weak` what somebody would guess: too few different characters, the login, common words. */
export function refuseWeakPassword(password: string, login: string): void {
  const text = password.normalize('NFKC').toLowerCase();
  let rest = text;
  for (const word of [login.toLowerCase(), ...COMMON]) rest = rest.replaceAll(word, '');
  const different = new Set(text).size;
  const isWeak = different < LEAST_DIFFERENT || rest.length < PASSWORD_LEAST_CHARACTERS / 2 || isSequence(text);
  if (isWeak) throw new Fault('password-too-weak', { least: PASSWORD_LEAST_CHARACTERS });
}

/** Each character one after the one before it: abcdef…, 123456…, and backwards; the ring of digits closes at 0. */
function isSequence(text: string): boolean {
  const codes = Array.from(text, (char) => char.codePointAt(0) ?? 0);
  const steps = codes.slice(1).map((code, at) => code - (codes[at] ?? 0));
  return steps.every((step) => step === 1 || step === -9) || steps.every((step) => step === -1 || step === 9);
}

/** Without those that look alike: 0 O, 1 l I. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';
const GROUPS = 4;
const GROUP_CHARACTERS = 5;

/** A password that a person reads and types once: 20 characters of 31, 99 bits. */
export function oneTimePassword(): string {
  const group = (): string =>
    Array.from({ length: GROUP_CHARACTERS }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return Array.from({ length: GROUPS }, group).join('-');
}
