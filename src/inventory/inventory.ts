import type { Micros } from '#kernel';
import type { Knowledge } from '#knowledge';
import type { Edge, Fact, FactKind, Pairing, SubjectName, SubjectTraffic } from '#wire';
import { collectEvidence } from './conclusions/collect.ts';
import { concludeAll, type Verdicts } from './conclusions/conclude.ts';
import { Lookups } from './conclusions/lookups.ts';
import { DECLARED_WEIGHT } from './conclusions/weights.ts';
import { describe } from './describe.ts';
import { idOf, subjectOfId } from './device-id.ts';
import type { ConclusionName, Device, Evidence } from './device.ts';
import { type Identifier, identifiersOf } from './identity/identifiers.ts';
import { evidenceId } from './evidence-id.ts';
import { type DescribedUnit, describedUnits } from './identity/described-units.ts';
import { type Group, Joins, keyOf } from './identity/joins.ts';
import { type Node, Nodes } from './identity/nodes.ts';
import { identityOf } from './identity/reasons.ts';
import { type Relaying, relayingOf } from './identity/relays.ts';
import { macKeyOf, toldOf, type Unit, Units } from './identity/units.ts';
import { type Connection, connectionOf, nameOf } from './network-map/connection.ts';
import { type Address, AddressBook, type Link, type Sighting } from './observations/address-book.ts';

/** What an engine has to say. Facts count since the last time; edges, pairings and traffic are the totals of its run. */
export interface Observations {
  /** Which run of an engine counted the totals; each counts from zero. Absent: 0. */
  readonly run?: number;
  readonly facts?: Iterable<Fact>;
  readonly edges?: Iterable<Edge>;
  readonly pairings?: Iterable<Pairing>;
  readonly traffic?: Iterable<SubjectTraffic>;
}

/** A person's word about a device. */
export interface Correction {
  readonly deviceId: string;
  readonly conclusion: ConclusionName;
  /** Empty: takes back what was stated before. */
  readonly value: string;
  readonly who: string;
  readonly atUs: Micros;
}

/** What a store has kept, to go on where the last process ended. Facts and edges with their totals. */
export interface StoredObservations extends Omit<Observations, 'run'> {
  readonly corrections?: Iterable<Correction>;
}

/** Totals of all earlier runs together. */
const STORED_RUN = -1;

interface Entry {
  readonly id: string;
  readonly members: readonly Node[];
  readonly group: Group | undefined;
  verdicts: Verdicts | undefined;
  device: Device | undefined;
}

/**
 * Which devices exist, what they are, and why we think so. The same observations give the same devices, in whatever order
 * and portions they arrive. Work is done when devices are asked for, and only for those that have something new.
 */
export class Inventory {
  private readonly book = new AddressBook();
  private readonly nodes = new Nodes(this.book);
  private readonly joins = new Joins();
  private readonly units = new Units();
  private readonly lookups: Lookups;
  private readonly entries = new Map<string, Entry>();
  private readonly entryOf = new Map<Node, Entry>();
  /** What nodes only pass on; those that pass on nothing have no row. */
  private readonly relaying = new Map<Node, Relaying>();
  private readonly corrections = new Map<string, Correction[]>();
  private changedIds = new Set<string>();

  constructor(knowledge: Knowledge) {
    this.lookups = new Lookups(knowledge);
  }

  static restore(knowledge: Knowledge, stored: StoredObservations): Inventory {
    const inventory = new Inventory(knowledge);
    inventory.observe({ ...stored, run: STORED_RUN });
    for (const correction of stored.corrections ?? []) inventory.remember(correction);
    inventory.changed();
    return inventory;
  }

  observe(batch: Observations): void {
    const { book } = this;
    for (const fact of batch.facts ?? []) book.fact(fact);
    for (const pairing of batch.pairings ?? []) book.pairing(pairing);
    for (const traffic of batch.traffic ?? []) book.traffic(traffic);
    for (const edge of batch.edges ?? []) book.edge(edge, batch.run ?? 0);
  }

  /**
   * Takes a person's word about a device; it outweighs what was seen until it is taken back. A device may also be named by
   * an id that it had before it was joined with another. False: there is no such device.
   */
  correct(correction: Correction): boolean {
    this.resolve();
    const { deviceId } = correction;
    const host = this.units.byId(deviceId)?.host;
    const entry =
      this.entries.get(deviceId) ??
      (host === undefined ? this.entries.get(this.devicesAt(subjectOfId(deviceId))[0] ?? '') : this.entryOf.get(host));
    if (entry === undefined) return false;
    this.remember(correction);
    entry.verdicts = undefined;
    entry.device = undefined;
    this.changedIds.add(entry.id);
    return true;
  }

  private remember(correction: Correction): void {
    const { mac, ip } = subjectOfId(correction.deviceId);
    const text = mac ?? ip ?? correction.deviceId;
    const known = this.corrections.get(text);
    if (known === undefined) this.corrections.set(text, [correction]);
    else known.push(correction);
  }

