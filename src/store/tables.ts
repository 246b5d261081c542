import type { Generated } from 'kysely';

/** Types of all tables, as the migrations make them. Times are microseconds since 1970; `json` columns are text here. */

interface Scoped {
  tenant: number;
  site: number;
}

export interface AccountRow extends Scoped {
  id: string;
  login: string;
  name: string;
  role: string;
  password_hash: string;
  must_change_password: boolean;
  created_at: number;
  disabled_at: number | null;
  last_sign_in_at: number | null;
}

export interface SessionRow extends Scoped {
  token_hash: string;
  account_id: string;
  created_at: number;
  last_used_at: number;
  expires_at: number;
}

export interface AuditRow extends Scoped {
  number: number;
  at: number;
  kind: string;
  actor_name: string;
  subject_name: string | null;
  content: string;
  hash: string;
}

export interface AuditHeadRow extends Scoped {
  number: number;
  hash: string;
}

export interface ApprovalRow extends Scoped {
  id: string;
  kind: string;
  subject: string;
  reason: string;
  state: string;
  requested_by_id: string;
  requested_by_name: string;
  requested_at: number;
  expires_at: number;
  decided_by_id: string | null;
  decided_by_name: string | null;
  decided_at: number | null;
  remark: string | null;
}

export interface SensorRow extends Scoped {
  id: string;
  name: string;
  interface: string | null;
  state: string;
  packets: number;
  packets_per_second: number;
  dropped_packets: number;
  last_heard_at: number | null;
  error: string | null;
}

export interface RunRow extends Scoped {
  number: Generated<number>;
  sensor_id: string;
  last_batch: number;
  coverage: string | null;
  truncated: string | null;
  began_at: number;
  ended_at: number | null;
}

export interface CaptureRow extends Scoped {
  number: Generated<number>;
  id: string;
  name: string;
  origin: string;
  state: string;
  sensor_id: string;
  run: number | null;
  location: string | null;
  packets: number;
  bytes: number;
  size_bytes: number | null;
  read_bytes: number | null;
  dropped_packets: number;
  first_at: number | null;
  last_at: number | null;
  added_at: number;
  added_by: string;
  ended_at: number | null;
  link_types: string;
  anomalies: string;
  anomaly_count: number;
  error: string | null;
  kept_until: number | null;
  kept_bytes: number | null;
  kept_location: string | null;
}

export interface EvidenceRow extends Scoped {
  id: string;
  ip: string;
  mac: string;
  kind: string;
  attribute: string;
  value: string;
  protocol: string;
  count: number;
  first_seen: number;
  last_seen: number;
  capture: number;
  source: string;
}

export interface ExcerptRow extends Scoped {
  evidence_id: string;
  content: string;
}

export interface EdgeRow extends Scoped {
  id: string;
  sensor_id: string;
  client: string;
  client_mac: string;
  server: string;
  server_mac: string;
  transport: string;
  port: number;
  protocol: string;
  encrypted: boolean;
  tunnelled: boolean;
  personal_data: number;
  vlan: number;
  first_at: number;
  last_at: number;
  run: number;
  flows: number;
  packets: number;
  bytes: number;
  packets_from_server: number;
  flows_before: number;
  packets_before: number;
  bytes_before: number;
  packets_from_server_before: number;
}

export interface PairingRow extends Scoped {
  id: string;
  sensor_id: string;
  mac: string;
  ip: string;
  vlan: number;
  ttl: number;
  first_at: number;
  last_at: number;
  run: number;
  flows: number;
  flows_before: number;
}

export interface TrafficRow extends Scoped {
  id: string;
  sensor_id: string;
  ip: string;
  mac: string;
  first_at: number;
  last_at: number;
  run: number;
  packets: number;
  bytes: number;
  packets_before: number;
  bytes_before: number;
}

export interface CorrectionRow extends Scoped {
  id: string;
  device_id: string;
  conclusion: string;
  value: string;
  reason: string | null;
  who: string;
  at: number;
  withdrawn_by: string | null;
  withdrawn_at: number | null;
}

export interface DeviceRow extends Scoped {
  id: string;
  summary: string;
  document: string;
  identity: string;
  name: string | null;
  type: string | null;
  manufacturer: string | null;
  model: string | null;
  role: string | null;
  place: string | null;
  ips: string[];
  vlans: number[];
  personal_data: boolean;
  corrected: boolean;
  first_seen: number;
  last_seen: number;
}

export interface SettingRow extends Scoped {
  name: string;
  value: string;
}

export interface Tables {
  account: AccountRow;
  session: SessionRow;
  audit_record: AuditRow;
  audit_head: AuditHeadRow;
  approval: ApprovalRow;
  sensor: SensorRow;
  run: RunRow;
  capture: CaptureRow;
  evidence: EvidenceRow;
  evidence_excerpt: ExcerptRow;
  edge: EdgeRow;
  pairing: PairingRow;
  traffic: TrafficRow;
  correction: CorrectionRow;
  device: DeviceRow;
  setting: SettingRow;
}
