import type { Device as DeviceDocument } from '#contract';
import { type Connection, type Device, Inventory, type Observations } from '#inventory';
import type { Knowledge } from '#knowledge';
import { deviceDocument, type EventHub, type MapDevice } from '#server';
import {
  corrections,
  deviceList,
  devices,
  type KeptObservations,
  observations,
  type Store,
  type StoredCorrection,
} from '#store';
import type { Edge, Fact, Pairing, SubjectTraffic } from '#wire';
import { setImmediate as breath } from 'node:timers/promises';
import { CorrectionBook } from './correction-book.ts';
import { Turns } from './turns.ts';
import { VlanBook } from './vlan-book.ts';

/** How long changes are gathered before rows are written anew. */
const GATHER_MS = 300;
const RETRY_MS = 2000;
/** Devices drawn and written at once, so that requests are answered in between. */
const PART = 40;
/** Ids named in one event; beyond it readers are told that something changed. */
const IDS_PER_EVENT = 100;
const IDS_PER_READ = 500;

/** What an ingested batch says. */
export interface News {
  readonly sensorId: string;
  readonly run: number;
  readonly facts: readonly Fact[];
  readonly edges: readonly Edge[];
  readonly pairings: readonly Pairing[];
  readonly traffic: readonly SubjectTraffic[];
}

type Listener = (news: News) => void;

/** What lists of edges and the map need of a device. */
export interface ShownDevice extends MapDevice {
  readonly name?: string | undefined;
}

/**
 * The inventory in memory, and its conclusions as rows in the store. Evidence is committed first and observed then, so
 * that a restart, which begins from what is stored, comes to the same devices. Rows follow a little later.
 */
export class Site {
  private readonly store: Store;
  private readonly knowledge: Knowledge;
  private readonly events: EventHub;
  private readonly partRows: number | undefined;
  private readonly turns = new Turns();
  private inventory: Inventory;
  private vlans = new VlanBook();
  private corrections = new CorrectionBook();
  private readonly shown = new Map<string, ShownDevice>();
  private gathering: NodeJS.Timeout | undefined = undefined;
  private writing: Promise<void> | undefined = undefined;
  private isStopped = false;
  /** Ids of devices whose rows are old. */
  private pending: readonly string[] = [];
  /** Ids of rows that a restoration found; there may no longer be a device. */
  private listed = new Set<string>();
  /** Those who read what is stored and must not miss what is committed meanwhile. */
  private readonly listeners = new Set<Listener>();
  /** Counts what was observed: whoever keeps something made from connections sees that it is old. */
  version = 0;
  /** The same for shownDevices(). */
  shownVersion = 0;
  /** The last write of rows failed; it is tried again. */
  isFailing = false;

  /** `partRows`: rows that a restoration reads at once. */
  constructor(store: Store, knowledge: Knowledge, events: EventHub, partRows?: number) {
    this.partRows = partRows;
    this.store = store;
    this.knowledge = knowledge;
    this.events = events;
    this.inventory = new Inventory(knowledge);
  }

  /**
   * Begins anew from what is stored, at the start and after something was removed. What is stored is read a part at a
   * time: batches are committed and requests answered in between, from what was known before. Rows that no longer agree
   * are written anew in the background. When it rejects, everything is as before.
   */
  async restore(): Promise<void> {
    const inventory = new Inventory(this.knowledge);
    const vlans = new VlanBook();
    const rereading = new observations.Rereading(this.partRows);
    const take = ({ pairings = [], ...part }: KeptObservations): void => {
      inventory.observe({ ...part, pairings });
      vlans.add(pairings);
      // Whoever asks brings devices in step with what was observed: here in small pieces, and not all at the first request.
      inventory.devicesAt({});
    };
    const onCommitted: Listener = (news) => take(rereading.passed(news));
    this.listeners.add(onCommitted);
    try {
      while (await this.exclusively(() => this.readPart(rereading, take))) await breath();
      await this.exclusively(async () => {
        const book = new CorrectionBook();
        const stated = await this.store.transaction((transaction) => corrections.list(transaction));
        for (const correction of stated) {
          book.add(correction);
          inventory.correct(correction);
        }
        this.inventory = inventory;
        this.vlans = vlans;
        this.corrections = book;
        this.version++;
        this.listeners.delete(onCommitted);
      });
    } finally {
      this.listeners.delete(onCommitted);
    }
    for (const id of await this.storedIds()) this.listed.add(id);
    this.gather();
  }

  /** False when there is nothing more. */
  private async readPart(rereading: observations.Rereading, take: (part: KeptObservations) => void): Promise<boolean> {
    const parts = await this.store.transaction((transaction) => rereading.next(transaction));
    for (const part of parts ?? []) take(part);
    return parts !== undefined;
  }

