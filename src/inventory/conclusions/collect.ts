import type { Fact, FactKind } from '#wire';
import { forwardedBy } from '../identity/ownership.ts';
import type { Node, Nodes } from '../identity/nodes.ts';
import type { Sighting } from '../observations/address-book.ts';
import type { Lookups } from './lookups.ts';
import type { Item, Items } from './portrait.ts';
import { weightOf } from './weights.ts';

/** Protocols named as served or used by one device; a scanner speaks them all. */
const PROTOCOLS = 64;
/** An organisation that no table knows as a maker may well be one of parts. */
const UNLISTED_HOLDER = 0.45;
const FOR_ONE = 0.3;
/** What hosts relay, by the family of attributes that describe it. */
const CONTENT_OF: Readonly<Record<string, string>> = { objects: 'dicom.', observations: 'hl7.', resources: 'fhir.' };

/** By attribute and value: the same may be told about several addresses of a device. */
type Builder = Map<string, Map<string, Item>>;

/**
 * All evidence of the nodes of one device: what was said about its addresses, who holds its hardware addresses, and what
 * its traffic shows.
 *
 * @param relayed notes of attributes that describe other devices, by node
 */
export function collectItems(
  members: readonly Node[],
  nodes: Nodes,
  relayed: (node: Node) => ReadonlyMap<string, string> | undefined,
  lookups: Lookups,
): Items {
  const builder: Builder = new Map();
  for (const node of members) {
    const notes = relayed(node);
    for (const sighting of nodes.sightings(node)) add(builder, sighting, notes);
    addHolder(builder, node, lookups);
    addTraffic(builder, node, nodes);
    if (notes !== undefined) addRelays(builder, node, notes);
  }
  const items = new Map<string, Item[]>();
  for (const [attribute, values] of builder) items.set(attribute, [...values.values()]);
  return items;
}

/** What counts, weight 0 left out. */
export function countedOf(items: Items): Items {
  const counted = new Map<string, readonly Item[]>();
  for (const [attribute, list] of items) {
    const weighty = list.every((item) => item.weight > 0) ? list : list.filter((item) => item.weight > 0);
    if (weighty.length > 0) counted.set(attribute, weighty);
  }
  return counted;
}

function add(builder: Builder, sighting: Sighting, notes: ReadonlyMap<string, string> | undefined): void {
  const { fact } = sighting;
  const values = valuesOf(builder, fact.attribute);
  let key = fact.value;
  let known = values.get(key);
  if (known !== undefined && known.factKind !== fact.kind) known = values.get((key = `${fact.kind} ${fact.value}`));
  const note = notes?.get(fact.attribute);
  const item = itemOf(fact, note === undefined ? weightOf(fact.attribute, fact.kind) : 0, note, sighting);
  if (known === undefined) {
    values.set(key, item);
    return;
  }
  const isEarlier = sighting.first < known.first || (sighting.first === known.first && isBefore(fact, known));
  values.set(key, {
    ...(isEarlier ? item : known),
    // What counts for one address counts for the device.
    ...(item.weight > known.weight
      ? { weight: item.weight, note: undefined }
      : { weight: known.weight, note: known.note }),
    count: known.count + sighting.count,
    first: Math.min(known.first, sighting.first),
    last: Math.max(known.last, sighting.last),
  });
}

const textOf = ({ mac, ip }: Fact['subject']): string => `${mac ?? ''} ${ip ?? ''}`;

const isBefore = (fact: Fact, item: Item): boolean => textOf(fact.subject) < textOf(item.subject);

function valuesOf(builder: Builder, attribute: string): Map<string, Item> {
  let values = builder.get(attribute);
  if (values === undefined) builder.set(attribute, (values = new Map<string, Item>()));
  return values;
}

function itemOf(fact: Fact, weight: number, note: string | undefined, sighting: Sighting): Item {
  return {
    kind: 'observed',
    factKind: fact.kind,
    attribute: fact.attribute,
    value: fact.value,
    subject: fact.subject,
    protocol: fact.protocol,
    weight,
    note,
    count: sighting.count,
    first: sighting.first,
    last: sighting.last,
    source: fact.source,
    excerpts: fact.excerpts,
  };
}

