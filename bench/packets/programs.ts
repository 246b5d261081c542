import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram } from './measure.ts';

export interface Program {
  readonly id: string;
  /** What it does with the capture, for the table. */
  readonly does: string;
  /** Debian package it comes with; absent for ours. */
  readonly debianPackage?: string;
  /** The command line; `folder` is a place for its output. */
  command(capture: string, folder: string): readonly string[];
}

const MIMAMORI = join(import.meta.dirname, '..', '..', 'bin', 'mimamori');

/** Ours does its whole job: facts, edges, devices and the document that says so. */
export const OURS: Program = {
  id: 'mimamori',
  does: 'inspect --json',
  command: (capture) => [MIMAMORI, 'inspect', capture, '--json'],
};

/** Ours with every flow kept, to measure what a live flow costs. */
export const OURS_KEEPING: Program = {
  id: 'mimamori --no-expiry',
  does: 'inspect --json --no-expiry',
  command: (capture) => [MIMAMORI, 'inspect', capture, '--json', '--no-expiry'],
};

const FIELDS = ['ip.src', 'ip.dst', 'frame.protocols'];

export const PEERS: readonly Program[] = [
  {
    id: 'ndpiReader',
    does: '-q',
    debianPackage: 'libndpi-bin',
    command: (capture) => ['ndpiReader', '-q', '-i', capture],
  },
  {
    id: 'tshark',
    does: `-T fields (${FIELDS.join(', ')})`,
    debianPackage: 'tshark',
    command: (capture) => ['tshark', '-n', '-r', capture, '-T', 'fields', ...FIELDS.flatMap((field) => ['-e', field])],
  },
  {
    id: 'argus',
    does: 'flows only',
    debianPackage: 'argus-server',
    command: (capture) => ['argus', '-r', capture, '-w', '/dev/null'],
  },
  {
    id: 'nfpcapd',
    does: 'flows only',
    debianPackage: 'nfdump',
    // It keeps files of one name, so each run has a folder of its own.
    command: (capture, folder) => ['nfpcapd', '-r', capture, '-w', mkdtempSync(join(folder, 'nfpcapd-'))],
  },
];

/** The command with the path of its program in front, or undefined when that is not installed. */
export function installed(program: Program): Program | undefined {
  if (program.debianPackage === undefined) return program;
  const path = findProgram(program.id);
  if (path === undefined) return undefined;
  return { ...program, command: (capture, folder) => [path, ...program.command(capture, folder).slice(1)] };
}
