import { be16, be32, cat, u8, zeros } from './bytes.ts';
import type { CaptureOptions } from './flags.ts';
import type { Random } from './random.ts';

/** What a host talks and how it names itself. `os` picks the look of its TCP/IP stack: 0 Windows, 1 Linux, 2 embedded. */
export interface HostClass {
  readonly name: string;
  /** Second byte of its addresses. */
  readonly net: number;
  readonly os: number;
  readonly vendor: string;
  readonly model: string;
}

const CLIENT_CLASSES: readonly (HostClass & { readonly share: number })[] = [
  { name: 'infusion-pump', net: 20, os: 2, share: 24, vendor: 'acme-pump', model: 'Infusor 3' },
  { name: 'patient-monitor', net: 21, os: 1, share: 16, vendor: 'vitalview', model: 'VV-800' },
  { name: 'imaging', net: 22, os: 0, share: 5, vendor: 'radiant', model: 'CT One' },
  { name: 'ultrasound', net: 23, os: 0, share: 4, vendor: 'sonora', model: 'Echo 5' },
  { name: 'lab-analyser', net: 24, os: 0, share: 4, vendor: 'labora', model: 'Haemo 200' },
  { name: 'ventilator', net: 25, os: 2, share: 6, vendor: 'pneuma', model: 'V60' },
  { name: 'building-controller', net: 26, os: 2, share: 9, vendor: 'climacore', model: 'BC-12' },
  { name: 'camera', net: 27, os: 1, share: 5, vendor: 'lookout', model: 'Dome 2' },
  { name: 'printer', net: 28, os: 2, share: 5, vendor: 'paperjet', model: 'PJ 4000' },
  { name: 'workstation', net: 29, os: 0, share: 22, vendor: 'MSFT 5.0', model: 'PC' },
];

const SERVERS = [
  'gateway',
  'dns',
  'dhcp',
  'ntp',
  'pacs',
  'hl7',
  'pump',
  'file',
  'nms',
  'bms',
  'web',
  'portal',
  'update',
  'broker',
  'archive',
  'monitor',
];
const SEVERAL = new Set(['web', 'portal', 'pacs', 'hl7', 'file']);
const SEVERAL_COUNT = 8;

/** Where a frame can go: a host, or a broadcast or multicast group. */
export interface Target {
  readonly mac: Buffer;
  readonly ip: Buffer;
  readonly ip6: Buffer;
  readonly vlan: number;
}

export interface Host extends Target {
  readonly id: number;
  readonly cls: HostClass;
  readonly label: string;
  readonly serial: string;
  readonly version: string;
  /** Identification of its last IPv4 packet. */
  ipId: number;
  /** Its last ephemeral port. */
  port: number;
  /** It has sent something. */
  seen: boolean;
  certificate?: Buffer;
}

export const ipv4Address = (a: number, b: number, c: number, d: number): Buffer => u8(a, b, c, d);
const ipv6Address = (net: number, n: number): Buffer =>
  cat(u8(0xfd, 0, 0, 0x10), be16(net), u8(0, 0, 0, 0, 0, 0), be32(n));

export const ANY_IP = ipv4Address(0, 0, 0, 0);
export const ZERO_MAC = zeros(6);
export const BROADCAST_MAC = u8(255, 255, 255, 255, 255, 255);

const group = (mac: Buffer, ip: Buffer): Target => ({ mac, ip, ip6: zeros(16), vlan: 0 });
export const TO_ALL = group(BROADCAST_MAC, ipv4Address(255, 255, 255, 255));
export const TO_MDNS = group(u8(1, 0, 0x5e, 0, 0, 0xfb), ipv4Address(224, 0, 0, 251));

/** All hosts of a capture. */
export class Network {
  readonly clients: Host[] = [];
  private readonly clientsByClass = new Map<string, Host[]>();
  private readonly serversByName = new Map<string, Host[]>();
  private readonly random: Random;

  constructor(options: CaptureOptions, random: Random) {
    this.random = random;
    const total = CLIENT_CLASSES.reduce((sum, cls) => sum + cls.share, 0);
    for (const cls of CLIENT_CLASSES) {
      const count = Math.max(1, Math.round((options.hosts * cls.share) / total));
      const hosts: Host[] = [];
      for (let n = 1; n <= count; n++) {
        hosts.push(this.host(cls, n, random.fraction() < options.vlan ? cls.net * 10 : 0));
      }
      this.clientsByClass.set(cls.name, hosts);
      this.clients.push(...hosts);
    }
    for (const [index, name] of SERVERS.entries()) {
      const cls = { name: `server-${name}`, net: 10, os: index % 2, vendor: 'rackwell', model: 'Server' };
      const count = SEVERAL.has(name) ? SEVERAL_COUNT : 1;
      const hosts = Array.from({ length: count }, (_, k) => this.host(cls, index * 16 + k + 1, 0));
      this.serversByName.set(name, hosts);
    }
  }

  private host(cls: HostClass, n: number, vlan: number): Host {
    return {
      id: n,
      cls,
      vlan,
      mac: cat(u8(2, cls.net), be32(n)),
      ip: ipv4Address(10, cls.net, n >>> 8, n & 255),
      ip6: ipv6Address(cls.net, n),
      label: `${cls.name}-${String(n).padStart(5, '0')}`,
      serial: `SN${(n * 7919 + cls.net * 104_729) % 1_000_000}`,
      version: `${1 + (n % 4)}.${n % 7}.${n % 13}`,
      ipId: this.random.u32() & 0xffff,
      port: 49_152 + this.random.below(8000),
      seen: false,
    };
  }

  server(name: string): Host {
    return this.random.pick(this.serversByName.get(name) ?? []);
  }

  anyClient(): Host {
    return this.clients[this.random.below(this.clients.length)]!;
  }

  client(...classes: readonly string[]): Host {
    return this.random.pick(this.clientsByClass.get(this.random.pick(classes)) ?? []);
  }

  seen(): Host[] {
    return [...this.clients, ...[...this.serversByName.values()].flat()].filter((host) => host.seen);
  }
}
