export type { Anomaly } from './anomalies.ts';
export type { Attribute, Dissector } from './dissector.ts';
export { DISSECTORS } from './dissectors/index.ts';
export { type CaptureSummary, Engine, type EngineOptions, type LinkTypeCount } from './engine.ts';
export {
  DERIVATIONS,
  type Derivation,
  type Excerpt,
  type Fact,
  FACT_KINDS,
  type FactKind,
  type FactSource,
  PERSONAL_DATA,
  type PersonalData,
  type SubjectName,
} from './facts.ts';
export type { Ports } from './ports.ts';
export type { CoverageNumbers } from './streams/coverage.ts';
export type { Edge } from './streams/edges.ts';
export type { Pairing, SubjectTraffic } from './streams/subjects.ts';
