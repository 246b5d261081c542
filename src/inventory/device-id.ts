import type { SubjectName } from '#wire';
import { macScopeOf, virtualProtocolOf } from './observations/address.ts';
import type { Address } from './observations/address-book.ts';

const MAC = 'mac-';
const IP = 'ip-';

/** Lower is stronger: a maker's own address, one that software chose, one that moves between machines, none. */
function weaknessOf({ isMac, text }: Address): number {
  if (!isMac) return 3;
  if (virtualProtocolOf(text) !== undefined) return 2;
  return macScopeOf(text) === 'universal' ? 0 : 1;
}

/** The id of a device with these addresses: `mac-00095c112233`, or `ip-10.0.0.7` where no hardware address is known. */
export function idOf(addresses: readonly Address[]): string {
  const [strongest] = [...addresses].sort((a, b) => weaknessOf(a) - weaknessOf(b) || (a.text < b.text ? -1 : 1));
  if (strongest === undefined) return '';
  return strongest.isMac ? MAC + strongest.text.replaceAll(':', '') : IP + strongest.text;
}

/** The address that an id was made of; none for a device that is known by an identifier only, `unit-eui64-…`. */
export function subjectOfId(id: string): SubjectName {
  if (id.startsWith(MAC)) return { mac: id.slice(MAC.length).replace(/..(?!$)/g, '$&:') };
  return id.startsWith(IP) ? { ip: id.slice(IP.length) } : {};
}
