import { generateSigner, trustCrypto } from '#connect';
import { fromIso } from '#kernel';
import {
  buildCertificate,
  type Crypto,
  type DistinguishedName,
  encodeName,
  extensions as ext,
  type Issuer,
  issuerOf,
  serialNumber,
  type SignatureAlgorithm,
  type Signer,
} from '#trust';

/** Certificates for tests: a root, an authority below it, devices below that, each with a real key. */

export const crypto: Crypto = trustCrypto();
export const NOW_US = fromIso('2026-06-01T00:00:00Z')!;
export const HOUR_US = 3_600_000_000;
export const DAY_US = 24 * HOUR_US;
/** Below the enterprise number that RFC 5612 keeps for examples. */
export const POLICY = '1.3.6.1.4.1.32473.1.1';

export const nameOf = (commonName: string): DistinguishedName => [
  [{ type: 'C', text: 'JP' }],
  [{ type: 'O', text: 'Example Hospital' }],
  [{ type: 'CN', text: commonName }],
];

/** What a test changes about a certificate. */
export interface Wish {
  readonly subject?: DistinguishedName;
  readonly notBeforeUs?: number;
  readonly notAfterUs?: number;
  readonly extensions?: readonly Uint8Array[];
  readonly serial?: Uint8Array;
}

const validity = (wish: Wish) => ({
  notBeforeUs: wish.notBeforeUs ?? NOW_US - DAY_US,
  notAfterUs: wish.notAfterUs ?? NOW_US + 365 * DAY_US,
});

function ready(certificate: Uint8Array, signer: Signer): Issuer {
  const issuer = issuerOf(certificate, signer, crypto);
  if (!issuer.ok) throw new Error(issuer.reason);
  return issuer;
}

const authorityExtensions = (signer: Signer, pathLength?: number): Uint8Array[] => [
  ext.basicConstraints(pathLength === undefined ? { ca: true } : { ca: true, pathLength }),
  ext.keyUsage(['keyCertSign', 'cRLSign', 'digitalSignature']),
  ext.subjectKeyIdentifier(ext.keyIdentifier(crypto, signer.publicKey)),
];

export async function makeRoot(
  algorithm: SignatureAlgorithm = 'ecdsa-p256-sha256',
  commonName = 'Example Root',
  wish: Wish = {},
): Promise<Issuer> {
  const signer = await generateSigner(algorithm);
  const name = encodeName(wish.subject ?? nameOf(commonName));
  const certificate = await buildCertificate(
    {
      serial: wish.serial ?? serialNumber(crypto),
      issuer: name,
      subject: name,
      publicKey: signer.publicKey,
      ...validity(wish),
      extensions: wish.extensions ?? authorityExtensions(signer),
    },
    signer,
  );
  return ready(certificate, signer);
}

export async function makeAuthority(
  above: Issuer,
  commonName = 'Example Device CA',
  wish: Wish & { readonly more?: readonly Uint8Array[]; readonly pathLength?: number } = {},
): Promise<Issuer> {
  const signer = await generateSigner(above.signer.algorithm);
  const certificate = await issue(above, signer.publicKey, {
    subject: nameOf(commonName),
    extensions: [
      ...authorityExtensions(signer, wish.pathLength ?? 0),
      above.authorityKeyIdentifier,
      ext.certificatePolicies([POLICY]),
      ...(wish.more ?? []),
    ],
    ...wish,
  });
  return ready(certificate, signer);
}

export const deviceExtensions = (publicKey: Uint8Array, issuer: Issuer): Uint8Array[] => [
  ext.basicConstraints({ ca: false }),
  ext.keyUsage(['digitalSignature']),
  ext.extendedKeyUsage([ext.PURPOSE.clientAuth]),
  ext.subjectKeyIdentifier(ext.keyIdentifier(crypto, publicKey)),
  issuer.authorityKeyIdentifier,
  ext.certificatePolicies([POLICY]),
];

export async function issue(issuer: Issuer, publicKey: Uint8Array, wish: Wish = {}): Promise<Uint8Array> {
  return buildCertificate(
    {
      serial: wish.serial ?? serialNumber(crypto),
      issuer: issuer.name,
      subject: encodeName(wish.subject ?? nameOf('pump-7')),
      publicKey,
      ...validity(wish),
      extensions: wish.extensions ?? [
        ...deviceExtensions(publicKey, issuer),
        ext.subjectAltName([{ kind: 'dns', text: 'pump-7.example.test' }]),
      ],
    },
    issuer.signer,
  );
}

export function pem(label: string, bytes: Uint8Array): string {
  const lines =
    Buffer.from(bytes)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
