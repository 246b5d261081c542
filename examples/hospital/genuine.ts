import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Hospital } from './hospital.ts';

const FOLDER = join(import.meta.dirname, '..', '..', 'tests', 'captures', 'generated');
const HEADER_BYTES = 24;
const RECORD_BYTES = 16;

/**
 * What genuine programs said to one another (`tests/captures/generated/SOURCE.md`), each at a share of the day. They
 * keep their own addresses, 10.20.30.0/24: a building of the hospital that was there before the others.
 */
const PLACED: readonly (readonly [file: string, share: number])[] = [
  ['dicom-worklist-dcmtk', 0.35],
  ['ward-mixed', 0.45],
  ['dicom-getmove-orthanc', 0.55],
  ['hl7-mllp-tls-mutual', 0.6],
  ['pump-mtls', 0.65],
  ['mqtt', 0.7],
  ['modbus', 0.75],
  ['bacnet', 0.8],
  ['dicom-rejected', 0.85],
];

export interface Placed {
  readonly file: string;
  /** Seconds added to its times. */
  readonly shift: number;
  readonly packets: number;
}

/** Adds the frames of the genuine captures, moved in time and otherwise as they are. */
export function placeGenuine({ day, recording }: Hospital): Placed[] {
  return PLACED.map(([file, share]) => {
    const bytes = readFileSync(join(FOLDER, `${file}.pcap`));
    const seconds = (at: number): number => bytes.readUInt32LE(at) + bytes.readUInt32LE(at + 4) / 1e6;
    const shift = Math.round(day.first + (day.last - day.first) * share - seconds(HEADER_BYTES));
    let packets = 0;
    for (let at = HEADER_BYTES; at + RECORD_BYTES <= bytes.length; packets++) {
      const length = bytes.readUInt32LE(at + 8);
      const frame = at + RECORD_BYTES;
      recording.add(seconds(at) + shift, bytes.subarray(frame, frame + length));
      at = frame + length;
    }
    return { file: `${file}.pcap`, shift, packets };
  });
}
