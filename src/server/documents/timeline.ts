import type { Device, TimelineEntry } from '#contract';
import { type Micros, toIso } from '#kernel';
import type { StatedCorrection } from './device.ts';

/** Also those that were taken back. */
export interface KeptCorrection extends StatedCorrection {
  readonly withdrawnBy?: string | undefined;
  readonly withdrawnAtUs?: Micros | undefined;
}

/** The newest entries that are told. */
const ENTRIES = 500;
/** Kinds of facts that say something about the device itself, and not about how it speaks or whom it asks. */
const TELLING: ReadonlySet<string> = new Set([
  'name-seen',
  'serial-seen',
  'identifier-seen',
  'manufacturer-seen',
  'model-seen',
  'software-seen',
  'system-seen',
  'service-offered',
  'role-played',
  'place-seen',
  'certificate-shown',
  'credential-exposed',
  'personal-data-carried',
]);

/** What became known about a device and when, the newest first. */
export function timelineOf(device: Device, corrections: readonly KeptCorrection[]): TimelineEntry[] {
  const entries: TimelineEntry[] = [
    { at: device.firstSeen, kind: 'first-seen' },
    { at: device.lastSeen, kind: 'last-seen' },
  ];
  for (const { id, factKind, attribute, value, firstSeen, protocol } of device.evidence) {
    // What follows from traffic or a registry has no moment, and what a person said is told below.
    if (protocol === 'person' || protocol === 'traffic' || protocol === 'registry') continue;
    if (factKind === 'address-bound')
      entries.push({ at: firstSeen, kind: 'address', attribute, value, evidenceId: id });
    else if (TELLING.has(factKind)) entries.push({ at: firstSeen, kind: 'value', attribute, value, evidenceId: id });
  }
  for (const { conclusion, value, who, atUs, withdrawnBy, withdrawnAtUs } of corrections) {
    entries.push({ at: toIso(atUs), kind: 'correction', attribute: conclusion, value, who });
    if (withdrawnAtUs === undefined || withdrawnBy === undefined) continue;
    entries.push({ at: toIso(withdrawnAtUs), kind: 'withdrawal', attribute: conclusion, value, who: withdrawnBy });
  }
  return entries
    .map((entry, at) => ({ entry, at }))
    .sort((a, b) => (a.entry.at < b.entry.at ? 1 : a.entry.at > b.entry.at ? -1 : a.at - b.at))
    .slice(0, ENTRIES)
    .map(({ entry }) => entry);
}
