import * as z from 'zod';
import { defineOperation } from '../operation.ts';
import { AuditKindName, AuditRecord } from '../shapes/person.ts';
import { AskedInstant, Count, Page } from '../shapes/values.ts';

const TEXT_MAX_CHARACTERS = 200;

export const audit = {
  list: defineOperation({
    id: 'audit.list',
    method: 'GET',
    path: '/api/audit',
    summary: 'Audit records, the newest first.',
    access: 'audit.read',
    query: z.strictObject({
      kind: AuditKindName.optional(),
      /** Part of the name of the actor or of the subject. */
      text: z.string().trim().max(TEXT_MAX_CHARACTERS).optional(),
      since: AskedInstant.optional(),
      until: AskedInstant.optional(),
      ...Page,
    }),
    response: z.object({ total: Count, records: z.array(AuditRecord) }),
  }),
  verify: defineOperation({
    id: 'audit.verify',
    method: 'GET',
    path: '/api/audit/verification',
    summary: 'Computes the chain of hashes again and says whether it is unbroken.',
    access: 'audit.read',
    response: z.object({
      intact: z.boolean(),
      records: Count,
      /** Number of the first record that does not fit. */
      brokenAt: z.int().min(1).optional(),
      /** Hash of the newest record; kept elsewhere, it proves later that nothing was cut off. */
      head: z.string().optional(),
    }),
  }),
} as const;
