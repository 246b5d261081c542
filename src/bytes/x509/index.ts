export { type Certificate, type CertificateStop, type PartialCertificate, readCertificate } from './certificate.ts';
export type { CertificateFault } from './fault.ts';
export type { GeneralName } from './general-name.ts';
export type { Name } from './name.ts';
export { nameToText } from './name-text.ts';
export type { PublicKey } from './public-key.ts';
