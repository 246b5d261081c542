import { Worker } from 'node:worker_threads';
import type { Finding } from './examine.ts';
import type { FuzzInput } from './input.ts';
import type { Answer } from './worker.ts';

/** What a whole batch may take by the clock before something in it is taken to hang. */
const PATIENCE_MS = 60_000;
const HEAP_MIB = 1024;
const HANG: Finding = { kind: 'hang', signature: 'hang', detail: `no answer in ${PATIENCE_MS / 1000} s` };

export interface Verdict {
  readonly index: number;
  readonly finding: Finding;
}

/** Examines inputs in a thread that can be ended when it does not come back. */
export class Examiner {
  private worker: Worker | undefined = undefined;

  private started(): Worker {
    this.worker ??= new Worker(new URL('./worker.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB },
    });
    return this.worker;
  }

  /** The first finding in the batch. */
  async examine(batch: readonly FuzzInput[], patienceMs = PATIENCE_MS): Promise<Verdict | undefined> {
    const answer = await this.ask(batch, patienceMs);
    if (answer !== 'lost') return answer;
    // The thread hung or died: which of them was it?
    if (batch.length === 1) return { index: 0, finding: HANG };
    for (const [index, input] of batch.entries()) {
      const alone = await this.examine([input], patienceMs / 4);
      if (alone !== undefined) return { index, finding: alone.finding };
    }
    return undefined;
  }

  private async ask(batch: readonly FuzzInput[], patienceMs: number): Promise<Verdict | undefined | 'lost'> {
    const worker = this.started();
    const { promise, resolve } = Promise.withResolvers<Verdict | undefined | 'lost'>();
    const timer = setTimeout(() => resolve('lost'), patienceMs);
    const told = ({ index = 0, finding }: Answer): void => resolve(finding && { index, finding });
    const died = (): void => resolve('lost');
    worker.once('message', told);
    worker.once('error', died);
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    worker.postMessage(batch);
    const answer = await promise;
    clearTimeout(timer);
    worker.off('message', told);
    worker.off('error', died);
    if (answer === 'lost') await this.end();
    return answer;
  }

  async end(): Promise<void> {
    const { worker } = this;
    this.worker = undefined;
    await worker?.terminate();
  }
}
