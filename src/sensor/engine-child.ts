import { read } from 'node:fs';
import { promisify } from 'node:util';
import type { Engine } from '#wire';
import type { Batch } from './batch.ts';
import { type Assignment, Batcher } from './batcher.ts';
import { readDescriptor } from './capture-source.ts';

/** To the child. `begin` comes first and once. */
export type Order =
  | { readonly kind: 'begin'; readonly assignment: Assignment; readonly live: boolean; readonly sizeBytes?: number }
  | { readonly kind: 'committed'; readonly number: number }
  | { readonly kind: 'stop' }
  | { readonly kind: 'dropped'; readonly packets: number };

/** From the child. The next batch is sent when the last is committed: one is on the way at most. */
export type Report = { readonly kind: 'batch'; readonly batch: Batch } | { readonly kind: 'done' };

/** The two ends of a channel between processes. */
export interface Channel {
  send(report: Report): void;
  onOrder(handle: (order: Order) => void): void;
}

const STANDARD_INPUT = 0;
/** A file is cut by packets, never by time, so that reading it again gives the same batches. */
const PACKETS_PER_BATCH = 20_000;
/** Live capture is cut by time: this is how old the picture may be. */
const LIVE_BATCH_MS = 1000;

const readAsync = promisify(read);

/**
 * The life of a process that parses hostile bytes and nothing else: it reads a capture from its standard input, knows no
 * secrets, and speaks to its parent in batches. Resolves when all is said and committed.
 */
export async function runEngineChild(engine: Engine, channel: Channel): Promise<void> {
  const child = new EngineChild(engine, channel);
  await child.run();
}

class EngineChild {
  private readonly engine: Engine;
  private readonly channel: Channel;
  private batcher: Batcher | undefined = undefined;
  private stopped = false;
  private committed: (() => void) | undefined = undefined;
  private begun: ((order: Order & { kind: 'begin' }) => void) | undefined = undefined;

  constructor(engine: Engine, channel: Channel) {
    this.engine = engine;
    this.channel = channel;
    channel.onOrder((order) => this.obey(order));
  }

  async run(): Promise<void> {
    const { assignment, live } = await new Promise<Order & { kind: 'begin' }>((resolve) => (this.begun = resolve));
    this.batcher = new Batcher(this.engine, assignment);
    if (live) await this.readLive(this.batcher);
    else await this.readFile(this.batcher);
    this.channel.send({ kind: 'done' });
  }

  private obey(order: Order): void {
    if (order.kind === 'begin') this.begun?.(order);
    else if (order.kind === 'committed') this.committed?.();
    else if (order.kind === 'stop') this.stopped = true;
    else if (this.batcher !== undefined) this.batcher.droppedPackets = order.packets;
  }

  private async readFile(batcher: Batcher): Promise<void> {
    let next = PACKETS_PER_BATCH;
    const summary = await readDescriptor(STANDARD_INPUT, this.engine, (packets, bytes) => {
      batcher.readBytes = bytes;
      if (packets < next) return !this.stopped;
      next = packets + PACKETS_PER_BATCH;
      return this.send(batcher.next(this.engine.captureSoFar())).then(() => !this.stopped);
    });
    if (this.stopped) await this.send(batcher.next(summary, 'cancelled'));
    else if (summary.readable) await this.send(batcher.next(summary, 'done'));
    else await this.send(batcher.next(summary, 'failed', 'capture-unreadable'));
  }

  private async readLive(batcher: Batcher): Promise<void> {
    const { engine } = this;
    engine.beginCapture();
    let due = performance.now() + LIVE_BATCH_MS;
    let reading: Promise<number> | undefined;
    while (!this.stopped) {
      reading ??= readAsync(STANDARD_INPUT, engine.room(), 0, engine.room().length, null).then(
        ({ bytesRead }) => bytesRead,
      );
      const count = await Promise.race([reading, pause(due - performance.now())]);
      if (count === 0) break;
      if (count !== undefined) {
        engine.filled(count);
        reading = undefined;
      }
      if (performance.now() < due) continue;
      due = performance.now() + LIVE_BATCH_MS;
      await this.send(batcher.next(engine.captureSoFar()));
    }
    await this.send(batcher.next(engine.endCapture(), 'done'));
  }

  private async send(batch: Batch | undefined): Promise<void> {
    if (batch === undefined) return;
    const committed = new Promise<void>((resolve) => (this.committed = resolve));
    this.channel.send({ kind: 'batch', batch });
    await committed;
  }
}

const pause = (ms: number): Promise<undefined> =>
  new Promise((resolve) => setTimeout(() => resolve(undefined), Math.max(1, ms)));