  /**
   * All devices, sorted by id, each drawn when it is reached. They are not kept: all evidence of all devices is many
   * times what it is drawn from.
   */
  *devices(): Generator<Device> {
    for (const id of this.ids()) {
      const entry = this.entries.get(id);
      if (entry !== undefined) yield entry.device ?? this.draw(entry, false);
    }
  }

  /** Ids of all devices, sorted. Costs little: conclusions are drawn when a device is asked for. */
  ids(): readonly string[] {
    this.resolve();
    return [...this.entries.keys()].sort();
  }

  device(id: string): Device | undefined {
    this.resolve();
    const entry = this.entries.get(id);
    if (entry === undefined) return undefined;
    return (entry.device ??= this.draw(entry, true));
  }

  /** Ids of devices that changed since the last call, sorted; for one that no longer exists device() has no answer. */
  changed(): readonly string[] {
    this.resolve();
    const ids = [...this.changedIds].sort();
    this.changedIds = new Set();
    return ids;
  }

  /** The devices that an address stood for; several when it was handed on, none when it is outside. */
  devicesAt(subject: SubjectName): readonly string[] {
    this.resolve();
    const { book } = this;
    const address =
      (subject.mac === undefined ? undefined : book.macs.get(subject.mac)) ??
      (subject.ip === undefined ? undefined : book.ips.get(subject.ip));
    if (address === undefined) return [];
    const ids = this.nodes.nodesOf(address).flatMap((node) => this.entryOf.get(node)?.id ?? []);
    return [...new Set(ids)].sort();
  }

  /** Who speaks to whom, with what kind of traffic. */
  *connections(): Generator<Connection> {
    this.resolve();
    const idsAt = (address: Address): readonly string[] => this.devicesAt(nameOf(address));
    for (const addresses of [this.book.ips, this.book.macs]) {
      for (const { links } of addresses.values()) {
        for (const head of links?.values() ?? []) {
          for (let link: Link | undefined = head; link !== undefined; link = link.next)
            yield connectionOf(link, idsAt(link.client), idsAt(link.server));
        }
      }
    }
  }

  /** Brings nodes, joins and entries in step with what was observed. */
  private resolve(): void {
    if (!this.book.hasNews) return;
    const { changed, seenAgain } = this.nodes.update();
    const identifiers = new Map<Node, readonly Identifier[]>();
    const touched = new Set<Unit>();
    for (const node of changed) identifiers.set(node, this.identify(node, touched));
    const groups = this.joins.update(identifiers);
    for (const group of groups) this.regroup(group);
    if (!this.units.isEmpty) {
      for (const { members } of groups) for (const node of members) this.touch(node, touched);
      for (const unit of touched) this.seat(unit);
    }
    for (const node of seenAgain) {
      this.redraw(this.entryOf.get(node));
      for (const { host, node: itself } of this.units.seenAgain(node)) this.redraw(this.entryOf.get(host ?? itself));
    }
  }

  private redraw(entry: Entry | undefined): void {
    if (entry === undefined) return;
    entry.device = undefined;
    this.changedIds.add(entry.id);
  }

  /** Adds the units that a host may be. */
  private touch(node: Node, touched: Set<Unit>): void {
    const { units } = this;
    if (node.address.isMac) for (const unit of units.at(macKeyOf(node.address.text))) touched.add(unit);
    for (const identifier of this.joins.identifiersOf(node)) {
      for (const unit of units.at(keyOf(identifier))) touched.add(unit);
    }
  }

  /** Puts what is told of a unit where it belongs: to the one host that it is, or into a device of its own. */
  private seat(unit: Unit): void {
    const own = this.entryOf.get(unit.node);
    if (own !== undefined) {
      this.entries.delete(own.id);
      this.entryOf.delete(unit.node);
      this.changedIds.add(own.id);
    }
    this.conclude(unit.host);
    const host = this.hostOf(unit);
    this.units.seat(unit, host);
    this.conclude(host);
    if (host !== undefined || unit.told.size === 0) return;
    const { id, node } = unit;
    const entry: Entry = { id, members: [node], group: undefined, verdicts: undefined, device: undefined };
    this.entries.set(id, entry);
    this.entryOf.set(node, entry);
    this.changedIds.add(id);
  }

  /** Marks the device of a host as one that has something new. */
  private conclude(host: Node | undefined): void {
    const entry = host === undefined ? undefined : this.entryOf.get(host);
    if (entry === undefined) return;
    entry.verdicts = undefined;
    this.redraw(entry);
  }

  /** The host with the hardware address that the identifier was made of, or the only one that shows the identifier. */
  private hostOf(unit: Unit): Node | undefined {
    const showing = new Set<Node>();
    for (const { mac, keys } of unit.told.values()) {
      const address = mac === undefined ? undefined : this.book.macs.get(mac);
      if (address !== undefined) return this.nodes.nodesOf(address)[0];
      for (const key of keys) for (const node of this.joins.showingKey(key)) showing.add(node);
    }
    const entries = new Set([...showing].map((node) => this.entryOf.get(node)));
    const [first] = [...showing].sort((a, b) => (a.address.text < b.address.text ? -1 : 1));
    return entries.size === 1 ? first : undefined;
  }

