import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { readCertificate } from '#bytes';
import { sealingPorts, softwareDecrypter, softwareSigner, trustCrypto } from '#connect';
import { fromIso } from '#kernel';
import {
  buildCertificate,
  type cms,
  type Decrypter,
  encodeName,
  extensions,
  keyPin,
  type PathCertificate,
  type PathQuestion,
  serialNumber,
  type Signer,
  validatePath,
} from '#trust';

/** People and machines that sign, seal and stamp, for tests of messages. */

export const ports = sealingPorts(trustCrypto());

export const timeOf = (iso: string): number => fromIso(iso) ?? Number.NaN;
/** When most tests happen; certificates hold from a year before until a year after. */
export const NOW_US = timeOf('2026-06-15T09:30:00Z');
const YEAR_US = 31_536_000_000_000;

export type Kind = 'p256' | 'p384' | 'rsa' | 'ed25519';

function newKey(kind: Kind): KeyObject {
  if (kind === 'rsa') return generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  if (kind === 'ed25519') return generateKeyPairSync('ed25519').privateKey;
  return generateKeyPairSync('ec', { namedCurve: kind === 'p256' ? 'prime256v1' : 'secp384r1' }).privateKey;
}

export interface Actor {
  readonly privateKey: KeyObject;
  readonly signer: Signer;
  readonly decrypter: Decrypter;
  readonly certificate: Uint8Array;
}

interface Validity {
  readonly notBeforeUs?: number;
  readonly notAfterUs?: number;
}

export interface Leaf extends Validity {
  readonly kind?: Kind;
  readonly purposes?: readonly string[];
  readonly critical?: boolean;
  readonly usage?: Parameters<typeof extensions.keyUsage>[0];
  readonly withoutKeyId?: boolean;
  /** A key that is there already, instead of a new one. */
  readonly key?: KeyObject;
}

/** A root with one authority below it. */
export interface Hierarchy {
  readonly root: Actor;
  readonly authority: Actor;
  issue(name: string, leaf: Leaf): Promise<Actor>;
  /** Another authority under the same root. */
  sibling(name: string): Promise<Hierarchy>;
  /** Judges a path to this authority and root, both pinned, at a time. */
  pathAt(timeUs: number, demands?: Partial<PathQuestion>): cms.PathCheck;
}

const nameOf = (commonName: string): Uint8Array => encodeName([[{ type: 'CN', text: commonName }]]);

async function certify(
  subject: string,
  key: KeyObject,
  issuer: { readonly name: Uint8Array; readonly key: KeyObject },
  own: readonly Uint8Array[],
  leaf: Leaf,
): Promise<Actor> {
  const signer = softwareSigner(key);
  const issuerSigner = softwareSigner(issuer.key);
  const keyId = extensions.keyIdentifier(ports, signer.publicKey);
  const certificate = await buildCertificate(
    {
      serial: serialNumber(ports),
      issuer: issuer.name,
      subject: nameOf(subject),
      publicKey: signer.publicKey,
      notBeforeUs: leaf.notBeforeUs ?? NOW_US - YEAR_US,
      notAfterUs: leaf.notAfterUs ?? NOW_US + YEAR_US,
      extensions: [
        ...own,
        ...(leaf.withoutKeyId === true ? [] : [extensions.subjectKeyIdentifier(keyId)]),
        extensions.authorityKeyIdentifier(extensions.keyIdentifier(ports, issuerSigner.publicKey)),
      ],
    },
    issuerSigner,
  );
  return { privateKey: key, signer, decrypter: softwareDecrypter(key), certificate };
}

const authorityExtensions = (): Uint8Array[] => [
  extensions.basicConstraints({ ca: true }),
  extensions.keyUsage(['keyCertSign', 'cRLSign']),
];

/** A new root with one authority below it; both hold for as long as leaves do unless `validity` says otherwise. */
export async function hierarchy(name: string, validity: Validity = {}): Promise<Hierarchy> {
  const rootName = `${name} Root`;
  const rootKey = newKey('p256');
  const issuer = { name: nameOf(rootName), key: rootKey };
  return below(name, await certify(rootName, rootKey, issuer, authorityExtensions(), validity), validity);
}

async function below(name: string, root: Actor, validity: Validity): Promise<Hierarchy> {
  const key = newKey('p256');
  const issuer = { name: subjectOf(root), key: root.privateKey };
  const authority = await certify(name, key, issuer, authorityExtensions(), validity);
  const pins = { issuerKey: keyPin(ports, opened(authority)), rootKey: keyPin(ports, opened(root)) };
  return {
    root,
    authority,
    issue(leafName, leaf) {
      const own = [
        extensions.basicConstraints({ ca: false }),
        extensions.keyUsage(leaf.usage ?? ['digitalSignature', 'nonRepudiation']),
        extensions.extendedKeyUsage(leaf.purposes ?? [extensions.PURPOSE.emailProtection], leaf.critical ?? false),
      ];
      return certify(leafName, leaf.key ?? newKey(leaf.kind ?? 'p256'), { name: nameOf(name), key }, own, leaf);
    },
    sibling: (siblingName) => below(siblingName, root, validity),
    pathAt: (atUs, demands) => (certificate, others) =>
      validatePath(
        {
          certificate,
          others: [...others, authority.certificate],
          anchors: [root.certificate],
          atUs,
          pins,
          ...demands,
        },
        ports,
      ),
  };
}

function opened({ certificate }: Actor): PathCertificate {
  const read = readCertificate(certificate, 0, certificate.length);
  if (!read.ok) throw new Error(read.reason);
  return { bytes: certificate, read };
}

function subjectOf(actor: Actor): Uint8Array {
  const { start, end } = opened(actor).read.ranges.subject;
  return actor.certificate.subarray(start, end);
}
