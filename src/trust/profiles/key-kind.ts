import { type PublicKey, readElement, readPublicKey } from '#bytes';
import type { KeyKind } from './profile.ts';

/** SubjectPublicKeyInfo that fills its bytes; undefined when it cannot be read without a fault. */
export function publicKeyOf(spki: Uint8Array): PublicKey | undefined {
  const element = readElement(spki, 0, spki.length);
  if (!element.ok || element.end !== spki.length || spki[0] !== 0x30) return undefined;
  const faults: Parameters<typeof readPublicKey>[2] = [];
  const key = readPublicKey(spki, element, faults);
  return faults.length === 0 && key.key !== undefined ? key : undefined;
}

/** The kind of a key as profiles name it; undefined for every other. */
export function keyKindOf(key: PublicKey): KeyKind | undefined {
  if (key.type === 'ed25519') return 'ed25519';
  if (key.type === 'ec') return key.curve === 'P-256' ? 'p256' : key.curve === 'P-384' ? 'p384' : undefined;
  if (key.type !== 'rsa') return undefined;
  if (key.bits === 2048) return 'rsa-2048';
  if (key.bits === 3072) return 'rsa-3072';
  return key.bits === 4096 ? 'rsa-4096' : undefined;
}
