import * as z from 'zod';
import { defineOperation } from '../operation.ts';
import { CAPTURE_STATES, SENSOR_STATES } from '../shapes/capture.ts';
import { Count, DeviceId, Id, Language } from '../shapes/values.ts';

/**
 * What has changed; the reader asks again for what it shows. An event may be lost with the connection, so a reader
 * that connects again reloads.
 */
export const ServerEvent = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('devices-changed'),
    /** Absent when too many changed to name them. */
    deviceIds: z.array(DeviceId).optional(),
    total: Count,
  }),
  z.object({
    kind: z.literal('capture-changed'),
    captureId: Id,
    state: z.enum(CAPTURE_STATES),
    packets: Count,
    packetsPerSecond: z.number().min(0),
    readBytes: Count.optional(),
    sizeBytes: Count.optional(),
  }),
  z.object({
    kind: z.literal('sensor-changed'),
    sensorId: Id,
    state: z.enum(SENSOR_STATES),
    packets: Count,
    packetsPerSecond: z.number().min(0),
    droppedPackets: Count,
  }),
  z.object({ kind: z.literal('approvals-changed') }),
  z.object({ kind: z.literal('settings-changed') }),
]);
export type ServerEvent = z.infer<typeof ServerEvent>;

export const server = {
  health: defineOperation({
    id: 'server.health',
    method: 'GET',
    path: '/api/health',
    summary: 'Whether the server and its store answer.',
    access: 'public',
    response: z.object({
      status: z.enum(['ok', 'failing']),
      /** Language of the site, for the page before the sign-in. */
      language: Language,
    }),
  }),
  events: defineOperation({
    id: 'server.events',
    method: 'GET',
    path: '/api/events',
    summary: 'What changes, as it happens.',
    access: 'signed-in',
    transfer: 'events',
    response: ServerEvent,
  }),
  description: defineOperation({
    id: 'server.description',
    method: 'GET',
    path: '/api/openapi.json',
    summary: 'This description, as OpenAPI 3.1.',
    access: 'signed-in',
    response: z.record(z.string(), z.json()),
  }),
} as const;