  private async storedIds(): Promise<string[]> {
    const ids: string[] = [];
    for (;;) {
      const part = { offset: ids.length, limit: IDS_PER_READ };
      const order = { by: 'first-seen', direction: 'ascending' } as const;
      const { devices } = await this.store.transaction((transaction) => deviceList.list(transaction, {}, order, part));
      if (devices.length === 0) return ids;
      ids.push(...devices.map(({ id }) => id));
    }
  }

  /** Nobody else observes, corrects or restores meanwhile. */
  async exclusively<T>(work: () => Promise<T>): Promise<T> {
    return await this.turns.take(work);
  }

  /** What was committed just now. To be called within the same turn as the commit. */
  observe(news: News): void {
    const observed: Observations = news;
    this.inventory.observe(observed);
    this.vlans.add(news.pairings);
    for (const listener of this.listeners) listener(news);
    this.version++;
    this.gather();
  }

  device(id: string): Device | undefined {
    return this.inventory.device(id);
  }

  document(device: Device): DeviceDocument {
    return deviceDocument(device, this.vlans.of(device.macs), this.corrections.of(device));
  }

  connections(): Iterable<Connection> {
    return this.inventory.connections();
  }

  shownDevices(): ReadonlyMap<string, ShownDevice> {
    return this.shown;
  }

  correctionOf(device: Device, conclusion: StoredCorrection['conclusion']): StoredCorrection | undefined {
    return this.corrections.find(device, conclusion);
  }

  /** A person's word that was committed just now, in place of an earlier one. */
  correct(correction: StoredCorrection, before: StoredCorrection | undefined): void {
    if (before !== undefined) this.corrections.remove(before);
    this.corrections.add(correction);
    this.inventory.correct(correction);
    this.gather();
  }

  /** A person took back a correction; `deviceId` is the device as it is called now. */
  withdraw(correction: StoredCorrection, deviceId: string, who: string, atUs: number): void {
    this.corrections.remove(correction);
    this.inventory.correct({ deviceId, conclusion: correction.conclusion, value: '', who, atUs });
    this.gather();
  }

  /** Resolves when the rows say what the inventory says, or when they cannot be written now. */
  async settled(): Promise<void> {
    do {
      this.write();
      await this.writing;
    } while (this.gathering !== undefined && !this.isFailing);
  }

  /** Writes what is old, if the store lets it, and ends. */
  async stop(): Promise<void> {
    await this.settled();
    this.isStopped = true;
    clearTimeout(this.gathering);
    this.gathering = undefined;
    await this.writing;
  }

  private gather(delayMs = GATHER_MS): void {
    if (this.isStopped || this.gathering !== undefined || this.writing !== undefined) return;
    this.gathering = setTimeout(() => this.write(), delayMs);
  }

  private write(): void {
    clearTimeout(this.gathering);
    this.gathering = undefined;
    if (this.writing !== undefined) return;
    this.writing = this.writeRows()
      .then(
        () => (this.isFailing = false),
        () => (this.isFailing = true),
      )
      .then((isFailing) => {
        this.writing = undefined;
        if (isFailing) this.gather(RETRY_MS);
      });
  }

  /** Rows of all devices that changed, part by part, until nothing has changed any more. */
  private async writeRows(): Promise<void> {
    for (;;) {
      this.pending = [...new Set([...this.pending, ...this.listed, ...this.inventory.changed()])];
      this.listed = new Set();
      if (this.pending.length === 0) return;
      const ids = this.pending;
      for (let at = 0; at < ids.length && !this.isStopped; at += PART) {
        await this.writePart(ids.slice(at, at + PART));
        this.pending = ids.slice(at + PART);
      }
      if (this.isStopped) return;
      const named = ids.length <= IDS_PER_EVENT ? { deviceIds: [...ids] } : {};
      this.events.publish({ kind: 'devices-changed', ...named, total: this.shown.size });
    }
  }

  private async writePart(ids: readonly string[]): Promise<void> {
    const present: DeviceDocument[] = [];
    const gone: string[] = [];
    for (const id of ids) {
      const device = this.inventory.device(id);
      if (device === undefined) gone.push(id);
      else present.push(this.document(device));
    }
    await this.store.transaction((transaction) => devices.replace(transaction, present, gone));
    this.shownVersion++;
    for (const id of gone) this.shown.delete(id);
    for (const { id, names, ips, vlans, conclusions } of present) {
      this.shown.set(id, {
        name: names[0],
        ips,
        vlans,
        type: conclusions.type?.value,
        place: conclusions.place?.value,
      });
    }
  }
}
