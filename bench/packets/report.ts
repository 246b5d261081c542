import type { Contest, Result } from './contest.ts';
import type { Judged } from './floors.ts';
import { median } from './measure.ts';
import { OURS, PEERS, type Program } from './programs.ts';

const MEBIBYTE = 2 ** 20;

/** Columns padded to their widest cell; the first one to the left, the others to the right. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))).join('  '),
    )
    .map((line) => `${line.trimEnd()}\n`)
    .join('');
}

export function contestText(contest: Contest): string {
  const header = ['', 'CPU s', 'peak MiB', 'CPU / ours', 'min–max', ''];
  const rows = contest.results.map(rowOf);
  return `\n${contest.capture}: ${Math.round(contest.bytes / 1e6)} MB\n${table([header, ...rows])}`;
}

function rowOf(result: Result): string[] {
  const name = `${result.program} ${result.does}`;
  if (result.failed !== undefined) return [name, '', '', '', '', `failed: ${result.failed.split('\n')[0]}`];
  const cpu = median(result.runs.map((run) => run.cpuSeconds)).toFixed(2);
  const peak = (median(result.runs.map((run) => run.peakBytes)) / MEBIBYTE).toFixed(0);
  if (result.program === OURS.id || result.ratios.length === 0) return [name, cpu, peak, '', '', ''];
  const range = `${shown(Math.min(...result.ratios))}–${shown(Math.max(...result.ratios))}`;
  return [name, cpu, peak, `${shown(median(result.ratios))}×`, range, ''];
}

const shown = (value: number): string => (value < 10 ? value.toFixed(1) : value.toFixed(0));

export function floorsText(judged: readonly Judged[]): string {
  const header = ['', 'measured', 'floor', 'aim', ''];
  const rows = judged.map(({ what, value, floor, aim, sense, unit, verdict }) => {
    const sign = sense === 'at-least' ? '≥' : '≤';
    const measured = value === undefined ? '–' : `${shownFloor(value)}${unit}`;
    return [what, measured, `${sign} ${floor}${unit}`, `${sign} ${aim}${unit}`, verdict];
  });
  return `\nfloors\n${table([header, ...rows])}`;
}

const shownFloor = (value: number): string => value.toFixed(value < 10 ? 2 : 1);

/** A sentence for each peer that could not take part. */
export function missingText(present: readonly Program[]): string {
  const missing = PEERS.filter(({ id }) => !present.some((program) => program.id === id));
  if (missing.length === 0) return '';
  const packages = missing.map((program) => program.debianPackage).join(' ');
  return `\nnot installed: ${missing.map(({ id }) => id).join(', ')} (Debian: apt-get install ${packages})\n`;
}
