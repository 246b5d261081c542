import { createCipheriv, createDecipheriv, createHmac, hash } from 'node:crypto';
import type { Ports } from '#wire';

const GCM_TAG_BYTES = 16;

/** Answers whether a digest stands in the list of known default credentials, and as which entry; see `data/credentials`. */
export interface DefaultCredentials {
  entryOf(service: string, user: string, password: string): string | undefined;
}

/** What `wire` needs of cryptography, by OpenSSL through node:crypto. MD5 and SHA-1 serve as fingerprints only (JA3, HASSH). */
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
    knownDefault: (service, user, password) => defaults?.entryOf(service, user, password),
  };
}
