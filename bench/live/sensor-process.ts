import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const MIMAMORI = join(import.meta.dirname, '..', '..', 'bin', 'mimamori');
/** CLK_TCK of Linux, in which /proc counts time; 100 on every architecture that Debian builds for. */
const TICKS_PER_SECOND = 100;
/** Fields of proc_pid_stat(5) behind the name: state is the first of them. */
const PARENT_FIELD = 1;
const USER_FIELD = 11;
const SYSTEM_FIELD = 12;
const LOOK_MS = 200;
const LINE = /(\d+) packets, \d+ packets\/s, (\d+) dropped by the kernel/g;

/** The processes of live capture. */
export const PARTS = ['recorder', 'parser', 'terminal'] as const;
export type Part = (typeof PARTS)[number];

export interface Counts {
  readonly packets: number;
  readonly dropped: number;
}

/** `bin/mimamori sensor` on an interface, watched while it works. */
export class SensorProcess {
  private readonly child: ChildProcess;
  private said = '';

  constructor(interfaceName: string) {
    this.child = spawn(MIMAMORI, ['sensor', interfaceName], { stdio: ['ignore', 'ignore', 'pipe'] });
    this.child.stderr?.on('data', (text: Buffer) => (this.said += text.toString()));
  }

  /** What it printed last. */
  counts(): Counts {
    const last = [...this.said.matchAll(LINE)].at(-1);
    return { packets: Number(last?.[1] ?? 0), dropped: Number(last?.[2] ?? 0) };
  }

  /** Rejects with what it said when it ends instead. */
  async listens(): Promise<void> {
    const ended = once(this.child, 'exit').then(() => Promise.reject(new Error(this.said.trim())));
    const heard = async (): Promise<void> => {
      while (!this.said.includes('packets/s')) await sleep(LOOK_MS);
    };
    await Promise.race([heard(), ended]);
  }

  /** Resolves when as many packets were told as dropped, read or lost, or when nothing comes any more. */
  async accountsFor(packets: number, patienceMs: number): Promise<Counts> {
    let told = this.counts();
    for (let idleMs = 0; told.packets + told.dropped < packets && idleMs < patienceMs; idleMs += LOOK_MS) {
      await sleep(LOOK_MS);
      const now = this.counts();
      if (now.packets + now.dropped > told.packets + told.dropped) idleMs = 0;
      told = now;
    }
    return this.counts();
  }

  /** Seconds of user and system time so far. */
  cpuSeconds(): Record<Part, number> {
    const own = this.child.pid ?? 0;
    const seconds = { recorder: 0, parser: 0, terminal: 0 };
    for (const { pid, name, parent, cpuSeconds } of processes()) {
      if (pid === own) seconds.terminal = cpuSeconds;
      else if (parent === own) seconds[name === 'tcpdump' ? 'recorder' : 'parser'] = cpuSeconds;
    }
    return seconds;
  }

  async end(): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await ended;
  }
}

interface Process {
  readonly pid: number;
  readonly name: string;
  readonly parent: number;
  readonly cpuSeconds: number;
}

function processes(): Process[] {
  return readdirSync('/proc').flatMap((pid) => {
    if (!/^\d+$/.test(pid)) return [];
    try {
      const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
      const behind = text.lastIndexOf(')');
      const fields = text.slice(behind + 2).split(' ');
      const ticks = Number(fields[USER_FIELD]) + Number(fields[SYSTEM_FIELD]);
      const name = text.slice(text.indexOf('(') + 1, behind);
      return [{ pid: Number(pid), name, parent: Number(fields[PARENT_FIELD]), cpuSeconds: ticks / TICKS_PER_SECOND }];
    } catch {
      // It ended meanwhile.
      return [];
    }
  });
}
