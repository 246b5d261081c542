import type {
  Account,
  AnswerOf,
  API,
  Approval,
  AuditKind,
  CaptureDetail,
  CaptureSummary,
  ConclusionName,
  Coverage,
  Device,
  EvidenceDetail,
  Grouping,
  NetworkMap,
  Role,
  Sensor,
  Settings,
} from '#contract';
import type { Readable } from 'node:stream';
import type { Language, Micros } from '#kernel';
import type { BodyOf, QueryOf } from './shapes.ts';

/**
 * What the operations need of the rest. `main` gives it; whoever implements it opens one transaction a call. A call that
 * changes something takes the act, and leaves exactly one audit record of it in the same transaction.
 */

/** Who does what: the record that a change leaves, as far as the operation knows it. */
export interface Act {
  readonly kind: AuditKind;
  /** Without id: nobody who has signed in. */
  readonly actor: { readonly id?: string; readonly name: string };
  readonly atUs: Micros;
}

/** A part of a long list. */
export interface Page {
  readonly offset: number;
  readonly limit: number;
}

export interface Clock {
  nowUs(): Micros;
}

export interface Accounts {
  list(): Promise<readonly Account[]>;
  /** Refuses with `already-exists`. */
  create(
    act: Act,
    given: { readonly login: string; readonly name: string; readonly role: Role; readonly passwordHash: string },
  ): Promise<Account>;
  /** Refuses with `not-found` and `last-administrator`. */
  setRole(act: Act, id: string, role: Role): Promise<Account>;
  /** Ends the sessions of the account. Refuses with `not-found` and `last-administrator`. */
  disable(act: Act, id: string): Promise<Account>;
  enable(act: Act, id: string): Promise<Account>;
  /** The account must choose another password; its sessions end. */
  resetPassword(act: Act, id: string, passwordHash: string): Promise<Account>;
}

export interface SessionPlace {
  /** Also of disabled accounts, so that a refusal takes the same time. */
  credentials(login: string): Promise<{ readonly account: Account; readonly passwordHash: string } | undefined>;
  begin(
    act: Act,
    given: { readonly tokenHash: string; readonly accountId: string; readonly expiresAtUs: Micros },
  ): Promise<Account>;
  /** Leaves the record of a sign-in that was refused. */
  refuse(act: Act, details: { readonly address: string }): Promise<void>;
  /** The session of a token unless it is over, was idle for `idleUs`, or its account is disabled. */
  find(tokenHash: string, idleUs: number): Promise<LiveSession | undefined>;
  noteUse(tokenHash: string): Promise<void>;
  end(act: Act, tokenHash: string): Promise<void>;
  /** Ends all other sessions of the account. */
  changePassword(act: Act, accountId: string, passwordHash: string, keptTokenHash: string): Promise<void>;
}

export interface LiveSession {
  readonly account: Account;
  readonly lastUsedAtUs: Micros;
  readonly expiresAtUs: Micros;
}

export interface Devices {
  list(query: QueryOf<typeof API.devices.list>): Promise<AnswerOf<typeof API.devices.list>>;
  facets(): Promise<AnswerOf<typeof API.devices.facets>>;
  /** This and the following refuse with `not-found`. */
  get(id: string): Promise<Device>;
  evidence(id: string, evidenceId: string): Promise<EvidenceDetail>;
  timeline(id: string): Promise<AnswerOf<typeof API.devices.timeline>>;
  edges(id: string, page: Page): Promise<AnswerOf<typeof API.devices.edges>>;
  correct(
    act: Act,
    id: string,
    given: { readonly conclusion: ConclusionName; readonly value: string; readonly reason?: string | undefined },
  ): Promise<Device>;
  withdrawCorrection(act: Act, id: string, conclusion: ConclusionName): Promise<Device>;
}

export interface Overview {
  get(): Promise<AnswerOf<typeof API.overview.get>>;
  coverage(): Promise<Coverage>;
}

