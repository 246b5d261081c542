import type { Habit } from '../hospital.ts';
import { duplicateProbe, routerAdvertisement, routerSolicitation } from '../messages/neighbour-discovery.ts';
import { ROUTER_MAC } from '../network/subnet.ts';

const ANSWER_S = 0.2;

/** Also speaks IPv6 on its segment, as current systems do without being told to. */
export const speaksIpv6: Habit = (device, { wire, day, random }) => {
  const at = day.between(0.001, 0.5);
  const { vlan } = device.subnet;
  wire.ipv6(at, device.mac, vlan, duplicateProbe(device.mac));
  wire.ipv6(at + 1, device.mac, vlan, routerSolicitation(device.mac));
  wire.ipv6(at + 1 + random.fraction() * ANSWER_S, ROUTER_MAC, vlan, routerAdvertisement(ROUTER_MAC));
};
