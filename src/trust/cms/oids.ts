/** Object identifiers of the messages here, dotted, with the standard that assigns each. */

/** RFC 5652 sections 4 to 6, RFC 5083 section 2, RFC 3161 section 2.4.2, RFC 8366 section 7.1. */
export const CONTENT_TYPE = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  envelopedData: '1.2.840.113549.1.7.3',
  authEnvelopedData: '1.2.840.113549.1.9.16.1.23',
  timeStampInfo: '1.2.840.113549.1.9.16.1.4',
  voucherJson: '1.2.840.113549.1.9.16.1.40',
} as const;

/** RFC 5652 section 11, RFC 5035 section 4, RFC 3161 appendix A. */
export const ATTRIBUTE = {
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  signatureTimeStamp: '1.2.840.113549.1.9.16.2.14',
} as const;

/** RFC 8017: with RSA it may stand for the signature algorithm. */
export const RSA_ENCRYPTION = '1.2.840.113549.1.1.1';

/** RFC 5753 section 7.1.4, RFC 3565 section 2.3.2, RFC 5084 section 3.2, RFC 4055 section 4.1, RFC 5480. */
export const SEALING = {
  rsaOaep: '1.2.840.113549.1.1.7',
  mgf1: '1.2.840.113549.1.1.8',
  ecPublicKey: '1.2.840.10045.2.1',
  ecdhSha256: '1.3.132.1.11.1',
  aes256Wrap: '2.16.840.1.101.3.4.1.45',
  aes256Cbc: '2.16.840.1.101.3.4.1.42',
  aes256Gcm: '2.16.840.1.101.3.4.1.46',
} as const;
