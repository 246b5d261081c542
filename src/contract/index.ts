export { AUDIT_KINDS, type AuditKind } from './audit-kinds.ts';
export {
  type AnswerOf,
  type Client,
  type ClientAnswer,
  type ClientRequest,
  createClient,
  type InputOf,
  pathOf,
  Refusal,
  type Transport,
} from './client.ts';
export { openApi, operations, SESSION_COOKIE } from './openapi.ts';
export type { Operation } from './operation.ts';
export { DEVICE_ORDERS } from './operations/devices.ts';
export { API } from './operations/index.ts';
export { ServerEvent } from './operations/server.ts';
export { type Access, mayUse, type Permission, PERMISSIONS, PERMISSIONS_OF, type Role, ROLES } from './permissions.ts';
export { Problem, STATUS_OF } from './problem.ts';
export {
  CAPTURE_ORIGINS,
  CAPTURE_STATES,
  type CaptureDetail,
  type CaptureOrigin,
  type CaptureState,
  type CaptureSummary,
  type FolderFile,
  KEEP_MOST_DAYS,
  type NetworkInterface,
  type Sensor,
  SENSOR_STATES,
  type SensorState,
} from './shapes/capture.ts';
export {
  type Conclusion,
  CONCLUSION_NAMES,
  type ConclusionName,
  type Correction,
  type Device,
  type DeviceSummary,
  type EvidenceDetail,
  type EvidenceSource,
  type EvidenceSummary,
  type Excerpt,
  IDENTITY_RULE_NAMES,
  PERSONAL_DATA_CATEGORIES,
  type PersonalDataCategory,
  TIMELINE_KINDS,
  type TimelineEntry,
} from './shapes/device.ts';
export {
  type Account,
  type Approval,
  APPROVAL_STATES,
  type ApprovalState,
  type AuditRecord,
  PASSWORD_LEAST_CHARACTERS,
  type Session,
  type Settings,
} from './shapes/person.ts';
export {
  type Coverage,
  type Edge,
  EDGE_PURPOSES,
  EDGE_REACHES,
  type EdgeEnd,
  type EdgePurpose,
  type EdgeReach,
  type Grouping,
  GROUPINGS,
  type MapGroup,
  type MapLink,
  type NetworkMap,
} from './shapes/traffic.ts';
export { PAGE_MAX } from './shapes/values.ts';
