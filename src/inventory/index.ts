export { ROLES, type Role } from './conclusions/role.ts';
export {
  CONCLUSIONS,
  type Conclusion,
  type ConclusionName,
  type Device,
  type Evidence,
  IDENTITY_RULES,
  type IdentityReason,
  type IdentityRule,
  type Use,
} from './device.ts';
export { type Correction, Inventory, type Observations, type StoredObservations } from './inventory.ts';
export {
  CONNECTION_CLASSES,
  type Connection,
  type ConnectionClass,
  classOf,
  type Reach,
} from './network-map/connection.ts';
