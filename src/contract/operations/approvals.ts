import * as z from 'zod';
import { defineOperation } from '../operation.ts';
import { Approval, APPROVAL_STATES } from '../shapes/person.ts';
import { Count, Id, Page, personText } from '../shapes/values.ts';

const REASON_MAX_CHARACTERS = 1000;
const SUBJECT_MAX_CHARACTERS = 200;

export const approvals = {
  list: defineOperation({
    id: 'approvals.list',
    method: 'GET',
    path: '/api/approvals',
    summary: 'Requests for approval, the newest first.',
    access: 'approvals.read',
    query: z.strictObject({ state: z.enum(APPROVAL_STATES).optional(), ...Page }),
    response: z.object({ total: Count, approvals: z.array(Approval) }),
  }),
  request: defineOperation({
    id: 'approvals.request',
    method: 'POST',
    path: '/api/approvals',
    summary: 'Asks a second person to approve something.',
    access: 'approvals.request',
    audit: 'approval.requested',
    body: z.strictObject({
      kind: z
        .string()
        .regex(/^[a-z][a-z-]*\.[a-z][a-z-]*$/)
        .max(64),
      subject: z.strictObject({
        kind: z.string().min(1).max(64),
        id: z.string().min(1).max(SUBJECT_MAX_CHARACTERS),
        name: personText(SUBJECT_MAX_CHARACTERS).optional(),
      }),
      reason: personText(REASON_MAX_CHARACTERS),
    }),
    response: Approval,
  }),
  approve: defineOperation({
    id: 'approvals.approve',
    method: 'POST',
    path: '/api/approvals/{approvalId}/approve',
    summary: 'Approves a request of another person.',
    access: 'approvals.decide',
    audit: 'approval.approved',
    params: z.strictObject({ approvalId: Id }),
    body: z.strictObject({ remark: personText(REASON_MAX_CHARACTERS).optional() }),
    response: Approval,
  }),
  refuse: defineOperation({
    id: 'approvals.refuse',
    method: 'POST',
    path: '/api/approvals/{approvalId}/refuse',
    summary: 'Refuses a request; the person who asked may also take it back so.',
    access: 'approvals.decide',
    audit: 'approval.refused',
    params: z.strictObject({ approvalId: Id }),
    body: z.strictObject({ remark: personText(REASON_MAX_CHARACTERS).optional() }),
    response: Approval,
  }),
} as const;