interface Derived {
  readonly attribute: string;
  readonly factKind: FactKind;
  readonly value: string;
  readonly protocol: string;
  readonly node: Node;
  readonly weight: number;
  readonly count: number;
  readonly first: number;
  readonly last: number;
  readonly note?: string;
}

function addDerived(builder: Builder, derived: Derived): void {
  const { node, attribute, value, note, count, first, last, ...rest } = derived;
  const subject = node.address.isMac ? { mac: node.address.text } : { ip: node.address.text };
  const values = valuesOf(builder, attribute);
  const known = values.get(value);
  values.set(value, {
    kind: 'observed',
    attribute,
    value,
    subject,
    note,
    source: undefined,
    excerpts: undefined,
    ...rest,
    ...(known !== undefined && { subject: known.subject }),
    count: (known?.count ?? 0) + count,
    first: Math.min(known?.first ?? first, first),
    last: Math.max(known?.last ?? last, last),
  });
}

/** To whom the registry gave the hardware address. Weak: a maker of parts may hold it. */
function addHolder(builder: Builder, node: Node, lookups: Lookups): void {
  const { address } = node;
  const holder = address.isMac ? lookups.makerOfMac(address.text) : undefined;
  const value = holder?.manufacturer ?? holder?.organisation;
  if (holder === undefined || value === undefined) return;
  const isMaker = holder.manufacturer !== undefined && holder.role === 'maker';
  const isPart = holder.manufacturer !== undefined && holder.role !== 'maker';
  const share = isMaker ? (holder.confidence ?? UNLISTED_HOLDER) : isPart ? 0 : UNLISTED_HOLDER;
  addDerived(builder, {
    attribute: 'mac.holder',
    factKind: 'manufacturer-seen',
    value,
    protocol: 'registry',
    node,
    weight: weightOf('mac.holder', 'manufacturer-seen') * share,
    count: 1,
    first: address.first,
    last: address.last,
    ...(isPart && { note: 'makes parts that are in the devices of others' }),
  });
}

/** What of others it passes on. The count is that of the attributes, not of the devices. */
function addRelays(builder: Builder, node: Node, notes: ReadonlyMap<string, string>): void {
  const { address } = node;
  for (const [value, family] of Object.entries(CONTENT_OF)) {
    const count = [...notes.keys()].filter((attribute) => attribute.startsWith(family)).length;
    if (count === 0) continue;
    addDerived(builder, {
      attribute: 'traffic.relays',
      factKind: 'role-played',
      value,
      protocol: 'traffic',
      node,
      weight: weightOf('traffic.relays', 'role-played'),
      count,
      first: address.first,
      last: address.last,
    });
  }
}

/** What a node serves, uses and forwards. The count of these is that of peers or addresses, not of packets. */
function addTraffic(builder: Builder, node: Node, nodes: Nodes): void {
  for (const side of ['server', 'client'] as const) {
    const spoken = new Map<string, { peers: Set<unknown>; first: number; last: number }>();
    for (const link of nodes.links(node, side)) {
      const { protocol } = link.edge;
      if (protocol === undefined || (side === 'server' && !link.answered)) continue;
      const known = spoken.get(protocol);
      const peer = side === 'server' ? link.client : link.server;
      if (known === undefined) {
        if (spoken.size < PROTOCOLS)
          spoken.set(protocol, { peers: new Set([peer]), first: link.first, last: link.last });
        continue;
      }
      known.peers.add(peer);
      known.first = Math.min(known.first, link.first);
      known.last = Math.max(known.last, link.last);
    }
    const attribute = `traffic.${side}-of`;
    for (const [value, { peers, first, last }] of spoken) {
      const weight = weightOf(attribute, 'role-played');
      const count = peers.size;
      addDerived(builder, {
        attribute,
        factKind: 'role-played',
        value,
        protocol: 'traffic',
        node,
        weight,
        count,
        first,
        last,
      });
    }
  }
  const { address } = node;
  const count = address.isMac ? forwardedBy(address) : 0;
  if (count === 0) return;
  addDerived(builder, {
    attribute: 'traffic.forwards',
    factKind: 'role-played',
    value: 'packets of other hosts',
    protocol: 'traffic',
    node,
    // One address may be a phone that borrows the link while the device is set up.
    weight: weightOf('traffic.forwards', 'role-played') * (count > 1 ? 1 : FOR_ONE),
    count,
    first: address.first,
    last: address.last,
  });
}
