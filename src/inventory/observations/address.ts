/** Where a network address belongs. `group`, `unspecified` and `loopback` never name a host of the network. */
export type AddressScope =
  | 'group'
  | 'unspecified'
  | 'loopback'
  | 'link-local'
  /** RFC 1918, RFC 6598 (shared), RFC 4193. */
  | 'private'
  | 'public';

/** Scope of an address as text: dotted IPv4, or IPv6 in the form of RFC 5952. */
export function scopeOf(ip: string): AddressScope {
  return ip.includes(':') ? scopeOfIpv6(ip) : scopeOfIpv4(ip);
}

function scopeOfIpv4(ip: string): AddressScope {
  const dot = ip.indexOf('.');
  const first = Number(ip.slice(0, dot));
  const second = Number(ip.slice(dot + 1, ip.indexOf('.', dot + 1)));
  // RFC 6890: 224/4 is multicast, 240/4 is reserved and holds the broadcast address.
  if (first >= 224) return 'group';
  if (first === 0) return 'unspecified';
  if (first === 127) return 'loopback';
  if (first === 169 && second === 254) return 'link-local';
  const isPrivate =
    first === 10 ||
    (first === 172 && second >= 16 && second < 32) ||
    (first === 192 && second === 168) ||
    (first === 100 && second >= 64 && second < 128);
  return isPrivate ? 'private' : 'public';
}

function scopeOfIpv6(ip: string): AddressScope {
  if (ip === '::') return 'unspecified';
  if (ip === '::1') return 'loopback';
  if (ip.startsWith('::ffff:') && ip.includes('.')) return scopeOfIpv4(ip.slice('::ffff:'.length));
  const first = Number.parseInt(ip, 16) || 0;
  if (first >= 0xff00) return 'group';
  if ((first & 0xffc0) === 0xfe80) return 'link-local';
  return (first & 0xfe00) === 0xfc00 ? 'private' : 'public';
}

/** The network of an IPv6 address that one link usually has: its first four groups. */
export function prefix64(ip: string): string {
  const gap = ip.indexOf('::');
  if (gap < 0) return ip.split(':').slice(0, 4).join(':');
  const head = gap === 0 ? [] : ip.slice(0, gap).split(':');
  const tail = ip
    .slice(gap + 2)
    .split(':')
    .filter((group) => group !== '');
  const zeros = Array.from({ length: Math.max(0, 8 - head.length - tail.length) }, () => '0');
  return [...head, ...zeros, ...tail].slice(0, 4).join(':');
}

/** What a hardware address says by itself (IEEE Std 802, clause 8.2). */
export type MacScope = 'none' | 'group' | 'local' | 'universal';

export function macScopeOf(mac: string): MacScope {
  if (mac === '00:00:00:00:00:00') return 'none';
  const second = Number.parseInt(mac[1] ?? '0', 16);
  if ((second & 1) === 1) return 'group';
  return (second & 2) === 2 ? 'local' : 'universal';
}

/** Prefixes that several machines take turns in using. */
const VIRTUAL_MACS: readonly (readonly [prefix: string, protocol: string])[] = [
  // RFC 9568 §7.3
  ['00:00:5e:00:01:', 'VRRP'],
  ['00:00:5e:00:02:', 'VRRP'],
  // RFC 2281 §5.3; the second version and IPv6 have blocks of the same maker.
  ['00:00:0c:07:ac:', 'HSRP'],
  ['00:00:0c:9f:f', 'HSRP'],
  ['00:05:73:a0:0', 'HSRP'],
  ['00:07:b4:00:', 'GLBP'],
  // Network Load Balancing in unicast mode.
  ['02:bf:', 'NLB'],
];

/** Which redundancy protocol made this hardware address; undefined for that of a network card. */
export function virtualProtocolOf(mac: string): string | undefined {
  return VIRTUAL_MACS.find(([prefix]) => mac.startsWith(prefix))?.[1];
}

/** Initial values of the time to live that stacks use; a packet that still has one has passed no router. */
const INITIAL_TTLS: ReadonlySet<number> = new Set([32, 64, 128, 255]);
/** Senders to groups on the link limit the scope to a few hops: IGMP 1, SSDP 2 or 4. */
const LINK_SCOPE_TTL = 4;

export function isFromSameLink(ttl: number): boolean {
  return ttl <= LINK_SCOPE_TTL || INITIAL_TTLS.has(ttl);
}
