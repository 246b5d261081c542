import type { Micros } from '#kernel';
import type { Edge, Fact, Pairing, SubjectTraffic } from '#wire';
import type { ConclusionName, Device } from './device.ts';
import type { Knowledge } from './ports.ts';

/** What an engine has to say. Facts count since the last time; edges, pairings and traffic are the totals of its run. */
export interface Observations {
  /** Which engine counted the totals; each counts from zero. Absent: 0. */
  readonly run?: number;
  readonly facts?: Iterable<Fact>;
  readonly edges?: Iterable<Edge>;
  readonly pairings?: Iterable<Pairing>;
  readonly traffic?: Iterable<SubjectTraffic>;
}

/** A person's word about a device. */
export interface Correction {
  readonly deviceId: string;
  readonly conclusion: ConclusionName;
  readonly value: string;
  readonly who: string;
  readonly atUs: Micros;
}

/** What a store has kept, to begin where the last process ended. */
export interface StoredObservations extends Omit<Observations, 'run'> {
  readonly corrections?: Iterable<Correction>;
}

/** Which devices exist, what they are, and why we think so. */
export class Inventory {
  private readonly knowledge: Knowledge;

  constructor(knowledge: Knowledge) {
    this.knowledge = knowledge;
  }

  static restore(knowledge: Knowledge, stored: StoredObservations): Inventory {
    const inventory = new Inventory(knowledge);
    inventory.observe(stored);
    return inventory;
  }

  observe(_batch: Observations): void {}

  /** False when there is no such device. */
  correct(_correction: Correction): boolean {
    return this.knowledge === undefined;
  }

  /** All devices, sorted by id. */
  devices(): readonly Device[] {
    return [];
  }

  device(_id: string): Device | undefined {
    return undefined;
  }

  /** Ids of devices that changed since the last call; those that no longer exist are among them. */
  changed(): readonly string[] {
    return [];
  }
}
