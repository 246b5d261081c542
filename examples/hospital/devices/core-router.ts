import { NETWORK_GEAR } from '../network/stack.ts';
import type { DeviceKind } from '../hospital.ts';
import { PLACES } from '../people/places.ts';
import { CAPABILITY, lldp, LLDP_ETHERTYPE, LLDP_GROUP, type Neighbour } from '../messages/neighbours.ts';
import { engineDiscovery } from '../messages/snmp.ts';
import type { Host } from '../network/host.ts';
import { ROUTER_MAC, routerIp, SUBNETS } from '../network/subnet.ts';

const CISCO_ENTERPRISE = 9;
const SNMP_PORT = 161;
const LLDP_EVERY_S = 60;
const NEIGHBOUR: Neighbour = {
  mac: ROUTER_MAC,
  ip: routerIp(SUBNETS.management),
  name: 'CORE-1',
  description:
    'Cisco IOS Software [Cupertino], Catalyst L3 Switch Software (CAT9K_IOSXE), Version 17.9.4a, RELEASE SOFTWARE (fc3)',
  port: 'Te1/0/1',
  portDescription: 'SW-3E-1',
  capabilities: CAPABILITY.bridge | CAPABILITY.router,
};

/** Joins the segments; its hardware address is the one of `ROUTER_MAC` in each of them. */
export const coreRouter: DeviceKind = {
  id: 'core-router',
  place(site) {
    site.add('core-router', {
      subnet: 'management',
      product: {
        typeId: 'X024',
        manufacturer: 'Cisco',
        model: 'C9500-24Y4C',
        oui: '001b54',
        stack: NETWORK_GEAR,
        software: '17.9.4a',
        os: 'Cisco IOS XE',
      },
      name: 'CORE-1',
      serial: 'FDO2618J0XA',
      place: PLACES.informatics,
      addressing: 'fixed',
      known: { mac: ROUTER_MAC, ip: routerIp(SUBNETS.management) },
    });
  },
  habits: [],
  live(device, { wire, day, site, random }) {
    const monitor = site.the('network-monitor');
    const frame = lldp(NEIGHBOUR);
    for (const at of day.every(LLDP_EVERY_S, 0)) wire.link(at, ROUTER_MAC, LLDP_GROUP, LLDP_ETHERTYPE, frame);
    for (const at of day.every(3600)) {
      const [question, report] = engineDiscovery(random.u32() >>> 1, CISCO_ENTERPRISE, ROUTER_MAC);
      wire.ask(at, monitor, device, SNMP_PORT, question, report);
    }
    // A link comes up now and then, and the router looks who is still there.
    const subnets = new Set(Object.values(SUBNETS).map(({ id }) => id));
    for (const neighbour of site.devices) {
      if (!subnets.has(neighbour.subnet.id) || neighbour === device) continue;
      if (random.fraction() < 0.3) wire.arp(day.between(0, 1), asRouter(neighbour), neighbour);
    }
  },
};

/** The router's own end in the subnet of a neighbour. */
function asRouter(neighbour: Host): Host {
  return { ...neighbour, mac: ROUTER_MAC, ip: routerIp(neighbour.subnet) };
}
