import type { Device } from '../device.ts';
import type { Habit, Hospital } from '../hospital.ts';
import * as dhcp from '../messages/dhcp.ts';
import { routerIp } from '../network/subnet.ts';
import { HOSPITAL } from '../people/places.ts';

const CLIENT_PORT = 68;
const SERVER_PORT = 67;
const ARP_EVERY_S = 1500;
/** Share of devices that are switched on while somebody looks; the others renew what they have. */
const SWITCHED_ON = 0.45;
const OFFER_S = 0.004;

/** Looks for its router, as every host does again and again. */
export const looksForRouter: Habit = (device, { wire, day }) => {
  for (const at of day.every(ARP_EVERY_S, 0.2)) wire.arpRouter(at, device);
};

/** Wishes and vendor classes of common systems, as their clients send them. */
export const DHCP_CLIENTS = {
  windows: { wishes: [1, 3, 6, 15, 31, 33, 43, 44, 46, 47, 119, 121, 249, 252], vendorClass: 'MSFT 5.0' },
  windowsXp: { wishes: [1, 15, 3, 6, 44, 46, 47, 31, 33, 249, 43], vendorClass: 'MSFT 5.0' },
  busybox: { wishes: [1, 3, 6, 12, 15, 28, 42], vendorClass: 'udhcp 1.31.1' },
  linux: { wishes: [1, 28, 2, 3, 15, 6, 119, 12, 44, 47, 26, 121, 42] },
  android: { wishes: [1, 3, 6, 15, 26, 28, 51, 58, 59, 43], vendorClass: 'android-dhcp-13' },
  apple: { wishes: [1, 121, 3, 6, 15, 108, 114, 119, 252] },
  printer: { wishes: [1, 3, 6, 15, 44, 69, 12, 42, 7] },
  small: { wishes: [1, 3, 6] },
} as const satisfies Readonly<Record<string, dhcp.DhcpClient>>;

/** Has its address from the DHCP server behind the router's relay. */
export const leasesAddress =
  (client: dhcp.DhcpClient): Habit =>
  (device, hospital) => {
    looksForRouter(device, hospital);
    if (device.addressing === 'fixed') return;
    const lease = leaseOf(device, client, hospital);
    const { random, day } = hospital;
    if (random.fraction() < SWITCHED_ON) takeLease(lease, device, hospital, day.between(0.001, 0.5));
    else renewLease(lease, device, hospital, day.between(0, 1));
  };

function leaseOf(device: Device, client: dhcp.DhcpClient, { site, random }: Hospital): dhcp.Lease {
  return {
    mac: device.mac,
    ip: device.ip,
    hostName: device.name,
    client,
    server: site.the('dhcp-server').ip,
    router: routerIp(device.subnet),
    resolvers: site.all('domain-controller').map(({ ip }) => ip),
    domain: HOSPITAL.domain,
    transaction: random.u32(),
  };
}

function takeLease(lease: dhcp.Lease, device: Device, { wire, site, random }: Hospital, at: number): void {
  const router = site.the('core-router');
  const asked = [CLIENT_PORT, SERVER_PORT] as const;
  const told = [SERVER_PORT, CLIENT_PORT] as const;
  const offered = at + OFFER_S + random.exponential(OFFER_S);
  wire.unaddressed(at, device, asked, dhcp.discover(lease));
  wire.fromRouter(offered, router, device, told, dhcp.offer(lease));
  wire.unaddressed(offered + 0.001, device, asked, dhcp.request(lease));
  wire.fromRouter(offered + 0.001 + OFFER_S, router, device, told, dhcp.acknowledge(lease));
}

function renewLease(lease: dhcp.Lease, device: Device, { wire, site }: Hospital, at: number): void {
  const server = site.the('dhcp-server');
  wire.udp(at, device, server, [CLIENT_PORT, SERVER_PORT], dhcp.renew(lease));
  wire.udp(at + OFFER_S, server, device, [SERVER_PORT, CLIENT_PORT], dhcp.renewed(lease));
}
