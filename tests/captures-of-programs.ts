import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Captures of genuine programs; see SOURCE.md there. */
export const GENERATED = join(import.meta.dirname, 'captures', 'generated');

export function capturesOfPrograms(): readonly { readonly name: string; readonly bytes: Buffer }[] {
  const names = readdirSync(GENERATED).filter((name) => name.endsWith('.pcap'));
  return names.sort().map(captureOfPrograms);
}

export function captureOfPrograms(name: string): { readonly name: string; readonly bytes: Buffer } {
  return { name, bytes: readFileSync(join(GENERATED, name)) };
}
