import * as z from 'zod';
import { Count, Id, Instant } from './values.ts';

export const CAPTURE_ORIGINS = ['upload', 'folder', 'live'] as const;
export const CAPTURE_STATES = ['queued', 'reading', 'done', 'cancelled', 'failed'] as const;
/** Longest time for which a whole capture can be kept. */
export const KEEP_MOST_DAYS = 90;
export const SENSOR_STATES = ['idle', 'reading', 'live', 'failed'] as const;

/** One capture file, or one run of live capture. */
export const CaptureSummary = z.object({
  id: Id,
  /** File name as given, or the interface. */
  name: z.string(),
  origin: z.enum(CAPTURE_ORIGINS),
  state: z.enum(CAPTURE_STATES),
  sensorId: Id,
  packets: Count,
  /** Captured bytes of the frames, without the container. */
  bytes: Count,
  /** Size of the file as given; absent for live capture. */
  sizeBytes: Count.optional(),
  /** How much of it has been read; absent for live capture. */
  readBytes: Count.optional(),
  /** Packets that the kernel dropped. */
  droppedPackets: Count,
  /** Times of the first and last packet. */
  first: Instant.optional(),
  last: Instant.optional(),
  addedAt: Instant,
  endedAt: Instant.optional(),
  addedBy: z.string(),
  /** Sum over all kinds. */
  anomalies: Count,
  /** Code of an error, when the state is `failed`. */
  error: z.string().optional(),
  /** Somebody chose to keep the file; then it is removed. Absent when it is not kept. */
  keptUntil: Instant.optional(),
  /** What the kept file takes on the disk of the server; absent until it lies there, encrypted. */
  keptBytes: Count.optional(),
});

export const CaptureDetail = CaptureSummary.extend({
  linkTypes: z.array(z.object({ number: Count, name: z.string(), packets: Count, read: z.boolean() })),
  anomalyKinds: z.array(
    z.object({
      kind: z.string(),
      count: Count,
      /** Numbers of the first frames that showed it. */
      frames: z.array(Count),
    }),
  ),
});

export const Sensor = z.object({
  id: Id,
  name: z.string(),
  /** Present for live sensors. */
  interface: z.string().optional(),
  state: z.enum(SENSOR_STATES),
  packets: Count,
  packetsPerSecond: z.number().min(0),
  droppedPackets: Count,
  /** Number of the last batch that was committed. */
  lastBatch: Count,
  lastHeardAt: Instant.optional(),
  /** Code of an error, when the state is `failed`. */
  error: z.string().optional(),
});

export const NetworkInterface = z.object({ name: z.string(), addresses: z.array(z.string()), up: z.boolean() });

/** A capture file in the folder that the server's configuration names. */
export const FolderFile = z.object({ path: z.string(), sizeBytes: Count, changedAt: Instant });

export type CaptureOrigin = (typeof CAPTURE_ORIGINS)[number];
export type CaptureState = (typeof CAPTURE_STATES)[number];
export type SensorState = (typeof SENSOR_STATES)[number];
export type CaptureSummary = z.infer<typeof CaptureSummary>;
export type CaptureDetail = z.infer<typeof CaptureDetail>;
export type Sensor = z.infer<typeof Sensor>;
export type NetworkInterface = z.infer<typeof NetworkInterface>;
export type FolderFile = z.infer<typeof FolderFile>;
