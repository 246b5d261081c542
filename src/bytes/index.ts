export { Cursor, i32At, indexOf, startsWith, u16At, u16leAt, u32At, u32leAt } from './cursor.ts';
export type { ByteRange } from './der/index.ts';
export { ascii, cleanText, decodeText, decodeUtf16le, hex, ipv4Text, ipv6Text, macText } from './text.ts';
export {
  type Certificate,
  type CertificateFault,
  type CertificateStop,
  type GeneralName,
  type Name,
  nameToText,
  type PartialCertificate,
  type PublicKey,
  readCertificate,
} from './x509/index.ts';
