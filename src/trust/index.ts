export * as cms from './cms/index.ts';
export type { Crypto, Decrypter, DigestAlgorithm, SealingCrypto, SignatureAlgorithm, Signer } from './ports.ts';
export { attempt, type TrustFault, type TrustFaultReason, trustFault } from './fault.ts';
export { fromBase64, toBase64 } from './base64.ts';
export { type CertificateContent, buildCertificate, type Issuer, issuerOf } from './x509/certificate.ts';
export { altNameProblem, type AltName, type AltNameSubtree } from './x509/general-names.ts';
export {
  type AttributeType,
  type AttributeValue,
  type DistinguishedName,
  encodeName,
  type NameProblem,
  nameProblem,
} from './x509/name.ts';
export * as extensions from './x509/extensions.ts';
export { serialNumber } from './x509/serial-number.ts';
export {
  buildRequest,
  type CertificateRequest,
  possessionFault,
  readRequest,
  type RequestContent,
} from './x509/request.ts';
export { buildCrl, type CrlContent, encodeCrlEntry, type Revocation, type RevocationReason } from './x509/crl.ts';
export { type Crl, type CrlEntry, crlFault, readCrl } from './x509/crl-reader.ts';
export { encodeCertificateId, type OcspIssuer, ocspIssuerId } from './x509/ocsp-id.ts';
export {
  buildOcspRequest,
  ocspPathOf,
  type OcspRequest,
  ocspRequestOfPath,
  readOcspRequest,
} from './x509/ocsp-request.ts';
export {
  buildOcspResponse,
  type CertificateStatus,
  ocspErrorResponse,
  type OcspAnswer,
  type Responder,
  responderOf,
} from './x509/ocsp-response.ts';
export { provenStatus, readOcspResponse } from './x509/ocsp-response-reader.ts';
export { pathCertificate, type PathQuestion, validatePath } from './x509/path.ts';
export { keyPin } from './x509/path-rules.ts';
export { type PathCertificate, type PathRule, type PathVerdict } from './x509/path-verdict.ts';
