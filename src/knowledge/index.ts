/**
 * What is known about the world: device types, makers, models, fingerprints, services, default credentials. Start with
 * `loadKnowledge`; the tables behind it live in `data/`, each with its source.
 */
export type { DefaultCredential } from './credentials/credentials.ts';
export type { DeviceRole, DeviceType } from './device-types/device-types.ts';
export type { TypeGuess } from './device-types/type-guess.ts';
export type { ComponentHint, DicomImplementation, VendorHint } from './dicom-implementations/dicom-implementations.ts';
export type { FingerprintMatch, ProductFacts } from './fingerprints/fingerprints.ts';
export { FINGERPRINT_FIELDS, type FingerprintField } from './fingerprints/recog.ts';
export {
  KNOWLEDGE_FILES,
  type Knowledge,
  type KnowledgeFile,
  type KnowledgeProblem,
  type KnowledgeReader,
  loadKnowledge,
  type OuiMaker,
} from './knowledge.ts';
export type { Model, ModelMatch } from './models/models.ts';
export type { Service } from './services/services.ts';
export type { MakerMatch, MakerRole, Manufacturer, NameContext } from './vendors/manufacturers.ts';
