import type { Micros } from '#kernel';
import type { Edge, Excerpt, Fact, Pairing, PersonalData, SubjectName, SubjectTraffic } from '#wire';
import { type Trait, traitOf } from '../traits.ts';
import { type AddressScope, macScopeOf, scopeOf } from './address.ts';
import { frameOf, type Origin, originOf } from './origin.ts';
import { Totals } from './totals.ts';

/** Hardware addresses that one network address is known with; more is a flood, not a network. */
const BINDINGS_PER_IP = 64;

/** One distinct (address, attribute, kind, value) with all its sightings. The earliest names subject and source. */
export interface Sighting {
  readonly trait: Trait;
  readonly value: string;
  subject: SubjectName;
  protocol: string;
  origin: Origin;
  excerpts: readonly Excerpt[] | undefined;
  count: number;
  first: Micros;
  last: Micros;
  /** Another attribute of the same address with the same value. */
  next: Sighting | undefined;
}

/** A network address and a hardware address that were seen together. */
export interface Binding {
  readonly ip: Address;
  readonly mac: Address;
  /** A message itself bound them (ARP, neighbour discovery, DHCP); otherwise a frame only carried both. */
  firm: boolean;
  /** Highest time to live of frames that carried both; 0 when none did. */
  ttl: number;
  first: Micros;
  last: Micros;
  /** The hardware address is that of the host itself, not of a router on the way. */
  isOwn: boolean;
}

/** An edge with what all runs have counted. */
export interface Link {
  readonly client: Address;
  readonly server: Address;
  readonly transport: string;
  readonly port: number;
  readonly protocol: string | undefined;
  /** Of the report with the latest packet. */
  vlan: number;
  readonly totals: Totals;
  first: Micros;
  last: Micros;
  encrypted: boolean;
  tunnelled: boolean;
  answered: boolean;
  personalData: readonly PersonalData[];
  /** Another service of the same server that the client uses. */
  next: Link | undefined;
}

/** A hardware or network address with all that was observed of it. */
export interface Address {
  readonly text: string;
  readonly isMac: boolean;
  readonly scope: AddressScope;
  /** By value; attributes with one value are chained. */
  facts: Map<string, Sighting> | undefined;
  bindings: Binding[];
  /** As a client: by server; services of one server are chained. */
  links: Map<Address, Link> | undefined;
  /** As a server. */
  served: Link[] | undefined;
  sent: boolean;
  first: Micros;
  last: Micros;
  /** Bit n: sent something in hour n of the day, UTC. */
  hours: number;
}

const HOUR_US = 3_600_000_000;

const hourOf = (timeUs: Micros): number => ((Math.floor(timeUs / HOUR_US) % 24) + 24) % 24;

/**
 * Every address with its observations, in any order of arrival. Remembers which addresses have something that may change
 * a conclusion (`news`) and which were only seen again (`seenAgain`).
 */
export class AddressBook {
  readonly macs = new Map<string, Address>();
  readonly ips = new Map<string, Address>();
  news = new Set<Address>();
  seenAgain = new Set<Address>();
  /** Hardware addresses whose bindings changed. */
  rebound = new Set<Address>();

  get hasNews(): boolean {
    return this.news.size + this.seenAgain.size + this.rebound.size > 0;
  }

  mac(text: string): Address | undefined {
    const known = this.macs.get(text);
    if (known !== undefined) return known;
    const scope = macScopeOf(text);
    if (scope === 'none' || scope === 'group') return undefined;
    return remember(this.macs, newAddress(text, true, 'link-local'));
  }

  ip(text: string): Address | undefined {
    const known = this.ips.get(text);
    if (known !== undefined) return known;
    const scope = scopeOf(text);
    if (scope === 'group' || scope === 'unspecified' || scope === 'loopback') return undefined;
    return remember(this.ips, newAddress(text, false, scope));
  }

  private ofSubject(subject: SubjectName): Address | undefined {
    const mac = subject.mac === undefined ? undefined : this.mac(subject.mac);
    if (mac !== undefined) return mac;
    return subject.ip === undefined ? undefined : this.ip(subject.ip);
  }

  fact(fact: Fact): void {
    const { subject } = fact;
    const first = Math.min(fact.firstSeen, fact.lastSeen);
    const last = Math.max(fact.firstSeen, fact.lastSeen);
    if (subject.mac !== undefined && subject.ip !== undefined) this.bind(subject.ip, subject.mac, true, 0, first, last);
    const address = this.ofSubject(subject);
    if (address === undefined) return;
    const trait = traitOf(fact.attribute, fact.kind);
    const facts = (address.facts ??= new Map<string, Sighting>());
    const head = facts.get(fact.value);
    for (let known = head; known !== undefined; known = known.next) {
      if (known.trait !== trait) continue;
      if (isEarlier(first, fact, known)) {
        known.subject = subject;
        known.protocol = fact.protocol;
        known.origin = originOf(fact.source);
        known.excerpts = fact.excerpts;
      }
      known.count += fact.count;
      known.first = Math.min(known.first, first);
      known.last = Math.max(known.last, last);
      this.seenAgain.add(address);
      return;
    }
    facts.set(fact.value, {
      trait,
      value: fact.value,
      subject,
      protocol: fact.protocol,
      origin: originOf(fact.source),
      excerpts: fact.excerpts,
      count: fact.count,
      first,
      last,
      next: head,
    });
    this.news.add(address);
  }

  pairing(pairing: Pairing): void {
    const first = Math.min(pairing.firstSeen, pairing.lastSeen);
    const last = Math.max(pairing.firstSeen, pairing.lastSeen);
    this.bind(pairing.ip, pairing.mac, false, pairing.ttl, first, last);
    this.sentBetween(this.mac(pairing.mac), first, last);
    this.sentBetween(this.ip(pairing.ip), first, last);
  }

