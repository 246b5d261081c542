import type { Clock } from '#server';
import { evidence, sessions, settings, type Store } from '#store';
import { SERVER } from '../actor.ts';
import type { Site } from './site.ts';

const DAY_US = 86_400_000_000;
const LOOK_MS = 3_600_000;
/** Sessions idle for longer are over whatever the server thinks of idling. */
const SESSION_IDLE_US = DAY_US;

/** Nothing was old enough: the change is taken back, so that no record is left of it. */
class NothingExpired extends Error {}

/** Something else that is kept for a time. */
interface Expiring {
  removeExpired(): Promise<void>;
}

/** Removes what nobody may see any more: evidence after the retention time, sessions that are over, kept captures. */
export class Retention {
  private readonly store: Store;
  private readonly site: Site;
  private readonly clock: Clock;
  private readonly kept: Expiring | undefined;
  private readonly timer: NodeJS.Timeout;
  private looking: Promise<void> | undefined = undefined;
  /** Something was removed that memory still holds. */
  private isOwing = false;

  constructor(store: Store, site: Site, clock: Clock, kept?: Expiring) {
    this.store = store;
    this.site = site;
    this.clock = clock;
    this.kept = kept;
    this.timer = setInterval(() => {
      // The next look tries again what failed.
      this.looking ??= this.look()
        .catch(() => {})
        .then(() => {
          this.looking = undefined;
        });
    }, LOOK_MS);
    this.timer.unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.looking;
  }

  /** Answers how many pieces of evidence were removed. */
  async look(): Promise<number> {
    await this.kept?.removeExpired();
    const nowUs = this.clock.nowUs();
    const { retentionDays } = await this.store.transaction(async (transaction) => {
      await sessions.removeExpired(transaction, nowUs, SESSION_IDLE_US);
      return await settings.get(transaction);
    });
    const removed = retentionDays === 0 ? 0 : await this.site.exclusively(() => this.remove(nowUs, retentionDays));
    // What is only in memory is forgotten by beginning anew from what is stored; the next look tries again what failed.
    this.isOwing ||= removed > 0;
    if (this.isOwing) await this.site.restore();
    this.isOwing = false;
    return removed;
  }

  private async remove(nowUs: number, retentionDays: number): Promise<number> {
    try {
      return await this.store.change(
        { kind: 'evidence.expired', actor: SERVER, atUs: nowUs, details: { retentionDays } },
        async (change) => {
          const removed = await evidence.removeNotSeenSince(change, nowUs - retentionDays * DAY_US);
          if (removed === 0) throw new NothingExpired();
          change.tell({ details: { removed } });
          return removed;
        },
      );
    } catch (error) {
      if (error instanceof NothingExpired) return 0;
      throw error;
    }
  }
}
