import { parentPort } from 'node:worker_threads';
import { examine } from './examine.ts';
import type { FuzzInput } from './input.ts';

/** Examines what it is sent, one batch after the other; the number of the first finding tells which input it was. */
parentPort?.on('message', (batch: readonly FuzzInput[]) => {
  for (const [index, input] of batch.entries()) {
    const finding = examine(input);
    if (finding === undefined) continue;
    parentPort?.postMessage({ index, finding });
    return;
  }
  parentPort?.postMessage({});
});
