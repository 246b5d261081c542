import type { Fact } from '#wire';
import type { Evidence } from '../device.ts';
import { evidenceId } from '../evidence-id.ts';
import type { Node, Nodes } from '../identity/nodes.ts';
import { forwardedBy } from '../identity/ownership.ts';
import type { Relaying } from '../identity/relays.ts';
import type { Sighting } from '../observations/address-book.ts';
import { sourceOfOrigin } from '../observations/origin.ts';
import type { Lookups } from './lookups.ts';
import { EvidenceList } from './portrait.ts';
import { withoutSharedPrinters } from './shared-services.ts';
import { weightOf } from './weights.ts';

/** Protocols named as served or used by one device; a scanner speaks them all. */
const PROTOCOLS = 64;
/** An organisation that no table knows as a maker may well be one of parts. */
const UNLISTED_HOLDER = 0.45;
/** One address may be a phone that borrows the link while the device is set up. */
const FORWARDS_FOR_ONE = 0.3;
/** What hosts relay, by the family of attributes that describe it. */
const CONTENT_OF: Readonly<Record<string, string>> = { objects: 'dicom.', observations: 'hl7.', resources: 'fhir.' };

/**
 * All evidence of the nodes of one device: what was said about its addresses, who holds its hardware addresses, and what
 * its traffic shows.
 *
 * @param relayingOf what of a node describes other devices
 * @param told what other hosts say of the device
 */
export function collectEvidence(
  members: readonly Node[],
  nodes: Nodes,
  relayingOf: (node: Node) => Relaying | undefined,
  told: Iterable<Sighting>,
  lookups: Lookups,
): EvidenceList {
  const found: Evidence[] = [];
  for (const sighting of told) found.push(evidenceOf(sighting, undefined));
  for (const node of members) {
    const relaying = relayingOf(node);
    nodes.eachSighting(node, (sighting) => found.push(evidenceOf(sighting, relaying?.noteOf(sighting))));
    addHolder(found, node, lookups);
    addTraffic(found, node, nodes);
    if (relaying !== undefined) addRelays(found, node, relaying);
  }
  found.sort(compare);
  const all = new EvidenceList(merged(found));
  return all.has('mdns.service') ? new EvidenceList(withoutSharedPrinters(all)) : all;
}

function compare(a: Evidence, b: Evidence): number {
  if (a.attribute !== b.attribute) return a.attribute < b.attribute ? -1 : 1;
  if (a.value !== b.value) return a.value < b.value ? -1 : 1;
  if (a.factKind !== b.factKind) return a.factKind < b.factKind ? -1 : 1;
  if (a.firstSeen !== b.firstSeen) return a.firstSeen - b.firstSeen;
  return textOf(a.subject) < textOf(b.subject) ? -1 : 1;
}

const textOf = ({ mac, ip }: Fact['subject']): string => `${mac ?? ''} ${ip ?? ''}`;

/** The same may be told about several addresses of a device; the earliest sighting then names the source. */
function merged(sorted: Evidence[]): readonly Evidence[] {
  let kept = 0;
  for (const evidence of sorted) {
    const known = sorted[kept - 1];
    if (kept > 0 && known?.id === evidence.id) sorted[kept - 1] = together(known, evidence);
    else sorted[kept++] = evidence;
  }
  sorted.length = kept;
  return sorted;
}

function together(known: Evidence, other: Evidence): Evidence {
  // What counts for one address counts for the device.
  const { weight, note } = other.weight > known.weight ? other : known;
  return {
    ...known,
    weight,
    note,
    count: known.count + other.count,
    firstSeen: Math.min(known.firstSeen, other.firstSeen),
    lastSeen: Math.max(known.lastSeen, other.lastSeen),
  };
}

/** `note`: why it is about another device; such a sighting weighs nothing. */
function evidenceOf(sighting: Sighting, note: string | undefined): Evidence {
  const { trait, value } = sighting;
  const { attribute, kind } = trait;
  return {
    id: evidenceId(attribute, kind, value),
    kind: 'observed',
    factKind: kind,
    attribute,
    value,
    subject: sighting.subject,
    protocol: sighting.protocol,
    weight: note === undefined ? trait.weight : 0,
    note,
    count: sighting.count,
    firstSeen: sighting.first,
    lastSeen: sighting.last,
    source: sourceOfOrigin(sighting.origin),
    excerpts: sighting.excerpts,
  };
}

