import type { Micros } from '#kernel';
import type { Edge, Fact, FactKind, Pairing, SubjectName } from '#wire';

/** Observations for tests, with what does not matter filled in. */

/** Time of the first packet in tests. */
export const START: Micros = 1_795_285_400_000_000;
export const SECOND: Micros = 1_000_000;
export const HOUR: Micros = 3600 * SECOND;

interface When {
  readonly first?: Micros;
  readonly last?: Micros;
  readonly count?: number;
  readonly frame?: number;
}

export function factOf(kind: FactKind, attribute: string, value: string, subject: SubjectName, when: When = {}): Fact {
  const firstSeen = when.first ?? START;
  return {
    kind,
    attribute,
    value,
    subject,
    protocol: attribute.slice(0, attribute.indexOf('.')),
    count: when.count ?? 1,
    firstSeen,
    lastSeen: when.last ?? firstSeen,
    source: { capture: 0, ranges: [{ frame: when.frame ?? 1, offset: 42, length: value.length }] },
  };
}

export function arp(ip: string, mac: string, when?: When): Fact {
  return factOf('address-bound', 'arp.binding', `${ip}=${mac}`, { ip, mac }, when);
}

export function pairingOf(mac: string, ip: string, more: Partial<Pairing> = {}): Pairing {
  const firstSeen = more.firstSeen ?? START;
  return { mac, ip, vlan: 0, flows: 1, ttl: 64, firstSeen, lastSeen: firstSeen, ...more };
}

export function edgeOf(client: string, server: string, protocol: string, more: Partial<Edge> = {}): Edge {
  return {
    client: { ip: client },
    server: { ip: server },
    transport: 'tcp',
    port: 104,
    protocol,
    flows: 1,
    packets: 10,
    bytes: 1000,
    packetsFromServer: 5,
    encrypted: false,
    tunnelled: false,
    personalData: [],
    vlan: 0,
    first: START,
    last: START,
    ...more,
  };
}
