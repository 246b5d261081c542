import type { CaptureSummary } from '#contract';
import type { EventHub } from '#server';

/** Tells everyone who follows that a capture which is not being read has changed. */
export function publishCapture(events: EventHub, capture: CaptureSummary): void {
  const { id, state, packets, readBytes, sizeBytes } = capture;
  events.publish({
    kind: 'capture-changed',
    captureId: id,
    state,
    packets,
    packetsPerSecond: 0,
    ...(readBytes !== undefined && { readBytes }),
    ...(sizeBytes !== undefined && { sizeBytes }),
  });
}
