import type { Micros } from '#kernel';
import { PERSONAL_DATA, type PersonalData } from '#wire';
import { missingOf, type Verdicts } from './conclusions/conclude.ts';
import type { Lookups } from './conclusions/lookups.ts';
import { concludeNames } from './conclusions/names.ts';
import type { Item, Items } from './conclusions/portrait.ts';
import type { Verdict } from './conclusions/scoring.ts';
import { concludeSoftware } from './conclusions/software.ts';
import type { Conclusion, ConclusionName, Device, Evidence, IdentityReason, Use } from './device.ts';
import { evidenceId } from './evidence-id.ts';
import type { Node, Nodes } from './identity/nodes.ts';

/** All that a device is made of. */
export interface Sitting {
  readonly id: string;
  readonly members: readonly Node[];
  readonly nodes: Nodes;
  /** With those of weight 0. */
  readonly items: Items;
  readonly counted: Items;
  /** What a person stated. */
  readonly declared: readonly Item[];
  readonly verdicts: Verdicts;
  readonly identity: readonly IdentityReason[];
  readonly lookups: Lookups;
}

/** The device as others see it: plain values, in an order that depends on nothing but the evidence. */
export function describe(sitting: Sitting): Device {
  const { id, members, items, counted, verdicts } = sitting;
  const portrait = { counted, concluded: verdicts };
  const conclusions: Partial<Record<ConclusionName, Conclusion>> = {};
  for (const [name, verdict] of verdicts) conclusions[name] = conclusionOf(verdict);
  const times = timesOf(sitting);
  return {
    id,
    macs: members
      .filter(({ address }) => address.isMac)
      .map(({ address }) => address.text)
      .sort(),
    ips: [...new Set(members.flatMap(({ ips }) => [...ips].map(({ text }) => text)))].sort(),
    names: concludeNames(portrait, items),
    conclusions,
    software: concludeSoftware(portrait, sitting.lookups).map(conclusionOf),
    missing: missingOf(verdicts, items, familiesOf(items)),
    use: useOf(sitting, times.last),
    personalData: personalDataOf(sitting),
    firstSeen: times.first,
    lastSeen: times.last,
    evidence: evidenceOf(sitting),
    identity: sitting.identity,
  };
}

const idOf = (item: Item): string => evidenceId(item.attribute, item.factKind, item.value);

function conclusionOf({ value, confidence, because, against }: Verdict): Conclusion {
  return {
    value,
    confidence,
    because: because.map(idOf),
    against: against.map((other) => ({ ...other, because: other.because.map(idOf) })),
  };
}

function evidenceOf({ items, declared }: Sitting): readonly Evidence[] {
  const lists = [...items].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, list]) => list);
  const sorted = lists.flatMap((list) => (list.length < 2 ? list : [...list].sort(byValue)));
  return [...sorted, ...declared].map((item) => ({
    id: idOf(item),
    kind: item.kind,
    factKind: item.factKind,
    attribute: item.attribute,
    value: item.value,
    subject: item.subject,
    protocol: item.protocol,
    weight: item.weight,
    ...(item.note !== undefined && { note: item.note }),
    count: item.count,
    firstSeen: item.first,
    lastSeen: item.last,
    ...(item.source !== undefined && { source: item.source }),
    ...(item.excerpts !== undefined && { excerpts: item.excerpts }),
  }));
}

const byValue = (a: Item, b: Item): number =>
  a.value < b.value ? -1 : a.value > b.value ? 1 : a.factKind < b.factKind ? -1 : 1;

/** Families of attributes seen, and protocols spoken. */
function familiesOf(items: Items): ReadonlySet<string> {
  const families = new Set<string>();
  for (const attribute of items.keys()) families.add(attribute.slice(0, attribute.indexOf('.')));
  for (const side of ['traffic.server-of', 'traffic.client-of']) {
    for (const { value } of items.get(side) ?? []) families.add(value);
  }
  return families;
}

interface Times {
  readonly first: Micros;
  readonly last: Micros;
}

function timesOf({ members, items }: Sitting): Times {
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  const widen = (from: Micros, to: Micros): void => {
    first = Math.min(first, from);
    last = Math.max(last, to);
  };
  for (const { address } of members) if (address.sent) widen(address.first, address.last);
  for (const list of items.values())
    for (const item of list) if (item.source !== undefined) widen(item.first, item.last);
  return first > last ? { first: 0, last: 0 } : { first, last };
}

const HOURS_OF_DAY = 24;

function useOf(sitting: Sitting, lastSeen: Micros): Use {
  const { members, nodes, items } = sitting;
  let hours = 0;
  let storing = 0;
  for (const node of members) {
    hours |= node.address.hours;
    for (const ip of node.ips) if (nodes.ownersOf(ip).length < 2) hours |= ip.hours;
    for (const side of ['client', 'server'] as const) {
      for (const link of nodes.links(node, side))
        if (link.edge.protocol === 'dicom') storing += link.totals.sum().flows;
    }
  }
  const stores = (items.get('dicom.command') ?? []).filter(({ value }) => value === 'C-STORE-RQ');
  const messages = (items.get('hl7.message-type') ?? []).filter(({ value }) => !value.startsWith('ACK'));
  const stored = countOf(stores);
  const sent = countOf(messages);
  const used = [...stores, ...messages].reduce((last, item) => Math.max(last, item.last), Number.NEGATIVE_INFINITY);
  return {
    activeHours: Array.from({ length: HOURS_OF_DAY }, (_, hour) => hour).filter((hour) => hours & (1 << hour)),
    ...(stored > 0 && { examinations: Math.max(1, Math.min(storing, stored)) }),
    ...(sent > 0 && { messages: sent }),
    lastUsed: Number.isFinite(used) ? used : lastSeen,
  };
}

const countOf = (items: readonly Item[]): number => items.reduce((sum, { count }) => sum + count, 0);

function personalDataOf({ members, nodes }: Sitting): readonly PersonalData[] {
  const carried = new Set<string>();
  for (const node of members) {
    for (const side of ['client', 'server'] as const) {
      for (const link of nodes.links(node, side)) for (const kind of link.personalData) carried.add(kind);
    }
  }
  return PERSONAL_DATA.filter((kind) => carried.has(kind));
}
