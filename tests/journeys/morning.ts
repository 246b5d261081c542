import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');
const GENERATOR = join(ROOT, 'examples', 'hospital', 'generate.ts');
/** Long enough that every imaging device has worked in both halves. */
const HOURS = 2;
const FILE_HEADER_BYTES = 24;
const RECORD_HEADER_BYTES = 16;
const CAPTURED_LENGTH_AT = 8;

interface Patient {
  readonly id: string;
  readonly family: string;
  readonly familyKana: string;
  readonly familyRoman: string;
}

/** One morning of the invented hospital of the demonstration, as two captures that follow one another. */
export interface Morning {
  readonly folder: string;
  readonly first: string;
  readonly rest: string;
  /** What may not be on any page: numbers and names of the patients in it. */
  readonly patientValues: readonly string[];
}

export function recordMorning(folder: string): Morning {
  mkdirSync(folder, { recursive: true });
  const whole = join(folder, '..', 'morning.pcap');
  const truth = join(folder, '..', 'morning.json');
  execFileSync(process.execPath, [GENERATOR, '--hours', String(HOURS), '--out', whole, '--truth', truth, '--quiet']);
  const [first, rest] = ['1-early.pcap', '2-late.pcap'];
  halve(readFileSync(whole), join(folder, first), join(folder, rest));
  const { patients } = JSON.parse(readFileSync(truth, 'utf8')) as { patients: Patient[] };
  const values = patients.flatMap(({ id, family, familyKana, familyRoman }) => [id, family, familyKana, familyRoman]);
  return { folder, first, rest, patientValues: [...new Set(values)] };
}

/** Cuts a little-endian pcap file between two packets near its middle. */
function halve(capture: Buffer, first: string, rest: string): void {
  let at = FILE_HEADER_BYTES;
  while (at < capture.length / 2) at += RECORD_HEADER_BYTES + capture.readUInt32LE(at + CAPTURED_LENGTH_AT);
  writeFileSync(first, capture.subarray(0, at));
  writeFileSync(rest, Buffer.concat([capture.subarray(0, FILE_HEADER_BYTES), capture.subarray(at)]));
}
