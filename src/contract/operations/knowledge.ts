import * as z from 'zod';
import { defineOperation } from '../operation.ts';

export const knowledge = {
  deviceTypes: defineOperation({
    id: 'knowledge.device-types',
    method: 'GET',
    path: '/api/device-types',
    summary: 'The device types that a conclusion can name.',
    access: 'devices.read',
    response: z.object({
      types: z.array(z.object({ id: z.string(), en: z.string(), ja: z.string(), category: z.string() })),
    }),
  }),
} as const;
