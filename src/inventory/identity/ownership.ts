import type { Micros } from '#kernel';
import { isFromSameLink, prefix64, virtualProtocolOf } from '../observations/address.ts';
import type { Address, Binding } from '../observations/address-book.ts';

/**
 * IPv4 addresses, or IPv6 networks, that one hardware address may send for without any message that binds them, before it
 * counts as a router. A host has one or two; IPv6 hosts have several addresses, but in the networks of one link.
 */
const UNBOUND_OWN = 2;
/** Addresses bound at the same time to one hardware address, above which it answers for others (proxy ARP, RFC 1027). */
const PROXIED = 32;

interface Counts {
  /** Bound by a message, link-local ones aside. */
  readonly firm: number;
  readonly firmPrivate: number;
  /** Not bound by a message, sent from this link. */
  readonly near: number;
  /** All, link-local ones aside. */
  readonly all: number;
}

/**
 * Decides which addresses of a hardware address are its own and which it only forwards for.
 *
 * @returns the bindings for which the answer changed
 */
export function judgeBindings(mac: Address): readonly Binding[] {
  const bound = mac.bindings.filter(({ firm }) => firm);
  const isProxy = bound.length > PROXIED && concurrent(bound) > PROXIED;
  const version4 = countBindings(mac.bindings.filter(({ ip }) => !isIpv6(ip)));
  const version6 = countBindings(mac.bindings.filter(({ ip }) => isIpv6(ip)));
  const changed: Binding[] = [];
  for (const binding of mac.bindings) {
    const isOwn = isOwnAddress(binding, isIpv6(binding.ip) ? version6 : version4, isProxy);
    if (isOwn === binding.isOwn) continue;
    binding.isOwn = isOwn;
    changed.push(binding);
  }
  return changed;
}

/** Whether other hosts' packets came in frames of this hardware address. */
export function isRouter(mac: Address): boolean {
  return mac.bindings.some(({ isOwn, ttl }) => !isOwn && ttl > 0);
}

/** For how many addresses it only forwards. */
export function forwardedBy(mac: Address): number {
  let count = 0;
  for (const { isOwn, ttl } of mac.bindings) if (!isOwn && ttl > 0) count++;
  return count;
}

const isIpv6 = (ip: Address): boolean => ip.text.includes(':');

function isOwnAddress(binding: Binding, counts: Counts, isProxy: boolean): boolean {
  const { ip, firm, ttl } = binding;
  if (firm) return !isProxy;
  if (ip.scope === 'link-local') return true;
  if (isSomeoneElses(binding)) return false;
  if (!isFromSameLink(ttl)) {
    // Some stacks begin with another time to live; with a single private address that is likelier than a router.
    return ip.scope === 'private' && counts.all === 1;
  }
  if (ip.scope === 'public' && counts.firmPrivate > 0) return false;
  return counts.near <= UNBOUND_OWN;
}

/** A message bound the address to another hardware address at a time at which this one used it too. */
function isSomeoneElses(binding: Binding): boolean {
  return binding.ip.bindings.some((other) => other !== binding && other.firm && overlaps(other, binding));
}

function countBindings(bindings: readonly Binding[]): Counts {
  const counted = bindings.filter(({ ip }) => ip.scope !== 'link-local');
  const firm = counted.filter((binding) => binding.firm);
  const near = counted.filter((binding) => !binding.firm && isFromSameLink(binding.ttl));
  const networks = new Set(near.map(({ ip }) => (isIpv6(ip) ? prefix64(ip.text) : ip.text)));
  return {
    firm: firm.length,
    firmPrivate: firm.filter(({ ip }) => ip.scope === 'private').length,
    near: networks.size,
    all: counted.length,
  };
}

/** How many of the bindings hold at one time, at the most. */
function concurrent(bindings: readonly Binding[]): number {
  const changes = bindings
    .flatMap(({ first, last }) => [
      { at: first, by: 1 },
      { at: last, by: -1 },
    ])
    .sort((a, b) => a.at - b.at || b.by - a.by);
  let now = 0;
  let most = 0;
  for (const { by } of changes) {
    now += by;
    if (now > most) most = now;
  }
  return most;
}

interface Window {
  readonly first: Micros;
  readonly last: Micros;
}

const overlaps = (a: Window, b: Window): boolean => a.first <= b.last && b.first <= a.last;

/**
 * The hardware addresses to which a network address belonged, each with its time; several when it was handed on. Empty
 * when it was only seen through routers, or without hardware addresses.
 */
export function ownersOf(ip: Address): readonly Binding[] {
  let own = ip.bindings.filter(({ isOwn }) => isOwn);
  if (own.length < 2) return own;
  const firm = own.filter((binding) => binding.firm);
  if (firm.length > 0) own = own.filter((binding) => binding.firm || !firm.some((each) => overlaps(each, binding)));
  const real = own.filter(({ mac }) => virtualProtocolOf(mac.text) === undefined);
  if (real.length > 0) own = real;
  return own.sort((a, b) => a.first - b.first || (a.mac.text < b.mac.text ? -1 : 1));
}

/**
 * To whom something belongs that was seen at `timeUs`: of the owners at that time the one who came last, since an address
 * is handed on; outside all windows the nearest.
 */
export function ownerAt(owners: readonly Binding[], timeUs: Micros): Binding | undefined {
  let best: Binding | undefined;
  let bestDistance = 0;
  for (const owner of owners) {
    const distance = Math.max(0, owner.first - timeUs, timeUs - owner.last);
    if (best === undefined || distance < bestDistance || (distance === bestDistance && owner.first >= best.first)) {
      best = owner;
      bestDistance = distance;
    }
  }
  return best;
}
