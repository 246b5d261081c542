import { ERRORS, type ErrorCode } from '#kernel';
import * as z from 'zod';

/** The HTTP status of every code (RFC 9110 §15). */
export const STATUS_OF: Readonly<Record<ErrorCode, number>> = {
  'input-invalid': 400,
  'not-signed-in': 401,
  'sign-in-refused': 401,
  'too-many-attempts': 429,
  'password-too-weak': 400,
  'password-change-required': 403,
  'permission-denied': 403,
  'origin-refused': 403,
  'not-found': 404,
  'already-exists': 409,
  'state-conflict': 409,
  'last-administrator': 409,
  'second-person-required': 403,
  'approval-required': 403,
  'upload-too-large': 413,
  'capture-unreadable': 422,
  'live-capture-unavailable': 503,
  'kept-capture-missing': 404,
  'kept-capture-damaged': 500,
  'kept-captures-key-missing': 503,
  'kept-captures-key-wrong': 503,
  'batch-out-of-order': 409,
  'store-locked': 503,
  'store-version': 503,
  'store-unavailable': 503,
  'store-timeout': 503,
  'file-unreadable': 500,
  'file-unwritable': 500,
  'store-missing': 404,
  'store-not-empty': 409,
  'backup-format': 422,
  'backup-version': 422,
  'backup-unpacking': 422,
  'backup-cut': 422,
  'backup-line': 422,
  'backup-checksum': 422,
  'backup-counts': 422,
  'backup-row': 422,
  'backup-audit': 422,
  internal: 500,
};

/** `application/problem+json` (RFC 9457): `title` says what is wrong and `detail` what to do, in the language asked for. */
export const Problem = z.object({
  type: z.literal('about:blank'),
  status: z.int(),
  title: z.string(),
  detail: z.string(),
  code: z.enum(Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]]),
  /** Where: the fields of a refused request, as paths like `body.login`. */
  fields: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  details: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
});
export type Problem = z.infer<typeof Problem>;
