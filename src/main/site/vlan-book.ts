import type { Pairing } from '#wire';

/** Tags of a device that are told; a trunk port carries many. */
const VLANS_PER_ADDRESS = 64;

/** In which VLANs an address was seen to send. 0, untagged, is none. */
export class VlanBook {
  private readonly vlans = new Map<string, Set<number>>();

  add(pairings: Iterable<Pairing>): void {
    for (const { mac, vlan } of pairings) {
      if (vlan === 0) continue;
      let known = this.vlans.get(mac);
      if (known === undefined) this.vlans.set(mac, (known = new Set()));
      if (known.size < VLANS_PER_ADDRESS) known.add(vlan);
    }
  }

  of(macs: readonly string[]): number[] {
    return [...new Set(macs.flatMap((mac) => [...(this.vlans.get(mac) ?? [])]))].sort((a, b) => a - b);
  }
}
