export { hashPassword, oneTimePassword } from './auth/password.ts';
export { deviceDocument, type StatedCorrection } from './documents/device.ts';
export { byBytes, edgeDocument } from './documents/edge.ts';
export { groupsOf, type MapDevice, networkMapOf } from './documents/network-map.ts';
export { timelineOf } from './documents/timeline.ts';
export { EventHub, type Listener } from './events.ts';
export { LOG_LEVELS, type LogLevel } from './log.ts';
export type {
  Accounts,
  Act,
  Approvals,
  Audit,
  Captures,
  Clock,
  Devices,
  DeviceTypes,
  Health,
  LiveSession,
  NetworkMaps,
  Overview,
  Page,
  Ports,
  Sensors,
  ServedFile,
  SessionPlace,
  SiteSettings,
  SpooledFile,
} from './ports.ts';
export { InvalidInput } from './problem.ts';
export { createServer, type ServerOptions } from './server.ts';
export type { BodyOf, ParamsOf, QueryOf } from './shapes.ts';
export type { Spool } from './upload.ts';
