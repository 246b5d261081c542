import {
  type Address,
  type AddressBook,
  eachLinkOf,
  eachSightingOf,
  type Link,
  type Sighting,
} from '../observations/address-book.ts';
import type { Binding } from '../observations/address-book.ts';
import { judgeBindings, ownerAt, ownersOf } from './ownership.ts';

/** A hardware address with the network addresses that are its own, or a network address without one. */
export interface Node {
  readonly address: Address;
  /** Network addresses, its own one included where it is one. */
  readonly ips: Set<Address>;
}

/** What changed since the last time. A node may be in both; one without a device is in neither. */
export interface NodeChanges {
  readonly changed: ReadonlySet<Node>;
  readonly seenAgain: ReadonlySet<Node>;
}

/** Keeps nodes in step with the address book: whose address is whose, and what is a host of this network at all. */
export class Nodes {
  private readonly book: AddressBook;
  private readonly nodes = new Map<Address, Node>();
  /** Network addresses that have owners; several when the address was handed on. */
  private readonly owners = new Map<Address, readonly Binding[]>();

  constructor(book: AddressBook) {
    this.book = book;
  }

  /** Takes up what the book has new. */
  update(): NodeChanges {
    const { book } = this;
    const changed = new Set<Node>();
    const moved = new Set<Address>();
    for (const mac of book.rebound) {
      for (const { ip } of judgeBindings(mac)) moved.add(ip);
      changed.add(this.node(mac));
    }
    for (const address of book.news) {
      if (!address.isMac) moved.add(address);
      else changed.add(this.node(address));
    }
    for (const ip of moved) this.settle(ip, changed);
    const seenAgain = new Set<Node>();
    for (const address of book.seenAgain) {
      const nodes = this.nodesOf(address);
      // A later sighting may lie in the time of another owner.
      for (const node of nodes) (nodes.length > 1 ? changed : seenAgain).add(node);
    }
    book.news = new Set();
    book.seenAgain = new Set();
    book.rebound = new Set();
    return { changed, seenAgain };
  }

  /** The nodes that an address stands for: its owners, or itself. */
  nodesOf(address: Address): readonly Node[] {
    const owners = address.isMac ? undefined : this.owners.get(address);
    return owners === undefined ? [this.node(address)] : owners.map(({ mac }) => this.node(mac));
  }

  ownersOf(ip: Address): readonly Binding[] {
    return this.owners.get(ip) ?? [];
  }

  /** Addresses behind a router are nodes; an outside peer or an address that nobody answers for is none. */
  isDevice(node: Node): boolean {
    const { address } = node;
    if (address.isMac) return true;
    if (this.owners.has(address) || address.scope === 'public') return false;
    if (address.sent) return true;
    let isDescribed = false;
    eachSightingOf(address, ({ trait }) => (isDescribed ||= trait.isDescribing));
    return isDescribed;
  }

  /** All sightings of a node; of an address that was handed on, those of the time in which it was this node's. */
  eachSighting(node: Node, take: (sighting: Sighting) => void): void {
    if (node.address.isMac) eachSightingOf(node.address, take);
    for (const ip of node.ips) {
      const owners = this.ownersOf(ip);
      if (owners.length < 2) eachSightingOf(ip, take);
      else eachSightingOf(ip, (sighting) => isWithin(sighting, owners, node) && take(sighting));
    }
  }

  eachLink(node: Node, side: 'client' | 'server', take: (link: Link) => void): void {
    if (node.address.isMac) eachLinkOf(node.address, side, take);
    for (const ip of node.ips) {
      const owners = this.ownersOf(ip);
      if (owners.length < 2) eachLinkOf(ip, side, take);
      else eachLinkOf(ip, side, (link) => isWithin(link, owners, node) && take(link));
    }
  }

  private node(address: Address): Node {
    const known = this.nodes.get(address);
    if (known !== undefined) return known;
    const node: Node = { address, ips: new Set(address.isMac ? [] : [address]) };
    this.nodes.set(address, node);
    return node;
  }

  /** Puts a network address where it belongs and marks all nodes that it touches. */
  private settle(ip: Address, changed: Set<Node>): void {
    const before = this.owners.get(ip) ?? [];
    const owners = ownersOf(ip);
    for (const { mac } of before) {
      const node = this.node(mac);
      changed.add(node);
      if (!owners.some((owner) => owner.mac === mac)) node.ips.delete(ip);
    }
    for (const { mac } of owners) {
      const node = this.node(mac);
      changed.add(node);
      node.ips.add(ip);
    }
    if (owners.length > 0) this.owners.set(ip, owners);
    else this.owners.delete(ip);
    // Without an owner it is a node; with one it was perhaps a node until now.
    const itself = this.nodes.get(ip);
    if (owners.length === 0) changed.add(this.node(ip));
    else if (itself !== undefined) changed.add(itself);
  }
}

function isWithin(
  seen: { readonly first: number; readonly last: number },
  owners: readonly Binding[],
  node: Node,
): boolean {
  return ownerAt(owners, seen.first)?.mac === node.address || ownerAt(owners, seen.last)?.mac === node.address;
}
