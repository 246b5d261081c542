import { der, IDENTIFIER } from '#bytes';
import type { DerCursor } from '../der-cursor.ts';
import type { TrustFault } from '../fault.ts';
import { MAX_CMS_CERTIFICATES, MAX_CMS_CRLS, MAX_CMS_SIGNERS } from '../limits.ts';
import { type Attribute, encodeAttribute, encodeAttributes, readAttributes } from './attributes.ts';
import {
  type CertificateReference,
  encodeCertificateReference,
  readCertificateReference,
} from './certificate-reference.ts';
import { encodeContentInfo, readContentInfo } from './content-info.ts';
import { type AlgorithmIdentifier, readAlgorithm } from './digests.ts';
import { constructedTag, readList, takeContent, takeWhole } from './elements.ts';
import { CONTENT_TYPE } from './oids.ts';

/** SignerInfo (RFC 5652 section 5.3). Nothing here is verified. */
export interface SignerInfo {
  readonly signer: CertificateReference;
  readonly digestAlgorithm: AlgorithmIdentifier;
  /** Absent when the signature is over the content itself. */
  readonly signedAttributes?: readonly Attribute[];
  readonly signatureAlgorithm: AlgorithmIdentifier;
  readonly signature: Uint8Array;
  readonly unsignedAttributes: readonly Attribute[];
}

/** SignedData (RFC 5652 section 5.1). Certificates and revocation lists are DER, in the order of the message. */
export interface SignedData {
  /** Dotted. */
  readonly contentType: string;
  /** Absent when the signature is detached. */
  readonly content?: Uint8Array;
  readonly certificates: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
  /** What else stands among the certificates, such as attribute certificates; kept, and not looked at. */
  readonly otherCertificates: readonly Uint8Array[];
  /** What else stands among the revocation lists, such as OCSP responses (RFC 5940); kept, and not looked at. */
  readonly otherRevocations: readonly Uint8Array[];
  readonly signers: readonly SignerInfo[];
  /** The algorithms that the message announces; each signer names its own once more. */
  readonly digestAlgorithms: readonly AlgorithmIdentifier[];
}

/** CMSVersion of a SignedData (RFC 5652 section 5.1). */
const VERSIONS: ReadonlySet<number> = new Set([1, 3, 4, 5]);

/** Reads a ContentInfo with SignedData, in BER or DER. A message without signers is read too: it carries certificates. */
export function readSignedData(
  message: Uint8Array,
): { readonly ok: true; readonly signedData: SignedData } | TrustFault {
  const read = readContentInfo(message, CONTENT_TYPE.signedData, readContent);
  return read.ok ? { ok: true, signedData: read.content } : read;
}

function readContent(content: DerCursor): SignedData {
  const sequence = content.open(IDENTIFIER.sequence, 'RFC 5652 5.1');
  const { at } = sequence;
  if (!VERSIONS.has(sequence.number())) sequence.refuse('version-unknown', at);
  const digestAlgorithms = readList(sequence.open(IDENTIFIER.set), MAX_CMS_SIGNERS, (set) => readAlgorithm(set));
  const encapsulated = sequence.open(IDENTIFIER.sequence, 'RFC 5652 5.2');
  const contentType = encapsulated.oid();
  const wrapper = encapsulated.openOptional(constructedTag(0));
  const octets = wrapper === undefined ? undefined : takeContent(wrapper);
  wrapper?.close();
  encapsulated.close();
  const certificates = readChoices(sequence, 0, MAX_CMS_CERTIFICATES);
  const revocations = readChoices(sequence, 1, MAX_CMS_CRLS);
  const signers = readList(sequence.open(IDENTIFIER.set), MAX_CMS_SIGNERS, readSigner);
  sequence.close();
  const known = {
    contentType,
    certificates: certificates.filter(isX509),
    otherCertificates: certificates.filter((choice) => !isX509(choice)),
    crls: revocations.filter(isX509),
    otherRevocations: revocations.filter((choice) => !isX509(choice)),
    signers,
    digestAlgorithms,
  };
  return octets === undefined ? known : { ...known, content: octets };
}

/** CertificateSet and RevocationInfoChoices (RFC 5652 sections 10.2.2 and 10.2.1). */
function readChoices(sequence: DerCursor, tagNumber: number, maxCount: number): Uint8Array[] {
  const choices = sequence.openOptional(constructedTag(tagNumber), 'RFC 5652 10.2');
  return choices === undefined ? [] : readList(choices, maxCount, (set) => takeWhole(set));
}

