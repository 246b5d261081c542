import type { Micros } from '#kernel';
import { PERSONAL_DATA, type PersonalData } from '#wire';
import { missingOf, type Verdicts } from './conclusions/conclude.ts';
import type { Lookups } from './conclusions/lookups.ts';
import { concludeNames } from './conclusions/names.ts';
import type { EvidenceList } from './conclusions/portrait.ts';
import type { Verdict } from './conclusions/scoring.ts';
import { concludeSoftware } from './conclusions/software.ts';
import type { Conclusion, ConclusionName, Device, Evidence, IdentityReason, Use } from './device.ts';
import type { Node, Nodes } from './identity/nodes.ts';
import { traitOf } from './traits.ts';
import type { Address, Link } from './observations/address-book.ts';

/** All that a device is made of. */
export interface Sitting {
  readonly id: string;
  readonly members: readonly Node[];
  readonly nodes: Nodes;
  readonly evidence: EvidenceList;
  /** Of it, what counts. */
  readonly counted: EvidenceList;
  /** What people stated. */
  readonly declared: readonly Evidence[];
  readonly verdicts: Verdicts;
  readonly identity: readonly IdentityReason[];
  readonly lookups: Lookups;
}

/** The device as others see it: plain values, in an order that depends on nothing but the evidence. */
export function describe(sitting: Sitting): Device {
  const { id, members, evidence, counted, declared, verdicts } = sitting;
  const portrait = { evidence: counted, concluded: verdicts };
  const conclusions: Partial<Record<ConclusionName, Conclusion>> = {};
  for (const [name, verdict] of verdicts) conclusions[name] = conclusionOf(verdict);
  const { firstSeen, lastSeen } = timesOf(sitting);
  return {
    id,
    macs: sorted(members.filter(({ address }) => address.isMac).map(({ address }) => address.text)),
    ips: inOrder(members.flatMap(({ ips }) => [...ips])),
    names: concludeNames(portrait, evidence),
    conclusions,
    software: concludeSoftware(portrait, sitting.lookups).map(conclusionOf),
    missing: missingOf(verdicts, evidence, familiesOf(evidence)),
    use: useOf(sitting, lastSeen),
    personalData: personalDataOf(sitting),
    firstSeen,
    lastSeen,
    evidence: declared.length === 0 ? evidence.all : [...evidence.all, ...declared],
    identity: sitting.identity,
  };
}

const sorted = (texts: readonly string[]): readonly string[] => [...new Set(texts)].sort();

/** Addresses that were used before those that were only leased, IPv4 before IPv6, link-local ones last. */
function inOrder(ips: readonly Address[]): readonly string[] {
  const rankOf = ({ sent, text, scope }: Address): number =>
    (scope === 'link-local' ? 4 : 0) + (sent ? 0 : 2) + (text.includes(':') ? 1 : 0);
  const ranked = [...new Set(ips)].sort((a, b) => rankOf(a) - rankOf(b) || (a.text < b.text ? -1 : 1));
  return ranked.map(({ text }) => text);
}

function conclusionOf({ value, confidence, because, against }: Verdict): Conclusion {
  const idOf = ({ id }: Evidence): string => id;
  return {
    value,
    confidence,
    because: because.map(idOf),
    against: against.map((other) => ({
      value: other.value,
      confidence: other.confidence,
      because: other.because.map(idOf),
    })),
  };
}

/** Families of attributes seen, and protocols spoken. */
function familiesOf(evidence: EvidenceList): ReadonlySet<string> {
  const families = new Set<string>();
  for (const { attribute, factKind, value } of evidence.all) {
    const { family } = traitOf(attribute, factKind);
    families.add(family === 'traffic' ? value : family);
  }
  return families;
}

function timesOf({ members, evidence }: Sitting) {
  let firstSeen = Number.POSITIVE_INFINITY;
  let lastSeen = Number.NEGATIVE_INFINITY;
  const widen = (first: Micros, last: Micros): void => {
    if (first < firstSeen) firstSeen = first;
    if (last > lastSeen) lastSeen = last;
  };
  for (const { address } of members) if (address.sent) widen(address.first, address.last);
  for (const item of evidence.all) if (item.source !== undefined) widen(item.firstSeen, item.lastSeen);
  return firstSeen > lastSeen ? { firstSeen: 0, lastSeen: 0 } : { firstSeen, lastSeen };
}

const HOURS_OF_DAY = Array.from({ length: 24 }, (_, hour) => hour);

function useOf(sitting: Sitting, lastSeen: Micros): Use {
  const { members, nodes, evidence } = sitting;
  let hours = 0;
  for (const node of members) {
    hours |= node.address.hours;
    for (const ip of node.ips) if (nodes.ownersOf(ip).length < 2) hours |= ip.hours;
  }
  const stores = evidence.of('dicom.command').filter(({ value }) => value === 'C-STORE-RQ');
  const messages = evidence.of('hl7.message-type').filter(({ value }) => !value.startsWith('ACK'));
  const stored = countOf(stores);
  const sent = countOf(messages);
  const used = [...stores, ...messages].reduce((last, item) => Math.max(last, item.lastSeen), Number.NEGATIVE_INFINITY);
  return {
    activeHours: HOURS_OF_DAY.filter((hour) => hours & (1 << hour)),
    ...(stored > 0 && { examinations: Math.max(1, Math.min(associationsOf(sitting), stored)) }),
    ...(sent > 0 && { messages: sent }),
    lastUsed: Number.isFinite(used) ? used : lastSeen,
  };
}

const countOf = (items: readonly Evidence[]): number => items.reduce((sum, { count }) => sum + count, 0);

function associationsOf(sitting: Sitting): number {
  let flows = 0;
  eachLink(sitting, (link) => {
    if (link.protocol === 'dicom') flows += link.totals.sum().flows;
  });
  return flows;
}

function personalDataOf(sitting: Sitting): readonly PersonalData[] {
  const carried = new Set<string>();
  eachLink(sitting, (link) => {
    for (const kind of link.personalData) carried.add(kind);
  });
  return carried.size === 0 ? [] : PERSONAL_DATA.filter((kind) => carried.has(kind));
}

function eachLink({ members, nodes }: Sitting, take: (link: Link) => void): void {
  for (const node of members) {
    nodes.eachLink(node, 'client', take);
    nodes.eachLink(node, 'server', take);
  }
}
