import { Worker } from 'node:worker_threads';
import { Fault } from '#kernel';
import type { Answer } from '../engine.ts';
import { DatabaseError } from '../failure.ts';
import type { Opening, Reply, Request } from './protocol.ts';

interface Waiting {
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: Error) => void;
}

type Unnumbered = Request extends infer Each ? (Each extends Request ? Omit<Each, 'id'> : never) : never;

/** The thread that the database runs in, as seen from outside. Once gone it stays gone; the engine starts another. */
export class DatabaseThread {
  private readonly worker: Worker;
  private readonly waiting = new Map<number, Waiting>();
  private nextId = 1;
  private end: Fault | undefined = undefined;
  /** Resolves when nothing of it runs any more; before that, nobody else may open the folder. */
  readonly over: Promise<void>;

  private constructor(folder: string) {
    this.worker = new Worker(new URL('thread.ts', import.meta.url), {
      workerData: { folder },
      name: 'mimamori-database',
    });
    this.over = new Promise((resolve) => this.worker.once('exit', () => resolve()));
    this.worker.on('error', (error) => this.fail(new Fault('store-unavailable', { reason: error.message }, error)));
    this.worker.on('exit', (code) =>
      this.fail(new Fault('store-unavailable', { reason: `thread ended with ${code}` })),
    );
  }

  /** Rejects with `store-unavailable` when the database cannot be opened. */
  static async start(folder: string): Promise<DatabaseThread> {
    const thread = new DatabaseThread(folder);
    const opening = await new Promise<Opening>((resolve, reject) => {
      thread.worker.once('message', resolve);
      thread.worker.once('error', reject);
      thread.worker.once('exit', (code) => reject(new Error(`thread ended with ${code}`)));
    }).catch((error: unknown) => ({ opened: false as const, failure: { message: String(error) } }));
    if (!opening.opened) {
      await thread.worker.terminate();
      throw new Fault('store-unavailable', { reason: opening.failure.message });
    }
    thread.worker.on('message', (reply: Reply) => thread.receive(reply));
    return thread;
  }

  get isGone(): boolean {
    return this.end !== undefined;
  }

  /** One statement. When it takes longer than `limitMs`, the thread is ended and everyone who waits is refused. */
  async query(text: string, parameters: readonly unknown[], limitMs: number): Promise<Answer> {
    const timer = setTimeout(() => void this.kill(new Fault('store-timeout', { limitMs })), limitMs);
    try {
      const reply = await this.send({ text, parameters });
      if ('answer' in reply) return reply.answer;
      throw new Fault('store-unavailable', { reason: 'no answer' });
    } finally {
      clearTimeout(timer);
    }
  }

  async countSyncs(): Promise<number> {
    const reply = await this.send({ ask: 'syncs' });
    return 'syncs' in reply ? reply.syncs : 0;
  }

  async close(): Promise<void> {
    if (this.end === undefined) await this.send({ ask: 'close' });
    await this.kill(new Fault('store-unavailable', { reason: 'closed' }));
  }

  /** Ends the thread at once; PostgreSQL recovers from its log when it is opened again. */
  private async kill(why: Fault): Promise<void> {
    this.fail(why);
    await this.worker.terminate();
  }

  private send(request: Unnumbered): Promise<Reply> {
    if (this.end !== undefined) return Promise.reject(this.end);
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
      this.worker.postMessage({ id, ...request });
    });
  }

  private receive(reply: Reply): void {
    const waiting = this.waiting.get(reply.id);
    if (waiting === undefined) return;
    this.waiting.delete(reply.id);
    if (!('failure' in reply)) waiting.resolve(reply);
    else if (reply.failure.code !== undefined) waiting.reject(new DatabaseError(reply.failure));
    else {
      // Not an answer of PostgreSQL but the end of it: a disk that refuses to sync, a program that was aborted. What is
      // in its memory is not to be trusted any more; who opens it again recovers from the log.
      const end = new Fault('store-unavailable', { reason: reply.failure.message });
      waiting.reject(end);
      void this.kill(end);
    }
  }

  private fail(why: Fault): void {
    if (this.end !== undefined) return;
    this.end = why;
    for (const { reject } of this.waiting.values()) reject(why);
    this.waiting.clear();
  }
}