  /** @param touched units of which it says something new */
  private identify(node: Node, touched: Set<Unit>): readonly Identifier[] {
    this.relaying.delete(node);
    const isDevice = this.nodes.isDevice(node);
    const seen = new Map<string, Sighting[]>();
    this.nodes.eachSighting(node, (sighting) => {
      const { attribute, isTelling } = sighting.trait;
      if (!isTelling || !isDevice) return;
      const known = seen.get(attribute);
      if (known === undefined) seen.set(attribute, [sighting]);
      else known.push(sighting);
    });
    const relaying = relayingOf(seen, node.address.isMac ? node.address.text : undefined);
    if (relaying !== undefined) this.relaying.set(node, relaying);
    const described = relaying === undefined ? NOTHING_DESCRIBED : describedUnits(seen, relaying);
    for (const unit of this.units.update(node, described)) touched.add(unit);
    return identifiersOf(seen, relaying);
  }

  private regroup(group: Group): void {
    for (const node of group.members) {
      const before = this.entryOf.get(node);
      if (before === undefined) continue;
      this.entries.delete(before.id);
      this.changedIds.add(before.id);
      for (const member of before.members) if (this.entryOf.get(member) === before) this.entryOf.delete(member);
    }
    const members = group.members.filter((node) => this.nodes.isDevice(node));
    if (members.length === 0) return;
    const id = idOf(members.map(({ address }) => address));
    const entry: Entry = { id, members, group, verdicts: undefined, device: undefined };
    this.entries.set(id, entry);
    for (const member of members) this.entryOf.set(member, entry);
    this.changedIds.add(id);
  }

  /** `keeps`: the verdicts, which stay as they are until something tells more than that a value was seen again. */
  private draw(entry: Entry, keeps: boolean): Device {
    const { id, members } = entry;
    const units = members.flatMap((node) => [...this.units.of(node)]).sort((a, b) => (a.id < b.id ? -1 : 1));
    const told = units.flatMap((unit) => [...toldOf(unit)]);
    const evidence = collectEvidence(members, this.nodes, (node) => this.relaying.get(node), told, this.lookups);
    const counted = evidence.counted();
    const declared = this.declaredFor(members, units);
    const verdicts = entry.verdicts ?? concludeAll(counted, declared.current, this.lookups);
    if (keeps) entry.verdicts = verdicts;
    const identity = identityOf(members, entry.group, this.nodes, evidence, units);
    return describe({
      id,
      members,
      nodes: this.nodes,
      evidence,
      counted,
      declared: declared.all,
      verdicts,
      identity,
      lookups: this.lookups,
    });
  }

  /** What people stated about these nodes: the latest word on each conclusion, and all of them as evidence. */
  private declaredFor(members: readonly Node[], units: readonly Unit[]) {
    const current = new Map<ConclusionName, Evidence>();
    if (this.corrections.size === 0) return { current, all: [] };
    const names = new Set([...members.map(({ address }) => address.text), ...units.map(({ id }) => id)]);
    const stated = [...names].flatMap((name) => this.corrections.get(name) ?? []);
    const all = new Map<string, Evidence>();
    for (const correction of stated.sort((a, b) => a.atUs - b.atUs || (a.value < b.value ? -1 : 1))) {
      const before = current.get(correction.conclusion);
      if (before !== undefined)
        all.set(`${before.attribute} ${before.value}`, { ...before, weight: 0, note: 'replaced' });
      current.delete(correction.conclusion);
      if (correction.value === '') continue;
      const item = declaredItem(correction);
      current.set(correction.conclusion, item);
      all.set(`${item.attribute} ${item.value}`, item);
    }
    return { current, all: [...all.values()].sort((a, b) => (a.attribute < b.attribute ? -1 : 1)) };
  }
}

const NOTHING_DESCRIBED: ReadonlyMap<string, DescribedUnit> = new Map<string, DescribedUnit>();

/** What kind of fact a person states. */
const KIND_OF: Readonly<Record<ConclusionName, FactKind>> = {
  type: 'role-played',
  manufacturer: 'manufacturer-seen',
  model: 'model-seen',
  serial: 'serial-seen',
  os: 'system-seen',
  role: 'role-played',
  place: 'place-seen',
};

function declaredItem({ deviceId, conclusion, value, who, atUs }: Correction): Evidence {
  const attribute = `person.${conclusion}`;
  return {
    id: evidenceId(attribute, KIND_OF[conclusion], value),
    kind: 'declared',
    factKind: KIND_OF[conclusion],
    attribute,
    value,
    subject: subjectOfId(deviceId),
    protocol: 'person',
    weight: DECLARED_WEIGHT,
    note: `stated by ${who}`,
    count: 1,
    firstSeen: atUs,
    lastSeen: atUs,
    source: undefined,
    excerpts: undefined,
  };
}
