import { APPROVAL_STATES, AUDIT_KINDS, type AuditKind, DEVICE_ORDERS, GROUPINGS } from '#contract';
import * as z from 'zod';

/**
 * What the address of each page holds. The address is the state: a reload, a bookmark or a message to a colleague shows
 * the same. Whatever does not fit is left out rather than refused, because people edit addresses by hand.
 */

const text = z.string().min(1).optional().catch(undefined);
const texts = z
  .union([z.array(z.string()), z.string().transform((one) => [one])])
  .optional()
  .catch(undefined);
const numbers = z
  .union([
    z.array(z.coerce.number<string>().int().min(0)),
    z.coerce
      .number<string>()
      .int()
      .min(0)
      .transform((n) => [n]),
  ])
  .optional()
  .catch(undefined);

export const SEEN_CHOICES = ['hour', 'day', 'week', 'month'] as const;

export const DevicesAddress = z.object({
  text,
  type: texts,
  manufacturer: texts,
  role: texts,
  place: texts,
  vlan: numbers,
  network: text,
  personalData: z.enum(['yes', 'no']).optional().catch(undefined),
  seen: z.enum(SEEN_CHOICES).optional().catch(undefined),
  sort: z.enum(DEVICE_ORDERS).optional().catch(undefined),
  direction: z.enum(['ascending', 'descending']).optional().catch(undefined),
});
export type DevicesAddress = z.output<typeof DevicesAddress>;

export const DEVICE_TABS = ['identity', 'traffic', 'timeline', 'evidence'] as const;
export const DeviceAddress = z.object({
  tab: z.enum(DEVICE_TABS).optional().catch(undefined),
  /** The conclusion that is open: its name, or `software:` and its value. */
  open: text,
  /** The piece of evidence whose bytes are open. */
  evidence: text,
  find: text,
});
export type DeviceAddress = z.output<typeof DeviceAddress>;

export const MapAddress = z.object({
  by: z.enum(GROUPINGS).optional().catch(undefined),
  group: text,
  from: text,
  to: text,
});
export type MapAddress = z.output<typeof MapAddress>;

export const AuditAddress = z.object({
  kind: z
    .enum(Object.keys(AUDIT_KINDS) as [AuditKind, ...AuditKind[]])
    .optional()
    .catch(undefined),
  text,
});
export type AuditAddress = z.output<typeof AuditAddress>;

export const ApprovalsAddress = z.object({ state: z.enum(APPROVAL_STATES).optional().catch(undefined) });
export type ApprovalsAddress = z.output<typeof ApprovalsAddress>;

export const SignInAddress = z.object({
  /** Where to go afterwards; only places inside this app. */
  next: z
    .string()
    .regex(/^\/(?![/\\])/)
    .optional()
    .catch(undefined),
});
export type SignInAddress = z.output<typeof SignInAddress>;

type Raw = Record<string, string | string[]>;

/** `?type=CT&type=MR&text=a` to an object: a name that comes again becomes a list. */
export function readAddress(search: string): Raw {
  const found: Raw = {};
  for (const [name, value] of new URLSearchParams(search)) {
    const known = found[name];
    if (known === undefined) found[name] = value;
    else found[name] = [...(Array.isArray(known) ? known : [known]), value];
  }
  return found;
}

/** The other way; undefined and empty lists are left out, so that addresses stay short. */
export function writeAddress(values: Readonly<Record<string, unknown>>): string {
  const pairs = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    for (const each of Array.isArray(value) ? value : [value]) {
      if (each !== undefined && each !== null && each !== '') pairs.append(name, String(each));
    }
  }
  const written = pairs.toString();
  return written === '' ? '' : `?${written}`;
}
