import * as z from 'zod';
import { AUDIT_KINDS, type AuditKind } from '../audit-kinds.ts';
import { PERMISSIONS, ROLES } from '../permissions.ts';
import { Count, Id, Instant, Language, personText } from './values.ts';

export const PASSWORD_LEAST_CHARACTERS = 12;
/** Longer ones would only cost time to hash. */
const PASSWORD_MOST_CHARACTERS = 200;
const LOGIN_MOST_CHARACTERS = 64;
const NAME_MOST_CHARACTERS = 100;

/** What a person types to sign in; any length, so that a wrong one is refused in the same way. */
export const GivenPassword = z.string().max(PASSWORD_MOST_CHARACTERS);
export const NewPassword = z.string().min(PASSWORD_LEAST_CHARACTERS).max(PASSWORD_MOST_CHARACTERS);
export const Login = z
  .string()
  .trim()
  .toLowerCase()
  .max(LOGIN_MOST_CHARACTERS)
  .regex(/^[a-z0-9][a-z0-9._@+-]*$/);
export const PersonName = personText(NAME_MOST_CHARACTERS);
export const Role = z.enum(ROLES);

export const Account = z.object({
  id: Id,
  login: z.string(),
  name: z.string(),
  role: Role,
  disabled: z.boolean(),
  mustChangePassword: z.boolean(),
  createdAt: Instant,
  lastSignInAt: Instant.optional(),
});

/** Who is signed in, and what they may do. */
export const Session = z.object({
  account: Account,
  permissions: z.array(z.enum(PERMISSIONS)),
  /** The session ends then at the latest. */
  expiresAt: Instant,
});

export const AuditKindName = z.enum(Object.keys(AUDIT_KINDS) as [AuditKind, ...AuditKind[]]);

export const AuditRecord = z.object({
  /** Counts from 1 without gaps. */
  number: z.int().min(1),
  at: Instant,
  kind: AuditKindName,
  /** `id` is absent for the server itself and for a refused sign-in. */
  actor: z.object({ id: Id.optional(), name: z.string() }),
  subject: z.object({ kind: z.string(), id: z.string(), name: z.string().optional() }).optional(),
  details: z.record(z.string(), z.json()),
  /** Hexadecimal SHA-256 over this record and the hash of the one before. */
  hash: z.string(),
});

export const APPROVAL_STATES = ['pending', 'approved', 'refused', 'expired', 'used'] as const;

/** One person asks, another decides; an approval that nobody used in time is worth nothing. */
export const Approval = z.object({
  id: Id,
  /** What it allows, for example `capture.open`. */
  kind: z.string(),
  subject: z.object({ kind: z.string(), id: z.string(), name: z.string().optional() }),
  reason: z.string(),
  state: z.enum(APPROVAL_STATES),
  requestedBy: z.object({ id: Id, name: z.string() }),
  requestedAt: Instant,
  expiresAt: Instant,
  decidedBy: z.object({ id: Id, name: z.string() }).optional(),
  decidedAt: Instant.optional(),
  remark: z.string().optional(),
});

export const Settings = z.object({
  /** Of the site; each person may choose another one in the browser. */
  language: Language,
  siteName: z.string(),
  /** Days after which evidence that was not seen again is removed; 0 keeps everything. */
  retentionDays: Count,
});

export type Account = z.infer<typeof Account>;
export type Session = z.infer<typeof Session>;
export type AuditRecord = z.infer<typeof AuditRecord>;
export type Approval = z.infer<typeof Approval>;
export type ApprovalState = (typeof APPROVAL_STATES)[number];
export type Settings = z.infer<typeof Settings>;