  traffic(traffic: SubjectTraffic): void {
    this.sentBetween(this.ofSubject(traffic.subject), traffic.first, traffic.last);
  }

  private sentBetween(address: Address | undefined, a: Micros, b: Micros): void {
    if (address === undefined) return;
    const first = Math.min(a, b);
    const last = Math.max(a, b);
    const before = address.sent;
    address.first = before ? Math.min(address.first, first) : first;
    address.last = before ? Math.max(address.last, last) : last;
    address.hours |= (1 << hourOf(first)) | (1 << hourOf(last));
    address.sent = true;
    (before ? this.seenAgain : this.news).add(address);
  }

  edge(edge: Edge, run: number): void {
    const client = this.ofSubject(edge.client);
    const server = this.ofSubject(edge.server);
    if (client === undefined || server === undefined) return;
    const { protocol, personalData } = edge;
    const links = (client.links ??= new Map<Address, Link>());
    const head = links.get(server);
    const answered = edge.packetsFromServer > 0;
    const first = Math.min(edge.first, edge.last);
    const last = Math.max(edge.first, edge.last);
    let known = head;
    let tail = head;
    while (known !== undefined && !isService(known, edge)) {
      tail = known;
      known = known.next;
    }
    if (known === undefined) {
      const { transport, port, vlan, encrypted, tunnelled } = edge;
      const service = { client, server, transport, port, protocol, vlan, encrypted, tunnelled, answered, personalData };
      const link: Link = { ...service, totals: new Totals(run, edge), first, last, next: undefined };
      if (tail === undefined) links.set(server, link);
      else tail.next = link;
      (server.served ??= []).push(link);
      this.news.add(client);
      this.news.add(server);
      return;
    }
    const carried = known.personalData;
    const isNews = (answered && !known.answered) || personalData.some((kind) => !carried.includes(kind));
    (isNews ? this.news : this.seenAgain).add(client).add(server);
    if (last > known.last) known.vlan = edge.vlan;
    known.totals.add(run, edge);
    known.first = Math.min(known.first, first);
    known.last = Math.max(known.last, last);
    known.encrypted ||= edge.encrypted;
    known.tunnelled ||= edge.tunnelled;
    known.answered ||= answered;
    if (isNews) known.personalData = [...new Set([...carried, ...personalData])];
  }

  private bind(ipText: string, macText: string, firm: boolean, ttl: number, first: Micros, last: Micros): void {
    const ip = this.ip(ipText);
    const mac = this.mac(macText);
    if (ip === undefined || mac === undefined) return;
    const known = ip.bindings.find((binding) => binding.mac === mac);
    if (known === undefined) {
      if (ip.bindings.length >= BINDINGS_PER_IP) return;
      const binding: Binding = { ip, mac, firm, ttl, first, last, isOwn: false };
      addBinding(ip, binding);
      addBinding(mac, binding);
      this.isRebound(ip);
      return;
    }
    const changes =
      (firm && !known.firm) ||
      ttl > known.ttl ||
      (ip.bindings.length > 1 && (first < known.first || last > known.last));
    known.firm ||= firm;
    known.ttl = Math.max(known.ttl, ttl);
    known.first = Math.min(known.first, first);
    known.last = Math.max(known.last, last);
    if (changes) this.isRebound(ip);
  }

  /** Whose address it is depends on all hardware addresses that it was seen with. */
  private isRebound(ip: Address): void {
    for (const { mac } of ip.bindings) this.rebound.add(mac);
    this.news.add(ip);
  }
}

/** Most addresses are peers outside, which have none; nothing is ever put into this one. */
const NO_BINDINGS: Binding[] = [];

function addBinding(address: Address, binding: Binding): void {
  if (address.bindings === NO_BINDINGS) address.bindings = [binding];
  else address.bindings.push(binding);
}

function newAddress(text: string, isMac: boolean, scope: AddressScope): Address {
  return {
    text,
    isMac,
    scope,
    facts: undefined,
    bindings: NO_BINDINGS,
    links: undefined,
    served: undefined,
    sent: false,
    first: 0,
    last: 0,
    hours: 0,
  };
}

/** Stands for a device that is known by name only; no message comes from it or goes to it. */
export function addressWithout(name: string): Address {
  return newAddress(name, false, 'unspecified');
}

function remember(book: Map<string, Address>, address: Address): Address {
  book.set(address.text, address);
  return address;
}

const isService = (link: Link, { port, transport, protocol }: Edge): boolean =>
  link.port === port && link.transport === transport && link.protocol === protocol;

/** Which of two sightings of one value names its source: the earlier, whatever the order of arrival. */
function isEarlier(first: Micros, { source }: Fact, known: Sighting): boolean {
  if (first !== known.first) return first < known.first;
  if (source.capture !== known.origin.capture) return source.capture < known.origin.capture;
  return (source.ranges[0]?.frame ?? 0) < frameOf(known.origin);
}

/** All sightings of an address, chained ones included. */
export function eachSightingOf(address: Address, take: (sighting: Sighting) => void): void {
  if (address.facts === undefined) return;
  for (const head of address.facts.values()) {
    for (let sighting: Sighting | undefined = head; sighting !== undefined; sighting = sighting.next) take(sighting);
  }
}

/** All edges of an address on one side. */
export function eachLinkOf(address: Address, side: 'client' | 'server', take: (link: Link) => void): void {
  if (side === 'server') {
    if (address.served !== undefined) for (const link of address.served) take(link);
    return;
  }
  if (address.links === undefined) return;
  for (const head of address.links.values()) {
    for (let link: Link | undefined = head; link !== undefined; link = link.next) take(link);
  }
}
