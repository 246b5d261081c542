import { createCipheriv, createDecipheriv, createHmac, hash } from 'node:crypto';
import { constants, inflateRawSync } from 'node:zlib';
import type { Ports } from '#wire';

const GCM_TAG_BYTES = 16;

/** Answers whether a digest stands in the list of known default credentials, and as which entry; see `data/credentials`. */
export interface DefaultCredentials {
  entryOf(service: string, user: string, password: string): string | undefined;
}

/** What `wire` needs, by OpenSSL through node:crypto and by zlib through node:zlib. MD5 and SHA-1 serve as fingerprints only (JA3, HASSH). */
export function wirePorts(defaults?: DefaultCredentials): Ports {
  return {
    digest: (algorithm, data) => hash(algorithm, data, 'hex'),
    hmacSha256: (key, data) => createHmac('sha256', key).update(data).digest(),
    aes128Block(key, block) {
      const cipher = createCipheriv('aes-128-ecb', key, null);
      cipher.setAutoPadding(false);
      return cipher.update(block);
    },
    aes128GcmOpen(key, nonce, aad, sealed) {
      if (sealed.length < GCM_TAG_BYTES) return undefined;
      const decipher = createDecipheriv('aes-128-gcm', key, nonce, { authTagLength: GCM_TAG_BYTES });
      decipher.setAAD(aad);
      decipher.setAuthTag(sealed.subarray(sealed.length - GCM_TAG_BYTES));
      const clear = decipher.update(sealed.subarray(0, sealed.length - GCM_TAG_BYTES));
      try {
        decipher.final();
      } catch {
        // The tag does not fit: not this key, or damaged on the way. The port answers so by undefined.
        return undefined;
      }
      return clear;
    },
    inflateRaw,
    knownDefault: (service, user, password) => defaults?.entryOf(service, user, password),
  };
}

/**
 * zlib by node gives all that its input holds, or an error when that is too much. Since the beginning is wanted, the
 * longest beginning of the input whose output fits is sought by halving.
 */
function inflateRaw(bytes: Uint8Array, mostBytes: number): Uint8Array | undefined {
  const options = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: mostBytes };
  let inflated: Uint8Array | undefined;
  let fits = 0;
  let tooLong = bytes.length + 1;
  for (let length = bytes.length; tooLong - fits > 1; length = (fits + tooLong) >> 1) {
    try {
      inflated = inflateRawSync(bytes.subarray(0, length), options);
      fits = length;
    } catch (error) {
      if (!isTooLong(error)) return undefined;
      tooLong = length;
    }
  }
  return inflated;
}

const isTooLong = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
