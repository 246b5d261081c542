export {
  CONCLUSIONS,
  type Conclusion,
  type ConclusionName,
  type Device,
  type Evidence,
  type IdentityReason,
  type Use,
} from './device.ts';
export { type Correction, Inventory, type Observations, type StoredObservations } from './inventory.ts';
export type { KnownMaker, KnownModel, KnownSoftware, KnownType, Knowledge } from './ports.ts';
