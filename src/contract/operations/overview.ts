import * as z from 'zod';
import { defineOperation } from '../operation.ts';
import { DeviceSummary } from '../shapes/device.ts';
import { Coverage } from '../shapes/traffic.ts';
import { Count, Id } from '../shapes/values.ts';

export const overview = {
  get: defineOperation({
    id: 'overview.get',
    method: 'GET',
    path: '/api/overview',
    summary: 'Devices by type, the newest devices, coverage, and what was wrong in the captures.',
    access: 'devices.read',
    response: z.object({
      devices: z.object({ total: Count, unknownType: Count, carryingPersonalData: Count, corrected: Count }),
      /** Most frequent first; `type` is absent for unknown ones. */
      byType: z.array(z.object({ type: z.string().optional(), count: Count })),
      newest: z.array(DeviceSummary),
      coverage: Coverage,
      /** Most frequent anomalies over all captures, with one capture that shows each. */
      anomalies: z.array(z.object({ kind: z.string(), count: Count, captureId: Id })),
    }),
  }),
  coverage: defineOperation({
    id: 'overview.coverage',
    method: 'GET',
    path: '/api/coverage',
    summary: 'What the sensors could see and what they could not.',
    access: 'devices.read',
    response: Coverage,
  }),
} as const;
