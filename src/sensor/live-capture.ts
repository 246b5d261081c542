import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { closeSync, constants as files, mkdtempSync, openSync, rmSync } from 'node:fs';
import { constants, setPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Uplink } from './batch.ts';
import type { Assignment } from './batcher.ts';
import type { Manner } from './engine-child.ts';
import { EngineProcess, type Outcome } from './engine-process.ts';

/** Kernel ring of the recorder, in KiB: a reader may stall for 2 s at 200,000 packets/s of 300 bytes without a loss. */
const RING_KIB = 131_072;
/** How often the recorder is asked for its counters. */
const COUNTERS_MS = 1000;
const DROPPED = /(\d+) packets? dropped by kernel/;
/** What is kept of the recorder's messages, to say why it failed. */
const MESSAGE_CHARACTERS = 2000;

export interface LiveOptions {
  /** Program of the parser. */
  readonly entry: URL;
  readonly interface: string;
  readonly manner: Exclude<Manner, 'file'>;
  readonly assignment: Assignment;
  readonly uplink: Uplink;
}

/**
 * Live capture without a transmitting line of code: tcpdump records into a pipe, and a process without rights parses what
 * comes. Only the recorder needs CAP_NET_RAW. It never resolves names, and a capture socket that is only read cannot send.
 */
export class LiveCapture {
  private readonly recorder: ChildProcess;
  private readonly parser: EngineProcess;
  private readonly counters: NodeJS.Timeout;
  private message = '';
  droppedPackets = 0;
  /** Resolves when both processes are gone. `reason` is the recorder's last word when it failed. */
  readonly ended: Promise<{ readonly outcome: Outcome; readonly reason: string }>;

  constructor(options: LiveOptions) {
    const pipe = openPipe();
    // -n: no names; -p is left out: a mirror port is watched in promiscuous mode; -U -w -: packets to standard output, one by
    // one. Its signal for flushing would save half a microsecond a packet, but breaks the stream when it meets a write.
    const args = ['-n', '-i', options.interface, '-B', String(RING_KIB), '-s', '0', '-U', '-w', '-'];
    this.recorder = spawn('tcpdump', args, { stdio: ['ignore', pipe, 'pipe'] });
    this.parser = new EngineProcess(options.entry, pipe, options.assignment, options.manner, options.uplink);
    closeSync(pipe);
    for (const pid of [this.recorder.pid, this.parser.pid]) putFirst(pid);
    this.recorder.stderr?.on('data', (chunk: Buffer) => this.heard(chunk.toString()));
    // SIGUSR1: print the counters.
    this.counters = setInterval(() => this.recorder.kill('SIGUSR1'), COUNTERS_MS);
    const recorded = new Promise<void>((resolve) => {
      this.recorder.on('error', (error) => {
        this.message = error.message;
        resolve();
      });
      this.recorder.on('exit', () => resolve());
    });
    // Nobody reads any more what is recorded: the parser died, or what it sent was not taken.
    void this.parser.ended.then(() => this.stop());
    // Both ends of the pipe are open in the parser, so it sees no end of file: it is told.
    this.ended = recorded.then(async () => {
      clearInterval(this.counters);
      this.parser.stop();
      return { outcome: await this.parser.ended, reason: this.message };
    });
  }

  private heard(text: string): void {
    const dropped = DROPPED.exec(text)?.[1];
    if (dropped === undefined) {
      this.message = (this.message + text).slice(-MESSAGE_CHARACTERS);
      return;
    }
    this.droppedPackets = Number(dropped);
    this.parser.dropped(this.droppedPackets);
  }

  /** SIGTERM lets the recorder hand on what it holds before it goes. */
  stop(): void {
    this.recorder.kill('SIGTERM');
  }
}

/** What is lost on the wire cannot be had again, while everything else on this machine can wait; only root may say so. */
function putFirst(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    setPriority(pid, constants.priority.PRIORITY_HIGH);
  } catch {
    // As an ordinary process it does what it can.
  }
}

/** A pipe of the kernel with both ends open. Node's own are sockets, which cost twice the CPU at full speed. */
function openPipe(): number {
  const folder = mkdtempSync(join(tmpdir(), 'mimamori-'));
  try {
    const path = join(folder, 'capture');
    execFileSync('mkfifo', ['-m', '600', path]);
    return openSync(path, files.O_RDWR);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
