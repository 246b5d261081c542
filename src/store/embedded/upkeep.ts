import type { Engine, Session } from '../engine.ts';

/** How often is looked whether something is due. */
const LOOK_MS = 30_000;
/** Log that may lie between checkpoints: what has to be read again after a crash, and disk that is not yet free again. */
const CHECKPOINT_BYTES = 128 * 1024 * 1024;
const VACUUM_MS = 600_000;
/** Log written since the last vacuum below which there is nothing to tidy up. */
const VACUUM_BYTES = 1024 * 1024;

/**
 * What the background processes of a PostgreSQL server would do. With a single session there are none: without this
 * the log grows for ever, and so do tables whose rows change.
 */
export class Upkeep {
  private readonly engine: Engine;
  private readonly checkpointBytes: number;
  private readonly timer: NodeJS.Timeout;
  private looking = false;
  private checkpointAt = 0;
  private vacuumAt = 0;
  private vacuumedAtMs: number;

  constructor(engine: Engine, nowMs = performance.now(), checkpointBytes = CHECKPOINT_BYTES) {
    this.engine = engine;
    this.vacuumedAtMs = nowMs;
    this.checkpointBytes = checkpointBytes;
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

  /** Does what is due at `nowMs` (any clock that only goes forward) and answers what that was. */
  async run(nowMs: number): Promise<{ vacuumed: boolean; checkpointed: boolean }> {
    const session = await this.engine.acquire();
    try {
      const vacuumed =
        nowMs - this.vacuumedAtMs > VACUUM_MS && (await logBytes(session)) - this.vacuumAt > VACUUM_BYTES;
      if (vacuumed) {
        await session.query('vacuum (analyze)', []);
        this.vacuumAt = await logBytes(session);
        this.vacuumedAtMs = nowMs;
      }
      const checkpointed = (await logBytes(session)) - this.checkpointAt > this.checkpointBytes;
      if (checkpointed) {
        await session.query('checkpoint', []);
        this.checkpointAt = await logBytes(session);
      }
      return { vacuumed, checkpointed };
    } finally {
      await this.engine.release(session);
    }
  }
}

/** Bytes written to the log since the database was made. */
async function logBytes(session: Session): Promise<number> {
  const { rows } = await session.query(`select pg_current_wal_insert_lsn() - '0/0' as bytes`, []);
  return Number(rows[0]?.['bytes']);
}
