export type { Attribute } from './attributes.ts';
export { type AuthEnvelopedData, openData, readAuthEnvelopedData, sealData } from './auth-enveloped-data.ts';
export { normaliseBer } from './ber.ts';
export { addSignatureTimeStamp, type CadesRequest, signCades, type TimeStampSource, type Unstamped } from './cades.ts';
export {
  type CadesReport,
  type CadesValidation,
  type Indication,
  type Reason,
  type SignatureReport,
  type SubIndication,
  validateCades,
} from './cades-report.ts';
export type { Recipient } from './content-key.ts';
export type { Opened, OpeningRule, RecipientKey, Unopened } from './encrypted-content.ts';
export { decryptData, encryptData, type EnvelopedData, readEnvelopedData } from './enveloped-data.ts';
export { ATTRIBUTE, CONTENT_TYPE } from './oids.ts';
export { type SignatureRequest, signData, type SignedDataRequest } from './sign.ts';
export { readSignedData, type SignedData, type SignerInfo } from './signed-data.ts';
export {
  encodeTimeStampRequest,
  readTimeStampRequest,
  readTimeStampResponse,
  type TimeStampFailure,
  type TimeStampInfo,
  type TimeStampRequest,
  type TimeStampResponse,
} from './time-stamp.ts';
export {
  type TimeStampAuthority,
  timeStampAuthority,
  type TimeStampAuthoritySettings,
} from './time-stamp-authority.ts';
export {
  type TimeStampExpectation,
  type TimeStampRule,
  type TimeStampVerdict,
  verifyTimeStamp,
} from './time-stamp-token.ts';
export {
  type Failure,
  type PathCheck,
  type SignatureRule,
  type SignatureVerdict,
  type SignedDataVerdict,
  type VerifyOptions,
  verifySignedData,
} from './verify.ts';
export {
  type Assertion,
  encodeVoucher,
  readVoucher,
  signVoucher,
  type Voucher,
  type VoucherExpectation,
  type VoucherRule,
  type VoucherVerdict,
  verifyVoucher,
} from './voucher.ts';