export interface NetworkMaps {
  get(by: Grouping): Promise<NetworkMap>;
  edges(query: QueryOf<typeof API.networkMap.edges>): Promise<AnswerOf<typeof API.networkMap.edges>>;
}

/** A file that was received completely and is on the disk. Whoever takes it removes it after use. */
export interface SpooledFile {
  readonly path: string;
  /** As the sender calls it, without folders. */
  readonly name: string;
  readonly sizeBytes: number;
}

/** A file to be handed out. */
export interface ServedFile {
  readonly name: string;
  readonly sizeBytes: number;
  readonly bytes: Readable;
}

export interface Captures {
  list(page: Page): Promise<AnswerOf<typeof API.captures.list>>;
  /** Refuses with `not-found`. */
  get(id: string): Promise<CaptureDetail>;
  /**
   * With days the file is kept after it has been read; refused with `kept-captures-key-missing` and
   * `kept-captures-key-wrong` when it could not be encrypted.
   */
  upload(act: Act, file: SpooledFile, keepDays: number | undefined): Promise<CaptureSummary>;
  folder(): Promise<AnswerOf<typeof API.captures.folder>>;
  /** `path` as `folder` named it. Refuses with `not-found`. */
  read(act: Act, path: string): Promise<CaptureSummary>;
  /** Refuses with `not-found` and `state-conflict`. */
  cancel(act: Act, id: string): Promise<CaptureSummary>;
  /**
   * Nothing is handed out before the whole file has been checked and the record is left. Refuses with `not-found`,
   * `state-conflict` and the codes that begin with `kept-capture`.
   */
  openKept(act: Act, id: string, reason: string): Promise<ServedFile>;
  /** Refuses with `not-found`. */
  forget(act: Act, id: string): Promise<CaptureSummary>;
}

export interface Sensors {
  list(): Promise<readonly Sensor[]>;
  interfaces(): Promise<AnswerOf<typeof API.sensors.interfaces>>;
  /** Refuses with `not-found`, `state-conflict` and `live-capture-unavailable`. */
  start(act: Act, interfaceName: string): Promise<Sensor>;
  /** Refuses with `not-found` and `state-conflict`. */
  stop(act: Act, id: string): Promise<Sensor>;
}

export interface Audit {
  list(query: QueryOf<typeof API.audit.list>): Promise<AnswerOf<typeof API.audit.list>>;
  verify(): Promise<AnswerOf<typeof API.audit.verify>>;
}

export interface Approvals {
  list(query: QueryOf<typeof API.approvals.list>): Promise<AnswerOf<typeof API.approvals.list>>;
  request(act: Act, given: BodyOf<typeof API.approvals.request>): Promise<Approval>;
  /** Refuses with `not-found`, `state-conflict` and `second-person-required`. */
  decide(
    act: Act,
    id: string,
    given: { readonly decision: 'approved' | 'refused'; readonly remark?: string | undefined },
  ): Promise<Approval>;
}

export interface SiteSettings {
  get(): Promise<Settings>;
  change(act: Act, given: BodyOf<typeof API.settings.change>): Promise<Settings>;
}

export interface DeviceTypes {
  list(): AnswerOf<typeof API.knowledge.deviceTypes>['types'];
}

export interface Health {
  /** Rejects when the store does not answer. */
  check(): Promise<{ readonly status: 'ok' | 'failing'; readonly language: Language }>;
}

export interface Ports {
  readonly clock: Clock;
  readonly accounts: Accounts;
  readonly sessions: SessionPlace;
  readonly devices: Devices;
  readonly overview: Overview;
  readonly networkMaps: NetworkMaps;
  readonly captures: Captures;
  readonly sensors: Sensors;
  readonly audit: Audit;
  readonly approvals: Approvals;
  readonly settings: SiteSettings;
  readonly deviceTypes: DeviceTypes;
  readonly health: Health;
}
