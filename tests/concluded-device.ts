import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Device, Inventory } from '#inventory';
import { loadKnowledge } from '#knowledge';
import type { Edge, FactKind } from '#wire';
import { arp, factOf } from '../src/inventory/sample-observations.ts';

const data = join(import.meta.dirname, '../data');
export const knowledge = loadKnowledge((file) => readFileSync(join(data, file)));

export const IP = '10.0.0.1';
/** Says nothing of a maker. */
export const LOCAL_MAC = '02:00:00:00:00:01';

export type Said = readonly [kind: FactKind, attribute: string, value: string];

/** What is concluded, with the knowledge of the product, of one host that said all this. */
export function deviceWith(said: readonly Said[], mac = LOCAL_MAC, edges: readonly Edge[] = []): Device {
  const inventory = new Inventory(knowledge);
  const facts = said.map(([kind, attribute, value]) => factOf(kind, attribute, value, { ip: IP }));
  inventory.observe({ facts: [arp(IP, mac), ...facts], edges });
  const device = [...inventory.devices()].find(({ ips }) => ips.includes(IP));
  if (device === undefined) throw new Error('no device');
  return device;
}
