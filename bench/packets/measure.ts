import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** What one run of a program cost, its children included. */
export interface Cost {
  /** User and system time. */
  readonly cpuSeconds: number;
  readonly peakBytes: number;
  readonly wallSeconds: number;
}

const TIME = '/usr/bin/time';
/** Debian keeps daemons where an ordinary user's PATH does not look. */
const MORE_FOLDERS = ['/usr/sbin', '/sbin'];

/** Where a program is, or undefined when it is not installed. */
export function findProgram(name: string): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), ...MORE_FOLDERS];
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

export const canMeasure = (): boolean => existsSync(TIME);

/**
 * Runs a program to its end with its output thrown away.
 * @throws Error when it cannot be started, fails or ends with a signal
 */
export function measure(command: readonly string[], folder: string): Cost {
  const report = join(folder, 'time.txt');
  const beganMs = performance.now();
  const { status, signal, stderr, error } = spawnSync(TIME, ['-f', '%U %S %M', '-o', report, ...command], {
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  });
  const wallSeconds = (performance.now() - beganMs) / 1000;
  if (error !== undefined) throw error;
  if (status !== 0) {
    const reason = signal ?? `exit ${status}`;
    throw new Error(`${command.join(' ')}: ${reason}\n${stderr.trim().split('\n').slice(-3).join('\n')}`);
  }
  // Above the numbers time says so when the program failed; that was ruled out.
  const [user = 0, system = 0, peakKiB = 0] = readFileSync(report, 'utf8').trim().split(/\s+/).map(Number);
  return { cpuSeconds: user + system, peakBytes: peakKiB * 1024, wallSeconds };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
