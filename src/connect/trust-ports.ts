import {
  constants,
  createPublicKey,
  generateKeyPair,
  hash,
  type KeyObject,
  randomBytes,
  sign,
  type SignKeyObjectInput,
  verify,
} from 'node:crypto';
import { promisify } from 'node:util';
import type { Crypto, SignatureAlgorithm, Signer } from '#trust';

/** Keys of authorities come again and again, keys of devices once. */
const MAX_CACHED_KEYS = 512;
const RSA_BITS = 3072;
/** RFC 4055 3.1 */
const PSS_SALT_OCTETS = 32;

/** How node:crypto is asked for an algorithm. `curve` is the name that OpenSSL gives it. */
interface Scheme {
  readonly digest: 'sha256' | 'sha384' | 'sha512' | null;
  readonly keyTypes: readonly string[];
  readonly curve?: string;
  readonly options?: Omit<SignKeyObjectInput, 'key'>;
}

const P256 = 'prime256v1';
const P384 = 'secp384r1';
const PSS = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: PSS_SALT_OCTETS };

const SCHEMES: Readonly<Record<SignatureAlgorithm, Scheme>> = {
  'ecdsa-p256-sha256': { digest: 'sha256', keyTypes: ['ec'], curve: P256 },
  'ecdsa-p384-sha384': { digest: 'sha384', keyTypes: ['ec'], curve: P384 },
  'ecdsa-p384-sha256': { digest: 'sha256', keyTypes: ['ec'], curve: P384 },
  'rsa-sha256': { digest: 'sha256', keyTypes: ['rsa'] },
  'rsa-sha384': { digest: 'sha384', keyTypes: ['rsa'] },
  'rsa-sha512': { digest: 'sha512', keyTypes: ['rsa'] },
  'rsa-pss-sha256': { digest: 'sha256', keyTypes: ['rsa', 'rsa-pss'], options: PSS },
  ed25519: { digest: null, keyTypes: ['ed25519'] },
};

/** A key and its kind; node:crypto takes as long to tell the curve of a key as a third of a signature check. */
interface KnownKey {
  readonly key: KeyObject;
  readonly type: string | undefined;
  readonly curve: string | undefined;
}

const known = (key: KeyObject): KnownKey => ({
  key,
  type: key.asymmetricKeyType,
  curve: key.asymmetricKeyDetails?.namedCurve,
});

const fits = ({ type, curve }: KnownKey, scheme: Scheme): boolean =>
  type !== undefined && scheme.keyTypes.includes(type) && (scheme.curve === undefined || scheme.curve === curve);

/** What `trust` computes with, by OpenSSL through node:crypto. */
export function trustCrypto(): Crypto {
  const keys = new Map<string, KnownKey>();

  /** The latest used last, so that the first one of the map is the one to forget. */
  function imported(spki: Uint8Array): KnownKey {
    const id = Buffer.from(spki.buffer, spki.byteOffset, spki.byteLength).toString('latin1');
    const key = keys.get(id) ?? importKey(spki);
    keys.delete(id);
    keys.set(id, key);
    if (keys.size > MAX_CACHED_KEYS) keys.delete(keys.keys().next().value ?? '');
    return key;
  }

  return {
    digest: (algorithm, data) => hash(algorithm, data, 'buffer'),
    randomBytes: (count) => randomBytes(count),
    verify(spki, algorithm, data, signature) {
      const scheme = SCHEMES[algorithm];
      try {
        const of = imported(spki);
        return fits(of, scheme) && verify(scheme.digest, data, { key: of.key, ...scheme.options }, signature);
      } catch {
        // The port answers so: a key that OpenSSL cannot read has signed nothing.
        return false;
      }
    },
  };
}

/** The octets before the point in SubjectPublicKeyInfo of an uncompressed key (RFC 5480 2), and the size of one coordinate. */
const EC_FORMS = [
  {
    curve: P256,
    crv: 'P-256',
    head: Buffer.from('3059301306072a8648ce3d020106082a8648ce3d03010703420004', 'hex'),
    coordinateOctets: 32,
  },
  {
    curve: P384,
    crv: 'P-384',
    head: Buffer.from('3076301006072a8648ce3d020106052b8104002203620004', 'hex'),
    coordinateOctets: 48,
  },
] as const;

/** OpenSSL 3.0 seeks the decoder of a DER key for longer than it checks a P-256 signature; a JWK goes around that. */
function importKey(spki: Uint8Array): KnownKey {
  const octets = Buffer.from(spki.buffer, spki.byteOffset, spki.byteLength);
  for (const { curve, crv, head, coordinateOctets } of EC_FORMS) {
    if (octets.length !== head.length + 2 * coordinateOctets) continue;
    if (octets.compare(head, 0, head.length, 0, head.length) !== 0) continue;
    const middle = head.length + coordinateOctets;
    const jwk = {
      kty: 'EC',
      crv,
      x: octets.toString('base64url', head.length, middle),
      y: octets.toString('base64url', middle),
    };
    return { key: createPublicKey({ key: jwk, format: 'jwk' }), type: 'ec', curve };
  }
  return known(createPublicKey({ key: octets, format: 'der', type: 'spki' }));
}

function usualAlgorithm(key: KeyObject): SignatureAlgorithm | undefined {
  const algorithms = Object.keys(SCHEMES) as SignatureAlgorithm[];
  const kind = known(key);
  return algorithms.find((algorithm) => fits(kind, SCHEMES[algorithm]));
}

/**
 * A signer whose key is in memory. The key stands in a closure, so that no log and no dump of the object shows it.
 * RangeError when the key does not go with `algorithm`, or with any where that is left out.
 */
export function softwareSigner(privateKey: KeyObject, algorithm = usualAlgorithm(privateKey)): Signer {
  const scheme = algorithm && SCHEMES[algorithm];
  if (!algorithm || !scheme || !fits(known(privateKey), scheme)) throw new RangeError('a key of another kind');
  const publicKey = new Uint8Array(createPublicKey(privateKey).export({ format: 'der', type: 'spki' }));
  const input = { key: privateKey, ...scheme.options };
  const isSlow = privateKey.asymmetricKeyType !== 'ec' && privateKey.asymmetricKeyType !== 'ed25519';
  const signAside = promisify(sign);
  return {
    algorithm,
    publicKey,
    // An elliptic signature takes less than the way to another thread and back; an RSA signature holds up all others.
    sign: async (data) => (isSlow ? signAside(scheme.digest, data, input) : sign(scheme.digest, data, input)),
  };
}

const generate = promisify(generateKeyPair);

/** A signer with a new key in memory. */
export async function generateSigner(algorithm: SignatureAlgorithm): Promise<Signer> {
  const { privateKey } = await generateKey(SCHEMES[algorithm]);
  return softwareSigner(privateKey, algorithm);
}

async function generateKey({ keyTypes, curve }: Scheme): Promise<{ readonly privateKey: KeyObject }> {
  if (curve !== undefined) return generate('ec', { namedCurve: curve });
  return keyTypes.includes('rsa') ? generate('rsa', { modulusLength: RSA_BITS }) : generate('ed25519');
}
