import { type ChildProcess, spawn } from 'node:child_process';
import type { Uplink } from './batch.ts';
import type { Assignment } from './batcher.ts';
import type { Manner, Order, Report } from './engine-child.ts';

/** The user `nobody` of Debian: a parser started by root gives up its rights before the first byte. */
const NOBODY = 65_534;

/** That of bin/mimamori, for its reason: facts live long, and what a batch is made of dies young. */
const NURSERY = '--max-semi-space-size=32';

/** How a reading came to its end. */
export type Outcome = 'done' | 'failed';

/** Starts the process that parses, and hands its batches to the uplink one after the other. */
export class EngineProcess {
  private readonly child: ChildProcess;
  readonly ended: Promise<Outcome>;

  /** `entry`: the program. `descriptor`: where the capture is read from; the parser sees no other file. */
  constructor(entry: URL, descriptor: number, assignment: Assignment, manner: Manner, uplink: Uplink) {
    const asRoot = process.getuid?.() === 0;
    this.child = spawn(process.execPath, [NURSERY, entry.pathname], {
      stdio: [descriptor, 'inherit', 'inherit', 'ipc'],
      serialization: 'advanced',
      env: { PATH: process.env['PATH'] },
      ...(asRoot && { uid: NOBODY, gid: NOBODY }),
    });
    this.ended = new Promise((resolve) => {
      let outcome: Outcome = 'failed';
      this.child.on('message', (report: Report) => {
        if (report.kind === 'done') outcome = 'done';
        else
          uplink.send(report.batch).then(
            ({ ack }) => this.order({ kind: 'committed', number: ack }),
            () => this.child.kill('SIGKILL'),
          );
      });
      this.child.on('error', () => resolve('failed'));
      this.child.on('exit', () => resolve(outcome));
    });
    this.order({ kind: 'begin', assignment, manner });
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** What was read until now is kept; the capture ends as cancelled, or as done when it is live. */
  stop(): void {
    this.order({ kind: 'stop' });
  }

  /** Ends at once. What was committed stays; a file is read again later from there. */
  abandon(): void {
    this.child.kill('SIGKILL');
  }

  /** Packets that the kernel dropped so far, as the recorder counts them. */
  dropped(packets: number): void {
    this.order({ kind: 'dropped', packets });
  }

  private order(order: Order): void {
    if (this.child.connected) this.child.send(order);
  }
}
