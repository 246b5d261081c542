export { sealingPorts, softwareDecrypter } from './cms-ports.ts';
export {
  clearBytesOf,
  MASTER_KEY_BYTES,
  opened,
  sealFile,
  SealedFileRefused,
  UNFINISHED_ENDING,
} from './sealed-file.ts';
export { generateSigner, softwareSigner, trustCrypto } from './trust-ports.ts';
export { type DefaultCredentials, wirePorts } from './wire-ports.ts';
