import { closeSync, openSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { CaptureSummary } from '#contract';
import { type ErrorCode, Fault } from '#kernel';
import { type Assignment, EngineProcess } from '#sensor';
import type { Act, Clock, EventHub } from '#server';
import { captures, type NewCapture, type OpenCapture, runs, sensors, type Store, type Transaction } from '#store';
import { SERVER } from '../actor.ts';
import { AssignedUplink } from './assigned-uplink.ts';
import { publishCapture } from './capture-news.ts';
import type { Ingest } from './ingest.ts';
import type { KeptCaptures } from './kept-captures.ts';

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
  /** Uploaded files, removed once they have been read and, where somebody chose so, sealed. */
  readonly spoolFolder: string;
  readonly kept: KeptCaptures;
  readonly log: (what: string, details: Readonly<Record<string, string | number>>) => void;
}

/** What is being read, from before it begins until its end is in the store. */
interface Reading {
  readonly id: string;
  readonly over: Promise<void>;
  process: EngineProcess | undefined;
  /** A person wants it to end. */
  isCancelled: boolean;
}

/** Reads capture files one after the other, in the order in which people added them, and goes on after a restart. */
export class CaptureQueue {
  private readonly options: ReadingOptions;
  private reading: Reading | undefined = undefined;
  private working: Promise<void> | undefined = undefined;
  private isStopped = false;
  private readonly stopping = new AbortController();
  private sensorId = '';

  constructor(options: ReadingOptions) {
    this.options = options;
  }

  /** Takes up what the last process left. Files that nobody will read any more are removed. */
  async resume(): Promise<void> {
    const { store, clock, spoolFolder, kept } = this.options;
    await kept.removeUnfinished();
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
    const needed = new Set([...open.flatMap(({ location }) => location ?? []), ...(await kept.awaited())]);
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
      const { id, name, sizeBytes, keptUntil } = capture;
      change.tell({
        subject: { kind: 'capture', id, name },
        details: { ...(sizeBytes !== undefined && { sizeBytes }), ...(keptUntil !== undefined && { keptUntil }) },
      });
      return capture;
    });
    publishCapture(this.options.events, capture);
    this.wake();
    return capture;
  }

  /** Ends a capture that waits, or stops reading it; what was read stays. */
  async cancel(act: Act, id: string): Promise<CaptureSummary> {
    const { store } = this.options;
    const ended = await store.change(act, async (change) => {
      const capture = await captures.find(change, id);
      if (capture === undefined) throw new Fault('not-found', { what: 'capture', id });
      const { name, origin, state } = capture;
      change.tell({ subject: { kind: 'capture', id, name } });
      const open = (await captures.open(change)).find((each) => each.id === id);
      if (open === undefined) throw new Fault('state-conflict', { what: 'capture', id: name, state });
      if (origin === 'live') throw new Fault('state-conflict', { what: 'capture', id: name, state: 'live' });
      if (this.reading?.id === id) return undefined;
      return { open, capture: await captures.end(change, id, { state: 'cancelled' }, act.atUs) };
    });
    if (ended !== undefined) {
      if (ended.capture.keptUntil === undefined) removeUpload(ended.open);
      else this.wake();
      publishCapture(this.options.events, ended.capture);
      return ended.capture;
    }
    const { reading } = this;
    if (reading?.id === id) {
      reading.isCancelled = true;
      reading.process?.stop();
      await reading.over;
    }
    const now = await store.transaction((transaction) => captures.find(transaction, id));
    if (now === undefined) throw new Fault('not-found', { what: 'capture', id });
    const { linkTypes: _, anomalyKinds: __, ...summary } = now;
    return summary;
  }

  /** Resolves when nothing is left to be read. */
  async idle(): Promise<void> {
    await this.working;
  }

  /** Leaves what is being read as it is; the next process goes on with it. */
  async stop(): Promise<void> {
    this.isStopped = true;
    this.stopping.abort();
    this.reading?.process?.abandon();
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
      await this.options.kept.sealEnded(this.stopping.signal);
      const open = await this.options.store.transaction((transaction) => captures.open(transaction));
      const next = open.find(({ origin }) => origin !== 'live');
      if (next === undefined) return;
      await this.read(next);
    }
  }

  private async read(capture: OpenCapture): Promise<void> {
    let end = (): void => {};
    const over = new Promise<void>((resolve) => {
      end = resolve;
    });
    const reading: Reading = { id: capture.id, over, process: undefined, isCancelled: false };
    this.reading = reading;
    try {
      for (let attempt = 0; attempt <= RETRIES && !this.isStopped; attempt++) {
        if (attempt > 0) await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
        if (await this.attempt(capture, reading)) break;
      }
      if (!this.isStopped && !(await this.options.kept.awaits(capture.id))) removeUpload(capture);
    } finally {
      this.reading = undefined;
      end();
    }
  }

  /** Answers false when the store did not answer, which it may do later. */
  private async attempt(capture: OpenCapture, reading: Reading): Promise<boolean> {
    try {
      await this.readOnce(capture, reading);
      return true;
    } catch (error) {
      if (this.isStopped || (error instanceof Fault && error.code.startsWith('store-'))) return false;
      await this.fail(capture, error instanceof Fault ? error.code : 'internal');
      return true;
    }
  }

  /** Resolves when the capture has ended. */
  private async readOnce(capture: OpenCapture, reading: Reading): Promise<void> {
    const { store, entry } = this.options;
    const descriptor = openCapture(capture);
    try {
      const assignment = await store.transaction((transaction) => this.begin(transaction, capture.id));
      if (assignment === undefined) return;
      const uplink = new AssignedUplink(this.options.ingest, assignment);
      reading.process = new EngineProcess(entry, descriptor, assignment, 'file', uplink);
      if (reading.isCancelled) reading.process.stop();
      if (this.isStopped) reading.process.abandon();
      await reading.process.ended;
      if (uplink.failure !== undefined) throw uplink.failure;
      const open = await store.transaction((transaction) => captures.open(transaction));
      // The parser went without a last word.
      if (open.some(({ id }) => id === capture.id)) throw new Fault('internal', { id: capture.id });
    } finally {
      closeSync(descriptor);
    }
  }

  /** Goes on with the run of the last process, or begins one. Undefined when the capture has ended meanwhile. */
  private async begin(transaction: Transaction, captureId: string): Promise<Assignment | undefined> {
    const capture = (await captures.open(transaction)).find(({ id }) => id === captureId);
    if (capture === undefined) return undefined;
    const { sensorId } = this;
    const known = (await runs.inProgress(transaction)).find(({ run }) => run === capture.run);
    if (known !== undefined) return { sensorId, run: known.run, captureId, committed: known.lastBatch };
    const run = await runs.begin(transaction, sensorId, this.options.clock.nowUs());
    await captures.begin(transaction, captureId, run);
    return { sensorId, run, captureId, committed: 0 };
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
    publishCapture(this.options.events, ended);
  }
}

function removeUpload({ origin, location }: OpenCapture): void {
  if (origin === 'upload' && location !== undefined) rmSync(location, { force: true });
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
