import type { Micros } from '#kernel';
import type { Crypto, Signer } from '../ports.ts';
import { signatureAlgorithmIdentifier } from '../x509/algorithms.ts';
import { sameOctets } from '../x509/certificate.ts';
import {
  type Attribute,
  contentTypeAttribute,
  encodeAttributes,
  messageDigestAttribute,
  signingTimeAttribute,
} from './attributes.ts';
import { type CertificateReference, referenceTo, openCertificate, publicKeyOf } from './certificate-reference.ts';
import { type AlgorithmIdentifier, algorithmOf, digestIdentifier, digestOfSignature } from './digests.ts';
import { CONTENT_TYPE } from './oids.ts';
import { encodeSignedData, type SignedData, type SignerInfo } from './signed-data.ts';
import { signingCertificateAttribute } from './signing-certificate.ts';

/** One signature to make. */
export interface SignatureRequest {
  readonly signer: Signer;
  /** The signer's certificate, DER; its key must be the signer's. */
  readonly certificate: Uint8Array;
  /** How the message points to the certificate; by issuer and serial number when left out. */
  readonly by?: CertificateReference['kind'];
  /** The time the signer claims (RFC 5652 section 11.3); left out, none is claimed. */
  readonly signingTimeUs?: Micros;
  /** Signed besides content type, digest, time and signing certificate. */
  readonly signedAttributes?: readonly Attribute[];
  /** Gives unsigned attributes, which may depend on the signature, as a time stamp of it does. */
  readonly unsignedAttributes?: (signature: Uint8Array) => Promise<readonly Attribute[]>;
}

/** A message to sign. */
export interface SignedDataRequest {
  readonly content: Uint8Array;
  /** Dotted; plain data when left out. */
  readonly contentType?: string;
  /** Leaves the content out of the message. */
  readonly detached?: boolean;
  readonly signatures: readonly SignatureRequest[];
  /** To carry besides the signers' own, DER: the authorities between them and the root. */
  readonly certificates?: readonly Uint8Array[];
  readonly crls?: readonly Uint8Array[];
  /** Leaves the signers' certificates out of the message, for readers that have them. */
  readonly omitsOwnCertificates?: boolean;
}

/**
 * The DER of a SignedData over the content (RFC 5652 section 5), always with signed attributes and the ESS signing
 * certificate (RFC 5035). Rejects with a RangeError when a certificate cannot be read, is of another key than its
 * signer, or has no key identifier where one is asked for; and with the signer's own error.
 */
export async function signData(ports: Crypto, request: SignedDataRequest): Promise<Uint8Array> {
  const contentType = request.contentType ?? CONTENT_TYPE.data;
  const signers: SignerInfo[] = [];
  for (const signature of request.signatures) {
    signers.push(await signOne(ports, contentType, request.content, signature));
  }
  const own = request.omitsOwnCertificates === true ? [] : request.signatures.map(({ certificate }) => certificate);
  const known = {
    contentType,
    certificates: distinct([...own, ...(request.certificates ?? [])]),
    crls: request.crls ?? [],
    otherCertificates: [],
    otherRevocations: [],
    signers,
    digestAlgorithms: distinctAlgorithms(signers),
  };
  const signedData: SignedData = request.detached === true ? known : { ...known, content: request.content };
  return encodeSignedData(signedData);
}

async function signOne(
  ports: Crypto,
  contentType: string,
  content: Uint8Array,
  request: SignatureRequest,
): Promise<SignerInfo> {
  const { signer } = request;
  const certificate = openCertificate(request.certificate);
  if (certificate === undefined) throw new RangeError('the certificate of a signer cannot be read');
  if (!sameOctets(publicKeyOf(certificate), signer.publicKey)) {
    throw new RangeError('the certificate of a signer is of another key');
  }
  const id = referenceTo(certificate, request.by ?? 'issuer-and-serial');
  if (id === undefined) throw new RangeError('the certificate of a signer has no key identifier');
  const digest = digestOfSignature(signer.algorithm);
  const signedAttributes = [
    contentTypeAttribute(contentType),
    messageDigestAttribute(ports.digest(digest, content)),
    signingCertificateAttribute(ports, certificate),
    ...(request.signingTimeUs === undefined ? [] : [signingTimeAttribute(request.signingTimeUs)]),
    ...(request.signedAttributes ?? []),
  ];
  const signature = await signer.sign(encodeAttributes(signedAttributes));
  return {
    signer: id,
    digestAlgorithm: algorithmOf(digestIdentifier(digest)),
    signedAttributes,
    signatureAlgorithm: algorithmOf(signatureAlgorithmIdentifier(signer.algorithm)),
    signature,
    unsignedAttributes: (await request.unsignedAttributes?.(signature)) ?? [],
  };
}

function distinct(all: readonly Uint8Array[]): Uint8Array[] {
  const kept: Uint8Array[] = [];
  for (const each of all) if (!kept.some((other) => sameOctets(other, each))) kept.push(each);
  return kept;
}

function distinctAlgorithms(signers: readonly SignerInfo[]): AlgorithmIdentifier[] {
  return [...new Map(signers.map(({ digestAlgorithm }) => [digestAlgorithm.oid, digestAlgorithm])).values()];
}
