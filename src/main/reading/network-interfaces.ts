import { readdirSync, readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import type { NetworkInterface } from '#contract';

/** Also those without an address, as the one at a mirror port should be. */
const CLASS = '/sys/class/net';
/** IFF_UP of Linux (netdevice(7)). */
const UP = 0x1;

/** Network interfaces of this machine, by name. */
export function listInterfaces(): NetworkInterface[] {
  const addresses = networkInterfaces();
  return names()
    .sort()
    .map((name) => ({
      name,
      addresses: (addresses[name] ?? []).map(({ address }) => address),
      up: (flagsOf(name) & UP) !== 0,
    }));
}

function names(): string[] {
  try {
    return readdirSync(CLASS);
  } catch {
    return Object.keys(networkInterfaces());
  }
}

function flagsOf(name: string): number {
  try {
    return Number(readFileSync(join(CLASS, name, 'flags'), 'utf8'));
  } catch {
    return 0;
  }
}