/** What X.509 has is a SEQUENCE; the other choices have tags. */
const isX509 = (choice: Uint8Array): boolean => choice[0] === IDENTIFIER.sequence;

function readSigner(set: DerCursor): SignerInfo {
  const info = set.open(IDENTIFIER.sequence, 'RFC 5652 5.3');
  const { at } = info;
  const version = info.number();
  const signer = readCertificateReference(info);
  if (version !== signerVersion(signer)) info.refuse('version-unknown', at);
  const digestAlgorithm = readAlgorithm(info);
  const signed = info.openOptional(constructedTag(0));
  const signedAttributes = signed === undefined ? undefined : readAttributes(signed);
  const signatureAlgorithm = readAlgorithm(info);
  const signature = takeContent(info);
  const unsigned = info.openOptional(constructedTag(1));
  const unsignedAttributes = unsigned === undefined ? [] : readAttributes(unsigned);
  info.close();
  const known = { signer, digestAlgorithm, signatureAlgorithm, signature, unsignedAttributes };
  return signedAttributes === undefined ? known : { ...known, signedAttributes };
}

/** RFC 5652 section 5.3: the version says how the signer is named. */
const signerVersion = (signer: CertificateReference): number => (signer.kind === 'issuer-and-serial' ? 1 : 3);

/** The ContentInfo of a SignedData, in DER. */
export function encodeSignedData(signedData: SignedData): Uint8Array {
  const { content, signers } = signedData;
  const certificates = [...signedData.certificates, ...signedData.otherCertificates];
  const revocations = [...signedData.crls, ...signedData.otherRevocations];
  const encapsulated = [der.oid(signedData.contentType)];
  if (content !== undefined) encapsulated.push(der.explicit(0, der.octetString(content)));
  const parts = [
    der.integer(dataVersion(signedData)),
    der.setOf(signedData.digestAlgorithms.map(({ encoded }) => encoded)),
    der.sequenceOf(encapsulated),
  ];
  if (certificates.length > 0) parts.push(der.implicit(0, der.setOf(certificates)));
  if (revocations.length > 0) parts.push(der.implicit(1, der.setOf(revocations)));
  parts.push(der.setOf(signers.map(encodeSigner)));
  return encodeContentInfo(CONTENT_TYPE.signedData, der.sequenceOf(parts));
}

/** RFC 5652 section 5.1: the version follows from what the message has. */
function dataVersion({ contentType, signers, otherCertificates, otherRevocations }: SignedData): number {
  const has = (tagNumber: number): boolean => otherCertificates.some(([tag]) => tag === constructedTag(tagNumber));
  if (has(OTHER_CERTIFICATE) || otherRevocations.length > 0) return 5;
  if (has(ATTRIBUTE_CERTIFICATE_2)) return 4;
  const isThird =
    contentType !== CONTENT_TYPE.data ||
    has(ATTRIBUTE_CERTIFICATE_1) ||
    signers.some(({ signer }) => signerVersion(signer) === 3);
  return isThird ? 3 : 1;
}

/** Tags of CertificateChoices (RFC 5652 section 10.2.2). */
const ATTRIBUTE_CERTIFICATE_1 = 1;
const ATTRIBUTE_CERTIFICATE_2 = 2;
const OTHER_CERTIFICATE = 3;

function encodeSigner(info: SignerInfo): Uint8Array {
  const parts = [
    der.integer(signerVersion(info.signer)),
    encodeCertificateReference(info.signer),
    info.digestAlgorithm.encoded,
  ];
  if (info.signedAttributes !== undefined) parts.push(der.implicit(0, encodeAttributes(info.signedAttributes)));
  parts.push(info.signatureAlgorithm.encoded, der.octetString(info.signature));
  if (info.unsignedAttributes.length > 0) {
    parts.push(der.implicit(1, der.setOf(info.unsignedAttributes.map(encodeAttribute))));
  }
  return der.sequenceOf(parts);
}

/** The same message with one more unsigned attribute at the signer with number `index`, such as a time stamp. */
export function withUnsignedAttribute(signedData: SignedData, index: number, attribute: Attribute): SignedData {
  const signers = signedData.signers.map((info, at) =>
    at === index ? { ...info, unsignedAttributes: [...info.unsignedAttributes, attribute] } : info,
  );
  return { ...signedData, signers };
}
