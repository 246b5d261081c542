export type { Batch, CaptureProgress, Uplink } from './batch.ts';
export type { Assignment } from './batcher.ts';
export { type Progress, readCapture } from './capture-source.ts';
export { type Channel, runEngineChild } from './engine-child.ts';
export { EngineProcess, type Outcome } from './engine-process.ts';
export { LiveCapture, type LiveOptions } from './live-capture.ts';