type Derived = Pick<Evidence, 'factKind' | 'attribute' | 'value' | 'protocol' | 'count' | 'firstSeen' | 'lastSeen'> & {
  readonly share?: number;
  readonly note?: string;
};

/** Evidence that no single message gave. */
function derivedOf({ address }: Node, derived: Derived): Evidence {
  const { attribute, factKind, value, share = 1 } = derived;
  return {
    id: evidenceId(attribute, factKind, value),
    kind: 'observed',
    factKind,
    attribute,
    value,
    subject: address.isMac ? { mac: address.text } : { ip: address.text },
    protocol: derived.protocol,
    weight: weightOf(attribute, factKind) * share,
    note: derived.note,
    count: derived.count,
    firstSeen: derived.firstSeen,
    lastSeen: derived.lastSeen,
    source: undefined,
    excerpts: undefined,
  };
}

/** To whom the registry gave the hardware address. Weak: a maker of parts may hold it. */
function addHolder(found: Evidence[], node: Node, lookups: Lookups): void {
  const { address } = node;
  const holder = address.isMac ? lookups.makerOfMac(address.text) : undefined;
  const value = holder?.manufacturer ?? holder?.organisation;
  if (holder === undefined || value === undefined) return;
  const isMaker = holder.manufacturer !== undefined && holder.role === 'maker';
  const isPart = holder.manufacturer !== undefined && holder.role !== 'maker';
  found.push(
    derivedOf(node, {
      attribute: 'mac.holder',
      factKind: 'manufacturer-seen',
      value,
      protocol: 'registry',
      share: isPart ? 0 : isMaker ? (holder.confidence ?? UNLISTED_HOLDER) : UNLISTED_HOLDER,
      count: 1,
      firstSeen: address.first,
      lastSeen: address.last,
      ...(isPart && { note: 'makes parts that are in the devices of others' }),
    }),
  );
}

interface Spoken {
  readonly peers: Set<unknown>;
  firstSeen: number;
  lastSeen: number;
}

/** What a node serves, uses and forwards. The count of these is that of peers or addresses, not of packets. */
function addTraffic(found: Evidence[], node: Node, nodes: Nodes): void {
  const factKind = 'role-played';
  const protocol = 'traffic';
  for (const side of ['server', 'client'] as const) {
    for (const [value, { peers, firstSeen, lastSeen }] of spokenBy(node, nodes, side)) {
      const attribute = `traffic.${side}-of`;
      found.push(derivedOf(node, { attribute, factKind, value, protocol, count: peers.size, firstSeen, lastSeen }));
    }
  }
  const { address } = node;
  const count = address.isMac ? forwardedBy(address) : 0;
  if (count === 0) return;
  const attribute = 'traffic.forwards';
  const value = 'packets of other hosts';
  const share = count > 1 ? 1 : FORWARDS_FOR_ONE;
  const [firstSeen, lastSeen] = [address.first, address.last];
  found.push(derivedOf(node, { attribute, factKind, value, protocol, share, count, firstSeen, lastSeen }));
}

function spokenBy(node: Node, nodes: Nodes, side: 'server' | 'client'): ReadonlyMap<string, Spoken> {
  const spoken = new Map<string, Spoken>();
  nodes.eachLink(node, side, (link) => {
    const { protocol } = link;
    if (protocol === undefined || (side === 'server' && !link.answered)) return;
    const known = spoken.get(protocol);
    const peer = side === 'server' ? link.client : link.server;
    if (known === undefined) {
      if (spoken.size >= PROTOCOLS) return;
      spoken.set(protocol, { peers: new Set([peer]), firstSeen: link.first, lastSeen: link.last });
      return;
    }
    known.peers.add(peer);
    known.firstSeen = Math.min(known.firstSeen, link.first);
    known.lastSeen = Math.max(known.lastSeen, link.last);
  });
  return spoken;
}

/** What of others a node passes on. The count is that of the attributes, not of the devices. */
function addRelays(found: Evidence[], node: Node, relaying: Relaying): void {
  const { address } = node;
  for (const [value, family] of Object.entries(CONTENT_OF)) {
    const count = relaying.attributes().filter((attribute) => attribute.startsWith(family)).length;
    if (count === 0) continue;
    const attribute = 'traffic.relays';
    const [firstSeen, lastSeen] = [address.first, address.last];
    const derived = {
      attribute,
      factKind: 'role-played',
      value,
      protocol: 'traffic',
      count,
      firstSeen,
      lastSeen,
    } as const;
    found.push(derivedOf(node, derived));
  }
}
