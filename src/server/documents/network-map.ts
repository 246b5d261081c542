import type { EdgePurpose, Grouping, MapGroup, MapLink, NetworkMap, PersonalDataCategory } from '#contract';
import type { Connection } from '#inventory';
import { purposeOf } from './edge.ts';

/** What of a device decides where it stands on the map. */
export interface MapDevice {
  readonly ips: readonly string[];
  readonly vlans: readonly number[];
  readonly type?: string | undefined;
  readonly place?: string | undefined;
}

const OUTSIDE = 'outside';
/** Devices that have nothing to be grouped by, and addresses that nobody answered for. */
const NONE = 'none';
/** Protocols and so on that one link names; pages show a few. */
const NAMES = 32;

export interface GroupName {
  readonly id: string;
  readonly label?: string;
}

/** The group of a device: its VLAN, else its network; its type; or its place. */
export function groupOf(device: MapDevice, by: Grouping): GroupName {
  if (by === 'type') return named('type', device.type);
  if (by === 'place') return named('place', device.place);
  const [vlan] = device.vlans;
  if (vlan !== undefined) return { id: `vlan:${vlan}`, label: `VLAN ${vlan}` };
  return named('net', networkOf(device.ips));
}

const named = (kind: string, label: string | undefined): GroupName =>
  label === undefined ? { id: NONE } : { id: `${kind}:${label}`, label };

/** A passive view shows no masks: /24 and /64 are what most networks are cut into. */
function networkOf(ips: readonly string[]): string | undefined {
  const v4 = ips.find((ip) => ip.includes('.') && !ip.includes(':'));
  if (v4 !== undefined) return `${v4.split('.').slice(0, 3).join('.')}.0/24`;
  const v6 = ips.find((ip) => ip.includes(':') && !ip.startsWith('fe80:'));
  return v6 === undefined ? undefined : `${prefix64(v6)}::/64`;
}

/** The first four groups of an IPv6 address in its short form (RFC 5952), zeros at their end left out. */
function prefix64(ip: string): string {
  const [head = '', tail] = ip.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0');
  const groups = [...left, ...(tail === undefined ? [] : zeros), ...right].slice(0, 4);
  while (groups.length > 1 && groups.at(-1) === '0') groups.pop();
  return groups.join(':');
}

/** From which group to which group a connection goes. */
export function groupsOf(
  connection: Connection,
  by: Grouping,
  deviceOf: (id: string) => MapDevice | undefined,
): { readonly from: string; readonly to: string } {
  const { clientDevices, serverDevices, reach } = connection;
  const end = ([id]: readonly string[]): string => {
    const device = id === undefined ? undefined : deviceOf(id);
    if (device !== undefined) return groupOf(device, by).id;
    return reach === 'outside' ? OUTSIDE : NONE;
  };
  return { from: end(clientDevices), to: end(serverDevices) };
}

interface Link {
  edges: number;
  packets: number;
  bytes: number;
  encryptedBytes: number;
  readonly protocols: Map<string, number>;
  readonly purposes: Set<EdgePurpose>;
  readonly personalData: Set<PersonalDataCategory>;
}

/** All devices in groups, and what is spoken between and inside them. */
export function networkMapOf(
  by: Grouping,
  devices: ReadonlyMap<string, MapDevice>,
  connections: Iterable<Connection>,
): NetworkMap {
  const groups = new Map<string, MapGroup>();
  for (const device of devices.values()) {
    const { id, label } = groupOf(device, by);
    const group = groups.get(id) ?? { id, ...(label !== undefined && { label }), reach: 'inside', devices: 0 };
    groups.set(id, { ...group, devices: group.devices + 1 });
  }
  const links = new Map<string, { readonly from: string; readonly to: string; readonly link: Link }>();
  const outside = new Set<string>();
  for (const connection of connections) {
    const { from, to } = groupsOf(connection, by, (id) => devices.get(id));
    if (from === OUTSIDE) outside.add(connection.client.ip ?? '');
    if (to === OUTSIDE) outside.add(connection.server.ip ?? '');
    for (const id of [from, to]) {
      if (id === NONE && !groups.has(id)) groups.set(id, { id, reach: 'inside', devices: 0 });
    }
    const key = `${from}\n${to}`;
    let entry = links.get(key);
    if (entry === undefined) links.set(key, (entry = { from, to, link: newLink() }));
    add(entry.link, connection);
  }
  if (outside.size > 0) groups.set(OUTSIDE, { id: OUTSIDE, reach: 'outside', devices: outside.size });
  return {
    groups: [...groups.values()].sort((a, b) => b.devices - a.devices || (a.id < b.id ? -1 : 1)),
    links: [...links.values()]
      .map(linkDocument)
      .sort((a, b) => b.bytes - a.bytes || (a.from + a.to < b.from + b.to ? -1 : 1)),
  };
}

const newLink = (): Link => ({
  edges: 0,
  packets: 0,
  bytes: 0,
  encryptedBytes: 0,
  protocols: new Map(),
  purposes: new Set(),
  personalData: new Set(),
});

function add(link: Link, connection: Connection): void {
  const { protocol, packets, bytes, encrypted } = connection;
  link.edges++;
  link.packets += packets;
  link.bytes += bytes;
  if (encrypted) link.encryptedBytes += bytes;
  if (protocol !== undefined) link.protocols.set(protocol, (link.protocols.get(protocol) ?? 0) + bytes);
  link.purposes.add(purposeOf(connection));
  for (const category of connection.personalData) link.personalData.add(category);
}

function linkDocument({ from, to, link }: { from: string; to: string; link: Link }): MapLink {
  const { edges, packets, bytes, encryptedBytes, protocols, purposes, personalData } = link;
  const byShare = [...protocols].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  return {
    from,
    to,
    edges,
    packets,
    bytes,
    encryptedBytes,
    protocols: byShare.slice(0, NAMES).map(([protocol]) => protocol),
    purposes: [...purposes].sort(),
    personalData: [...personalData].sort(),
  };
}
