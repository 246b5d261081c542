import type { Device } from '../device.ts';
import type { Habit } from '../hospital.ts';
import { announcement, multicastQuery, type Service, TYPE } from '../messages/dns.ts';
import { SSDP, ssdpAlive, ssdpSearch, WSD, wsdHello } from '../messages/discovery.ts';
import { ipOf, ipText } from '../network/address.ts';

const MDNS = { ip: ipOf('224.0.0.251'), port: 5353 };
const MDNS_TTL = 255;
const EVERY_S = 2400;

/** An identifier made from the unit's hardware address: the same each time. */
export const uuidOf = (device: Device, salt = 0): string => {
  const digits = Buffer.concat([
    Buffer.from([0x4d, 0x69, salt]),
    device.mac,
    device.mac.subarray(1),
    device.ip.subarray(2),
  ]).toString('hex');
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `4${digits.slice(13, 16)}`,
    `a${digits.slice(17, 20)}`,
    digits.slice(20, 32),
  ].join('-');
};

/** Tells its services by mDNS. */
export const announcesServices =
  (services: (device: Device) => readonly Service[], everyS = EVERY_S): Habit =>
  (device, { wire, day }) => {
    const bytes = announcement(device.name, device.ip, services(device));
    for (const at of day.every(everyS)) wire.multicast(at, device, MDNS, [MDNS.port, MDNS.port], bytes, MDNS_TTL);
  };

/** Looks for services, as desktops do. */
export const looksForServices =
  (types: readonly string[], everyS = EVERY_S): Habit =>
  (device, { wire, day, random }) => {
    for (const at of day.every(everyS, 0.5)) {
      const question = multicastQuery(0, `${random.pick(types)}.local`, TYPE.PTR);
      wire.multicast(at, device, MDNS, [MDNS.port, MDNS.port], question, MDNS_TTL);
    }
  };

/** Announces itself by SSDP. */
export const announcesUpnp =
  (server: string, type: string, everyS = EVERY_S): Habit =>
  (device, { wire, day }) => {
    const location = `http://${ipText(device.ip)}:49152/description.xml`;
    for (const at of day.every(everyS)) {
      wire.multicast(at, device, SSDP, [SSDP.port, SSDP.port], ssdpAlive(location, server, type, uuidOf(device)), 4);
    }
  };

export const searchesUpnp =
  (type: string, everyS = EVERY_S): Habit =>
  (device, { wire, day }) => {
    for (const at of day.every(everyS, 0.5)) {
      wire.multicast(at, device, SSDP, [50_000 + (device.number % 1000), SSDP.port], ssdpSearch(type), 4);
    }
  };

export interface Discoverable {
  readonly types: string;
  /** Namespaces of the types. */
  readonly spaces: string;
  readonly port: number;
}

/** Announces itself by WS-Discovery, as printers, cameras and Windows do. */
export const announcesWebService =
  ({ types, spaces, port }: Discoverable, everyS = 7200): Habit =>
  (device, { wire, day }) => {
    const endpoint = uuidOf(device);
    for (const [n, at] of day.every(everyS, 0.5).entries()) {
      const address = `http://${ipText(device.ip)}:${port}/${endpoint}`;
      const hello = wsdHello(uuidOf(device, n + 1), endpoint, types, spaces, address);
      wire.multicast(at, device, WSD, [WSD.port, WSD.port], hello, 1);
    }
  };
