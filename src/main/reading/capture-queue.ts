import { closeSync, openSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { CaptureSummary } from '#contract';
import { type ErrorCode, Fault } from '#kernel';
import { EngineProcess } from '#sensor';
import type { Act, Clock, EventHub } from '#server';
import { captures, type NewCapture, type OpenCapture, runs, sensors, type Store } from '#store';
import { SERVER } from '../actor.ts';
import type { Ingest } from './ingest.ts';

/** The sensor that reads files; live sensors are called after their interface. */
const FILE_SENSOR = 'files';
/** A store that did not answer may do so later: how often and after how long a reading goes on. */
const RETRIES = 5;
const RETRY_MS = 3000;

export interface ReadingOptions {
  readonly store: Store;
  readonly ingest: Ingest;
  readonly events: EventHub;
  readonly clock: Clock;
  /** Program of the parser. */
  readonly entry: URL;
  /** Uploaded files, removed once they have been read. */
  readonly spoolFolder: string;
  readonly log: (what: string, details: Readonly<Record<string, string | number>>) => void;
}

interface Reading {
  readonly id: string;
  readonly process: EngineProcess;
}

/** Reads capture files one after the other, in the order in which people added them, and goes on after a restart. */
export class CaptureQueue {
  private readonly options: ReadingOptions;
  private reading: Reading | undefined = undefined;
  private working: Promise<void> | undefined = undefined;
  private isStopped = false;
  private sensorId = '';

  constructor(options: ReadingOptions) {
    this.options = options;
  }

  /** Takes up what the last process left. Files that nobody will read any more are removed. */
  async resume(): Promise<void> {
    const { store, clock, spoolFolder } = this.options;
    const open = await store.transaction(async (transaction) => {
      const sensor = await sensors.ensure(transaction, { name: FILE_SENSOR }, clock.nowUs());
      this.sensorId = sensor.id;
      const open = await captures.open(transaction);
      const wanted = new Set(open.filter(({ origin }) => origin !== 'live').flatMap(({ run }) => run ?? []));
      for (const { run, sensorId } of await runs.inProgress(transaction)) {
        if (sensorId === sensor.id && !wanted.has(run)) await runs.end(transaction, run, clock.nowUs());
      }
      return open;
    });
    const needed = new Set(open.flatMap(({ location }) => location ?? []));
    for (const name of filesOf(spoolFolder)) {
      const path = join(spoolFolder, name);
      if (!needed.has(path)) rmSync(path, { force: true });
    }
    this.wake();
  }

  /** Queues a file. What is added is read even if this process ends now. */
  async add(act: Act, given: Omit<NewCapture, 'sensorId' | 'addedBy'>): Promise<CaptureSummary> {
    const { store } = this.options;
    const capture = await store.change(act, async (change) => {
      const capture = await captures.add(
        change,
        { ...given, sensorId: this.sensorId, addedBy: act.actor.name },
        act.atUs,
      );
      const { id, name, sizeBytes } = capture;
      change.tell({
        subject: { kind: 'capture', id, name },
        details: { ...(sizeBytes !== undefined && { sizeBytes }) },
      });
      return capture;
    });
    this.publish(capture);
    this.wake();
    return capture;
  }

  /** Ends a capture that waits, or stops reading it; what was read stays. */
  async cancel(act: Act, id: string): Promise<CaptureSummary> {
    const { store } = this.options;
    const ended = await store.change(act, async (change) => {
      const capture = await captures.find(change, id);
      if (capture === undefined) throw new Fault('not-found', { what: 'capture', id });
      change.tell({ subject: { kind: 'capture', id, name: capture.name } });
      const isWaiting = capture.state === 'queued' || (capture.state === 'reading' && this.reading?.id !== id);
      if (capture.origin === 'live') throw new Fault('state-conflict', { what: 'capture', id, state: 'live' });
      if (isWaiting) return await captures.end(change, id, { state: 'cancelled' }, act.atUs);
      if (capture.state !== 'reading') throw new Fault('state-conflict', { what: 'capture', id, state: capture.state });
      return undefined;
    });
    if (ended !== undefined) {
      this.publish(ended);
      return ended;
    }
    const { reading } = this;
    if (reading?.id === id) {
      reading.process.stop();
      await reading.process.ended;
    }
    const now = await store.transaction((transaction) => captures.find(transaction, id));
    if (now === undefined) throw new Fault('not-found', { what: 'capture', id });
    return now;
  }

  /** Resolves when nothing is left to be read. */
  async idle(): Promise<void> {
    await this.working;
  }

  /** Leaves what is being read as it is; the next process goes on with it. */
  async stop(): Promise<void> {
    this.isStopped = true;
    this.reading?.process.abandon();
    await this.working;
  }

  private wake(): void {
    if (this.isStopped || this.working !== undefined) return;
    this.working = this.work()
      .catch((error: unknown) => this.options.log('reading stopped', { error: String(error) }))
      .then(() => {
        this.working = undefined;
      });
  }

  private async work(): Promise<void> {
    while (!this.isStopped) {
      const open = await this.options.store.transaction((transaction) => captures.open(transaction));
      const next = open.find(({ origin }) => origin !== 'live');
      if (next === undefined) return;
      await this.read(next);
    }
  }

  private async read(capture: OpenCapture): Promise<void> {
    for (let attempt = 0; attempt <= RETRIES && !this.isStopped; attempt++) {
      if (attempt > 0) await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      const isOver = await this.readOnce(capture).catch(async (error: unknown) => {
        if (error instanceof Fault && error.code.startsWith('store-')) return false;
        await this.fail(capture, error instanceof Fault ? error.code : 'internal');
        return true;
      });
      if (isOver) break;
    }
    if (!this.isStopped && capture.origin === 'upload' && capture.location !== undefined) {
      rmSync(capture.location, { force: true });
    }
  }

  /** Answers whether the capture has ended. */
  private async readOnce(given: OpenCapture): Promise<boolean> {
    const { store, ingest, entry, clock } = this.options;
    const descriptor = openCapture(given);
    try {
      const begun = await store.transaction(async (transaction) => {
        const capture = (await captures.open(transaction)).find(({ id }) => id === given.id);
        if (capture === undefined) return undefined;
        const known = (await runs.inProgress(transaction)).find(({ run }) => run === capture.run);
        if (known !== undefined) return known;
        const run = await runs.begin(transaction, this.sensorId, clock.nowUs());
        await captures.begin(transaction, given.id, run);
        return { run, lastBatch: 0 };
      });
      if (begun === undefined) return true;
      const { run, lastBatch: committed } = begun;
      const assignment = { sensorId: this.sensorId, run, captureId: given.id, committed };
      const failure: { reason?: unknown } = {};
      const uplink = {
        send: (batch: Parameters<Ingest['send']>[0]) =>
          ingest.send(batch).catch((error: unknown) => {
            failure.reason = error;
            throw error;
          }),
      };
      const process = new EngineProcess(entry, descriptor, assignment, false, uplink);
      this.reading = { id: given.id, process };
      await process.ended;
      if (this.isStopped) return false;
      if (failure.reason !== undefined) throw failure.reason;
      const left = (await store.transaction((transaction) => captures.open(transaction))).some(
        ({ id }) => id === given.id,
      );
      if (left) throw new Fault('internal', { id: given.id });
      return true;
    } finally {
      this.reading = undefined;
      closeSync(descriptor);
    }
  }

  /** The parser died of it, or the file is gone: it is not tried again. */
  private async fail({ id, name }: OpenCapture, error: ErrorCode): Promise<void> {
    const { store, clock, log } = this.options;
    const atUs = clock.nowUs();
    const subject = { kind: 'capture', id, name };
    const ended = await store.change(
      { kind: 'capture.ended', actor: SERVER, atUs, subject, details: { state: 'failed', error } },
      async (change) => {
        const [run] = (await runs.inProgress(change)).filter(({ sensorId }) => sensorId === this.sensorId);
        if (run !== undefined) await runs.end(change, run.run, atUs);
        await sensors.update(change, this.sensorId, { state: 'idle', packetsPerSecond: 0 });
        return await captures.end(change, id, { state: 'failed', error }, atUs);
      },
    );
    log('capture failed', { capture: id, error });
    this.publish(ended);
  }

  private publish({ id, state, packets, readBytes, sizeBytes }: CaptureSummary): void {
    this.options.events.publish({
      kind: 'capture-changed',
      captureId: id,
      state,
      packets,
      packetsPerSecond: 0,
      ...(readBytes !== undefined && { readBytes }),
      ...(sizeBytes !== undefined && { sizeBytes }),
    });
  }
}

function openCapture({ id, location }: OpenCapture): number {
  try {
    if (location !== undefined) return openSync(location, 'r');
  } catch {
    // Gone or not readable: said in the words of the page.
  }
  throw new Fault('capture-unreadable', { id });
}

function filesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
