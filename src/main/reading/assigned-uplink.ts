import { Fault } from '#kernel';
import type { Assignment, Batch, Uplink } from '#sensor';

/**
 * The uplink of one parser. A parser reads hostile bytes and may be under the command of whoever made them, so it can
 * speak for its own run and capture only.
 */
export class AssignedUplink implements Uplink {
  private readonly uplink: Uplink;
  private readonly assignment: Assignment;
  /** Why the last batch was not taken. */
  failure: unknown = undefined;

  constructor(uplink: Uplink, assignment: Assignment) {
    this.uplink = uplink;
    this.assignment = assignment;
  }

  async send(batch: Batch): Promise<{ readonly ack: number }> {
    try {
      const { sensorId, run, captureId } = this.assignment;
      const isOwn =
        batch.sensorId === sensorId && batch.run === run && batch.captures.every(({ id }) => id === captureId);
      if (!isOwn) throw new Fault('not-found', { what: 'run', id: String(batch.run) });
      return await this.uplink.send(batch);
    } catch (error) {
      this.failure = error;
      throw error;
    }
  }
}
