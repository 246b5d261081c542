import { parentPort } from 'node:worker_threads';
import { examine, type Finding } from './examine.ts';
import type { FuzzInput } from './input.ts';

/** The first finding of a batch, with the number of its input; empty when there is none. */
export interface Answer {
  readonly index?: number;
  readonly finding?: Finding;
}

/** Examines what it is sent, one batch after the other. */
parentPort?.on('message', (batch: readonly FuzzInput[]) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  parentPort?.postMessage(examined(batch));
});

function examined(batch: readonly FuzzInput[]): Answer {
  for (const [index, input] of batch.entries()) {
    const finding = examine(input);
    if (finding !== undefined) return { index, finding };
  }
  return {};
}
