import { read } from 'node:fs';
import { promisify } from 'node:util';
import type { Engine } from '#wire';
import type { Batch } from './batch.ts';
import { type Assignment, Batcher } from './batcher.ts';
import { readDescriptor } from './capture-source.ts';

/**
 * What is read, and for whom. `file`: cut by packets, never by time, so that reading it again gives the same batches.
 * `live`: cut by time, for a store. `terminal`: live for somebody who looks on and keeps nothing, so there are no bytes for
 * evidence, and until the end only counts.
 */
export type Manner = 'file' | 'live' | 'terminal';

/** To the child. `begin` comes first and once. */
export type Order =
  | { readonly kind: 'begin'; readonly assignment: Assignment; readonly manner: Manner }
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
const PACKETS_PER_BATCH = 20_000;
/** Live capture is cut by time: this is how old the picture may be. */
const LIVE_BATCH_MS = 1000;
/** Making batches may take this share of the time; the rest is for packets. */
const BATCH_SHARE = 0.2;
/**
 * A read that brought less than this is followed by a short sleep. The recorder writes packet by packet, and a reader
 * that takes each at once spends more on waking up than on reading: at 200,000 packets/s a core of its own.
 */
const WORTHWHILE_BYTES = 16_384;
const FILL_MS = 0.25;
/** The recorder has gone when the order to stop comes; what is still in the pipe is there at once. */
const DRAIN_MS = 20;
const CLOCK = new Int32Array(new SharedArrayBuffer(4));

const readAsync = promisify(read);

/**
 * The life of a process that parses hostile bytes and nothing else: it reads a capture from its standard input, knows no
 * secrets, and speaks to its parent in batches. Resolves when all is said and committed.
 */
export async function runEngineChild(
  engineFor: (needs: { readonly excerpts: boolean }) => Engine,
  channel: Channel,
): Promise<void> {
  const orders = new Orders(channel);
  const { assignment, manner } = await orders.begun;
  const engine = engineFor({ excerpts: manner !== 'terminal' });
  await new EngineChild(engine, new Batcher(engine, assignment), orders, channel).read(manner);
  channel.send({ kind: 'done' });
}

/** What the parent has said so far. */
class Orders {
  readonly begun: Promise<Order & { kind: 'begin' }>;
  isStopped = false;
  droppedPackets = 0;
  private onCommitted: (() => void) | undefined = undefined;

  constructor(channel: Channel) {
    this.begun = new Promise((resolve) => {
      channel.onOrder((order) => {
        if (order.kind === 'begin') resolve(order);
        else if (order.kind === 'committed') this.onCommitted?.();
        else if (order.kind === 'stop') this.isStopped = true;
        else this.droppedPackets = order.packets;
      });
    });
  }

  /** Resolves when what is sent next is committed. */
  async committed(): Promise<void> {
    await new Promise<void>((resolve) => (this.onCommitted = resolve));
  }
}

class EngineChild {
  private readonly engine: Engine;
  private readonly batcher: Batcher;
  private readonly orders: Orders;
  private readonly channel: Channel;
  /** Resolves when the batch that is on the way is committed. */
  private sent: Promise<void> | undefined = undefined;

  constructor(engine: Engine, batcher: Batcher, orders: Orders, channel: Channel) {
    this.engine = engine;
    this.batcher = batcher;
    this.orders = orders;
    this.channel = channel;
  }

  async read(manner: Manner): Promise<void> {
    await (manner === 'file' ? this.readFile() : this.readLive(manner === 'terminal'));
  }

  private async readFile(): Promise<void> {
    const { batcher, orders } = this;
    let next = PACKETS_PER_BATCH;
    const summary = await readDescriptor(STANDARD_INPUT, this.engine, (packets, bytes) => {
      batcher.readBytes = bytes;
      if (packets < next) return !orders.isStopped;
      next = packets + PACKETS_PER_BATCH;
      return this.send(batcher.next(this.engine.captureSoFar())).then(() => !orders.isStopped);
    });
    if (orders.isStopped) await this.sendAll(batcher.end(summary, 'cancelled'));
    else if (summary.readable) await this.sendAll(batcher.end(summary, 'done'));
    else await this.sendAll(batcher.end(summary, 'failed', 'capture-unreadable'));
  }

  /** Packets are read also while a batch is on its way: a slow store makes the next batch larger and loses none. */
  private async readLive(countsOnly: boolean): Promise<void> {
    const { engine, batcher, orders } = this;
    engine.beginCapture();
    let due = performance.now() + LIVE_BATCH_MS;
    let reading: Promise<number> | undefined;
    for (;;) {
      reading ??= readAsync(STANDARD_INPUT, engine.room(), 0, engine.room().length, null).then(
        ({ bytesRead }) => bytesRead,
      );
      const wasStopped = orders.isStopped;
      const count = await Promise.race([reading, pause(wasStopped ? DRAIN_MS : due - performance.now())]);
      if (count === 0 || (wasStopped && count === undefined)) break;
      if (count !== undefined) {
        engine.filled(count);
        reading = undefined;
        if (count < WORTHWHILE_BYTES) Atomics.wait(CLOCK, 0, 0, FILL_MS);
      }
      const beganMs = performance.now();
      if (beganMs < due) continue;
      due = beganMs + LIVE_BATCH_MS;
      if (this.sent !== undefined) continue;
      batcher.droppedPackets = orders.droppedPackets;
      const soFar = engine.captureSoFar();
      void this.send(countsOnly ? batcher.progressOnly(soFar) : batcher.next(soFar));
      const tookMs = performance.now() - beganMs;
      due = beganMs + Math.max(LIVE_BATCH_MS, tookMs / BATCH_SHARE);
    }
    await this.sent;
    batcher.droppedPackets = orders.droppedPackets;
    await this.sendAll(batcher.end(engine.endCapture(), 'done'));
  }

  private async sendAll(batches: Iterable<Batch>): Promise<void> {
    for (const batch of batches) await this.send(batch);
  }

  private send(batch: Batch | undefined): Promise<void> {
    if (batch === undefined) return Promise.resolve();
    const sent = this.orders.committed().then(() => {
      this.sent = undefined;
    });
    this.sent = sent;
    this.channel.send({ kind: 'batch', batch });
    return sent;
  }
}

const pause = (ms: number): Promise<undefined> =>
  new Promise((resolve) => setTimeout(() => resolve(undefined), Math.max(1, ms)));
