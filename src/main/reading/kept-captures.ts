import { type FileHandle, mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { type CaptureSummary, KEEP_MOST_DAYS } from '#contract';
import { clearBytesOf, opened, sealFile, SealedFileRefused, UNFINISHED_ENDING } from '#connect';
import { Fault, toIso } from '#kernel';
import type { Act, Clock, EventHub, ServedFile } from '#server';
import { captures, type ChangeNews, type KeptCapture, type Store } from '#store';
import { SERVER } from '../actor.ts';
import { publishCapture } from './capture-news.ts';
import type { KeptCapturesKey } from './kept-captures-key.ts';

/** Only the server may read what it keeps. */
const FOLDER_MODE = 0o700;
const ENDING = '.sealed';
const DAY_US = 86_400_000_000;

export interface KeptCapturesOptions {
  readonly store: Store;
  readonly events: EventHub;
  readonly clock: Clock;
  readonly folder: string;
  readonly key: KeptCapturesKey;
  readonly log: (what: string, details: Readonly<Record<string, string | number>>) => void;
}

/**
 * Captures that somebody chose to keep whole: sealed when they have been read, opened for a reason, and removed in time.
 * Files go before what says that they are there, so that a crash in between is put right by doing it again.
 */
export class KeptCaptures {
  private readonly options: KeptCapturesOptions;

  constructor(options: KeptCapturesOptions) {
    this.options = options;
  }

  /** Rejects, before anybody relies on it, with what would keep a capture from being sealed. */
  async checkKey(): Promise<void> {
    await this.keyForSealing();
  }

  /** Whether the upload of a capture that has ended is still to be sealed. */
  async awaits(id: string): Promise<boolean> {
    const capture = await this.options.store.transaction((transaction) => captures.findKept(transaction, id));
    return capture?.location !== undefined;
  }

  /** Where uploads lie that are still to be sealed. */
  async awaited(): Promise<string[]> {
    const all = await this.options.store.transaction(captures.kept);
    return all.flatMap(({ location }) => location ?? []);
  }

  /** Seals what has been read; uploads are removed whether that works or not. Ends early, to be done again, when aborted. */
  async sealEnded(signal: AbortSignal): Promise<void> {
    const all = await this.options.store.transaction(captures.kept);
    for (const capture of all) {
      if (signal.aborted) return;
      const { hasEnded, location } = capture;
      if (!hasEnded || location === undefined) continue;
      await this.despiteFiles(capture, () =>
        this.isOver(capture) ? this.expire(capture) : this.seal(capture, location, signal),
      );
    }
  }

  /** A capture that somebody opens. The whole file is checked first; then the record is left, and only then it goes out. */
  async open(act: Act, id: string, reason: string): Promise<ServedFile> {
    const { store, log } = this.options;
    const { name, keptLocation } = await this.find(id);
    if (keptLocation === undefined) throw new Fault('state-conflict', { what: 'capture', id: name, state: 'reading' });
    const key = await this.options.key.read();
    const handle = await this.openFile(keptLocation, name);
    try {
      const sizeBytes = clearBytesOf((await handle.stat()).size);
      if (sizeBytes === undefined) throw new SealedFileRefused('damaged');
      for await (const piece of opened(piecesOf(handle), key)) void piece;
      await store.change({ ...act, subject: { kind: 'capture', id, name }, details: { reason } }, async (change) => {
        const now = await captures.findKept(change, id);
        if (now === undefined) throw new Fault('not-found', { what: 'kept-capture', id: name });
      });
      const bytes = Readable.from(opened(piecesOf(handle), key));
      bytes.once('close', () => void handle.close().catch(() => {}));
      return { name, sizeBytes, bytes };
    } catch (error) {
      await handle.close();
      if (!(error instanceof SealedFileRefused)) throw error;
      log('kept capture refused', { capture: id, reason: error.reason });
      if (error.reason === 'damaged') throw new Fault('kept-capture-damaged', { id: name }, error);
      throw new Fault('kept-captures-key-wrong', { file: this.options.key.file }, error);
    }
  }

  /** Before its time, or before it is sealed. */
  async forget(act: Act, id: string): Promise<CaptureSummary> {
    const capture = await this.find(id);
    return await this.remove(capture, { ...act, subject: { kind: 'capture', id, name: capture.name } });
  }

  /** Also what a crash or another database left: no file is kept longer than any may be. */
  async removeExpired(): Promise<void> {
    const all = await this.options.store.transaction(captures.kept);
    for (const capture of all) {
      if (capture.hasEnded && this.isOver(capture)) await this.despiteFiles(capture, () => this.expire(capture));
    }
    await this.sweep(new Set(all.map(({ id }) => fileNameOf(id))));
  }

  private async seal(capture: KeptCapture, location: string, signal: AbortSignal): Promise<void> {
    const { store, events, folder } = this.options;
    const { id } = capture;
    const keptLocation = fileNameOf(id);
    let keptBytes: number;
    try {
      const key = await this.keyForSealing();
      await mkdir(folder, { recursive: true, mode: FOLDER_MODE });
      keptBytes = await sealFile(location, join(folder, keptLocation), key, signal);
    } catch (error) {
      if (!signal.aborted) await this.giveUp(capture, error);
      return;
    }
    const kept = await store.transaction((transaction) =>
      captures.noteSealed(transaction, id, { keptLocation, keptBytes }),
    );
    await rm(location, { force: true });
    if (kept === undefined) await this.removeFiles(capture);
    else publishCapture(events, kept);
  }

  /** What a person wanted did not come about: that is on record, too. */
  private async giveUp(capture: KeptCapture, error: unknown): Promise<void> {
    const { store, clock, log } = this.options;
    const { id, name, location } = capture;
    const code = error instanceof Fault ? error.code : 'internal';
    log('capture not kept', {
      capture: id,
      error: code,
      reason: error instanceof Error ? error.message : String(error),
    });
    if (location !== undefined) await rm(location, { force: true });
    const subject = { kind: 'capture', id, name };
    const details = { error: code };
    await unlessGone(() =>
      store.change({ kind: 'capture.not-kept', actor: SERVER, atUs: clock.nowUs(), subject, details }, (change) =>
        captures.forgetKept(change, id),
      ),
    );
  }

  /** A file that cannot be removed or read must not keep other captures from being read; it is tried again later. */
  private async despiteFiles({ id }: KeptCapture, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (error instanceof Fault) throw error;
      this.options.log('kept capture left for later', { capture: id, error: String(error) });
    }
  }

  private async expire(capture: KeptCapture): Promise<void> {
    const { id, name, keptUntil } = capture;
    const atUs = this.options.clock.nowUs();
    const subject = { kind: 'capture', id, name };
    const details = { keptUntil: toIso(keptUntil) };
    await unlessGone(() =>
      this.remove(capture, { kind: 'capture.kept-expired', actor: SERVER, atUs, subject, details }),
    );
  }

  private async remove(capture: KeptCapture, news: ChangeNews): Promise<CaptureSummary> {
    const { store, events } = this.options;
    await this.removeFiles(capture);
    const summary = await store.change(news, (change) => captures.forgetKept(change, capture.id));
    // Sealed between the two, or read to its end.
    await this.removeFiles({ ...capture, hasEnded: summary.endedAt !== undefined });
    publishCapture(events, summary);
    return summary;
  }

  /** An upload that is still being read stays until that has ended. */
  private async removeFiles({ id, hasEnded, location }: KeptCapture): Promise<void> {
    if (hasEnded && location !== undefined) await rm(location, { force: true });
    await rm(join(this.options.folder, fileNameOf(id)), { force: true });
  }

  private async sweep(known: ReadonlySet<string>): Promise<void> {
    const { folder, clock } = this.options;
    const beforeMs = (clock.nowUs() - KEEP_MOST_DAYS * DAY_US) / 1000;
    for (const name of await filesOf(folder)) {
      if (known.has(name) || name.endsWith(UNFINISHED_ENDING)) continue;
      const path = join(folder, name);
      const found = await stat(path).catch(() => undefined);
      if (found !== undefined && found.mtimeMs < beforeMs) await rm(path, { force: true });
    }
  }

  /** Files that a crash left half written; to be called while nothing is being sealed. */
  async removeUnfinished(): Promise<void> {
    const { folder } = this.options;
    for (const name of await filesOf(folder)) {
      if (name.endsWith(UNFINISHED_ENDING)) await rm(join(folder, name), { force: true });
    }
  }

  private async keyForSealing(): Promise<Buffer> {
    const { folder, key } = this.options;
    return await key.readOrMake((await filesOf(folder)).length === 0);
  }

  private async find(id: string): Promise<KeptCapture> {
    const [capture, kept] = await this.options.store.transaction(async (transaction) => [
      await captures.find(transaction, id),
      await captures.findKept(transaction, id),
    ]);
    if (capture === undefined) throw new Fault('not-found', { what: 'capture', id });
    if (kept === undefined || this.isOver(kept))
      throw new Fault('not-found', { what: 'kept-capture', id: capture.name });
    return kept;
  }

  private async openFile(keptLocation: string, name: string): Promise<FileHandle> {
    try {
      return await open(join(this.options.folder, keptLocation));
    } catch (error) {
      throw new Fault('kept-capture-missing', { id: name }, error);
    }
  }

  private isOver({ keptUntil }: KeptCapture): boolean {
    return keptUntil <= this.options.clock.nowUs();
  }
}

/** Somebody else may have been faster. */
async function unlessGone(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Fault && error.code === 'not-found')) throw error;
  }
}

const fileNameOf = (id: string): string => `${id}${ENDING}`;

/** From the beginning; the file stays open. */
function piecesOf(handle: FileHandle): AsyncIterable<Uint8Array> {
  return handle.createReadStream({ start: 0, autoClose: false });
}

async function filesOf(folder: string): Promise<string[]> {
  return await readdir(folder).catch(() => []);
}
