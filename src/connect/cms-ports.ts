import {
  constants,
  createCipheriv,
  createDecipheriv,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  type KeyObject,
  privateDecrypt,
  publicEncrypt,
} from 'node:crypto';
import type { Crypto, Decrypter, SealingCrypto } from '#trust';

const GCM_TAG_BYTES = 16;
/** RFC 3394 section 2.2.3.1. */
const KEY_WRAP_INITIAL_VALUE = Uint8Array.from({ length: 8 }, () => 0xa6);
const OAEP = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' } as const;
/** Curves that keys are agreed on (RFC 5753 section 7.1), by their names in OpenSSL. */
const CURVES: ReadonlySet<string> = new Set(['prime256v1', 'secp384r1']);

/** What messages for recipients need, by OpenSSL through node:crypto. */
export function sealingPorts(crypto: Crypto): SealingCrypto {
  return {
    ...crypto,
    aes256GcmSeal(key, nonce, aad, clear) {
      const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: GCM_TAG_BYTES });
      cipher.setAAD(aad);
      return Buffer.concat([cipher.update(clear), cipher.final(), cipher.getAuthTag()]);
    },
    aes256GcmOpen: (key, nonce, aad, sealed) =>
      orUndefined(() => {
        const tagAt = sealed.length - GCM_TAG_BYTES;
        const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: GCM_TAG_BYTES });
        decipher.setAAD(aad);
        decipher.setAuthTag(sealed.subarray(tagAt));
        return Buffer.concat([decipher.update(sealed.subarray(0, tagAt)), decipher.final()]);
      }),
    aes256CbcEncrypt(key, iv, clear) {
      const cipher = createCipheriv('aes-256-cbc', key, iv);
      return Buffer.concat([cipher.update(clear), cipher.final()]);
    },
    aes256CbcDecrypt: (key, iv, encrypted) =>
      orUndefined(() => {
        const decipher = createDecipheriv('aes-256-cbc', key, iv);
        return Buffer.concat([decipher.update(encrypted), decipher.final()]);
      }),
    aes256Wrap(wrappingKey, key) {
      const cipher = createCipheriv('id-aes256-wrap', wrappingKey, KEY_WRAP_INITIAL_VALUE);
      return Buffer.concat([cipher.update(key), cipher.final()]);
    },
    aes256Unwrap: (wrappingKey, wrapped) =>
      orUndefined(() => {
        const decipher = createDecipheriv('id-aes256-wrap', wrappingKey, KEY_WRAP_INITIAL_VALUE);
        return Buffer.concat([decipher.update(wrapped), decipher.final()]);
      }),
    agreeOnce: (peer) =>
      orUndefined(() => {
        const publicKey = publicKeyOf(peer);
        const namedCurve = publicKey.asymmetricKeyDetails?.namedCurve ?? '';
        if (!CURVES.has(namedCurve)) return undefined;
        const own = generateKeyPairSync('ec', { namedCurve });
        return {
          publicKey: own.publicKey.export({ format: 'der', type: 'spki' }),
          secret: diffieHellman({ privateKey: own.privateKey, publicKey }),
        };
      }),
    rsaOaepEncrypt: (spki, clear) => orUndefined(() => publicEncrypt({ key: publicKeyOf(spki), ...OAEP }, clear)),
  };
}

/** A recipient's key in memory: P-256, P-384 or RSA. */
export function softwareDecrypter(privateKey: KeyObject): Decrypter {
  return {
    recipientKey: createPublicKey(privateKey).export({ format: 'der', type: 'spki' }),
    agree: async (peer) =>
      orUndefined(() =>
        privateKey.asymmetricKeyType === 'ec' ? diffieHellman({ privateKey, publicKey: publicKeyOf(peer) }) : undefined,
      ),
    unwrap: async (encryptedKey) => orUndefined(() => privateDecrypt({ key: privateKey, ...OAEP }, encryptedKey)),
  };
}

const publicKeyOf = (spki: Uint8Array): KeyObject =>
  createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });

/** OpenSSL reports by an error what the ports report by undefined: not this key, or damaged on the way. */
function orUndefined<Value>(compute: () => Value): Value | undefined {
  try {
    return compute();
  } catch {
    return undefined;
  }
}
