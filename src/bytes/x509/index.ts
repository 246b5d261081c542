export type { KeyType } from './algorithms.ts';
export {
  type Certificate,
  type CertificateFields,
  type CertificateRanges,
  type CertificateStop,
  type PartialCertificate,
  readCertificate,
  type SignatureAlgorithm,
} from './certificate.ts';
export type { CertificateExtensions, Extension } from './extensions/contract.ts';
export type { KeyUsage } from './extensions/key-usage.ts';
export type { CertificateFault, CertificateFaultReason } from './fault.ts';
export type { GeneralName } from './general-name.ts';
export type { Name, NameAttribute } from './name.ts';
export { nameToText } from './name-text.ts';
export type { PublicKey } from './public-key.ts';
