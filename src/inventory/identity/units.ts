import { type Address, addressWithout, type Sighting } from '../observations/address-book.ts';
import type { DescribedUnit } from './described-units.ts';
import type { Node } from './nodes.ts';

/** A device that others describe. */
export interface Unit {
  readonly id: string;
  /** Stands for it among nodes; the address is a name only. */
  readonly node: Node;
  /** What each gateway says. */
  readonly told: Map<Node, DescribedUnit>;
  /** The host that it turned out to be; undefined while it has no address of its own. */
  host: Node | undefined;
  /** How often all of it was seen. */
  count: number;
}

/** Devices behind gateways: one for each identifier, however many gateways describe it. */
export class Units {
  private readonly units = new Map<string, Unit>();
  private readonly behind = new Map<Node, ReadonlyMap<string, DescribedUnit>>();
  private readonly seated = new Map<Node, Set<Unit>>();
  /** By identifier, and by hardware address. */
  private readonly keyed = new Map<string, Set<Unit>>();

  get isEmpty(): boolean {
    return this.units.size === 0;
  }

  /** Takes up what a gateway describes now; a node that describes nothing is none. */
  update(gateway: Node, described: ReadonlyMap<string, DescribedUnit>): ReadonlySet<Unit> {
    const touched = new Set<Unit>();
    const before = this.behind.get(gateway);
    if (before === undefined && described.size === 0) return touched;
    for (const [id, gone] of before ?? []) {
      const unit = this.units.get(id);
      if (unit === undefined || isSame(gone, described.get(id))) continue;
      touched.add(unit);
      unit.told.delete(gateway);
      this.forgetKeys(unit, gone);
    }
    for (const [id, description] of described) {
      const unit = this.unit(id);
      if (unit.told.has(gateway)) continue;
      touched.add(unit);
      unit.told.set(gateway, description);
      for (const key of keysOf(description)) addTo(this.keyed, key, unit);
    }
    if (described.size > 0) this.behind.set(gateway, described);
    else this.behind.delete(gateway);
    return touched;
  }

  /** Units that a host with this hardware address or this identifier may be. */
  at(key: string): Iterable<Unit> {
    return this.keyed.get(key) ?? NONE;
  }

  /** What is told of a node: of the unit that it stands for, or of those that it turned out to be. */
  of(node: Node): Iterable<Unit> {
    return this.seated.get(node) ?? NONE;
  }

  /** Notes that a unit is this host, or nobody but itself. */
  seat(unit: Unit, host: Node | undefined): void {
    const before = unit.host ?? unit.node;
    const seats = this.seated.get(before);
    seats?.delete(unit);
    if (seats?.size === 0) this.seated.delete(before);
    unit.host = host;
    if (unit.told.size > 0) addTo(this.seated, host ?? unit.node, unit);
    else if (this.units.get(unit.id) === unit) this.units.delete(unit.id);
  }

  /** Units behind a gateway of which something was seen again since the last time. */
  seenAgain(gateway: Node): readonly Unit[] {
    const seen: Unit[] = [];
    for (const id of this.behind.get(gateway)?.keys() ?? []) {
      const unit = this.units.get(id);
      if (unit === undefined) continue;
      const count = countOf(unit);
      if (count !== unit.count) seen.push(unit);
      unit.count = count;
    }
    return seen;
  }

  byId(id: string): Unit | undefined {
    return this.units.get(id);
  }

  private unit(id: string): Unit {
    const known = this.units.get(id);
    if (known !== undefined) return known;
    const address: Address = addressWithout(id);
    const unit = { id, node: { address, ips: new Set<Address>() }, told: new Map(), host: undefined, count: 0 };
    this.units.set(id, unit);
    return unit;
  }

  private forgetKeys(unit: Unit, gone: DescribedUnit): void {
    const kept = new Set([...unit.told.values()].flatMap(keysOf));
    for (const key of keysOf(gone)) {
      if (kept.has(key)) continue;
      const units = this.keyed.get(key);
      units?.delete(unit);
      if (units?.size === 0) this.keyed.delete(key);
    }
  }
}

const NONE: readonly Unit[] = [];

function isSame(a: DescribedUnit, b: DescribedUnit | undefined): boolean {
  if (b === undefined || a.sightings.length !== b.sightings.length || a.keys.length !== b.keys.length) return false;
  return a.sightings.every((each, at) => each === b.sightings[at]) && a.keys.every((key, at) => key === b.keys[at]);
}

/** All that gateways say of a unit. */
export function* toldOf(unit: Unit): Generator<Sighting> {
  for (const { sightings } of unit.told.values()) yield* sightings;
}

const keysOf = ({ keys, mac }: DescribedUnit): readonly string[] =>
  mac === undefined ? keys : [...keys, macKeyOf(mac)];

export const macKeyOf = (mac: string): string => `mac ${mac}`;

function countOf(unit: Unit): number {
  let sum = 0;
  for (const { count } of toldOf(unit)) sum += count;
  return sum;
}

function addTo<Key, Item>(index: Map<Key, Set<Item>>, key: Key, item: Item): void {
  const items = index.get(key);
  if (items === undefined) index.set(key, new Set([item]));
  else items.add(item);
}
