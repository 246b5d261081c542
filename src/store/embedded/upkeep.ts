import type { Engine } from '../engine.ts';

/** How often is looked whether something is due. */
const LOOK_MS = 30_000;
/** Log that may lie between checkpoints: what has to be read again after a crash, and disk that is not yet free again. */
const CHECKPOINT_BYTES = 128 * 1024 * 1024;
const VACUUM_MS = 600_000;

/**
 * What the background processes of a PostgreSQL server would do. With a single session there are none: without this
 * the log grows for ever, and so do tables whose rows change.
 */
export class Upkeep {
  private readonly engine: Engine;
  private readonly timer: NodeJS.Timeout;
  private looking = false;
  private checkpointAt = 0;
  private vacuumAt = 0;
  private vacuumedAtMs = performance.now();

  constructor(engine: Engine) {
    this.engine = engine;
    this.timer = setInterval(() => void this.look(), LOOK_MS);
    this.timer.unref();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private async look(): Promise<void> {
    if (this.looking) return;
    this.looking = true;
    try {
      await this.run(performance.now());
    } catch {
      // The engine is gone or being closed; whoever asks it next is told, and the next look tries again.
    } finally {
      this.looking = false;
    }
  }

  private async run(nowMs: number): Promise<void> {
    const session = await this.engine.acquire();
    try {
      const written = await session.query(`select pg_current_wal_insert_lsn() - '0/0' as bytes`, []);
      const bytes = Number(written.rows[0]?.['bytes']);
      if (bytes > this.vacuumAt && nowMs - this.vacuumedAtMs > VACUUM_MS) {
        await session.query('vacuum (analyze)', []);
        this.vacuumAt = bytes;
        this.vacuumedAtMs = nowMs;
      }
      if (bytes - this.checkpointAt > CHECKPOINT_BYTES) {
        await session.query('checkpoint', []);
        this.checkpointAt = bytes;
      }
    } finally {
      await this.engine.release(session);
    }
  }
}
