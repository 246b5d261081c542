import { RHYTHMS, type Rhythm } from '../day.ts';
import type { Device } from '../device.ts';
import type { Habit, Hospital } from '../hospital.ts';
import { multicastQuery, TYPE } from '../messages/dns.ts';
import { asReply, asRequest } from '../messages/kerberos.ts';
import { rootDse } from '../messages/ldap.ts';
import * as netbios from '../messages/netbios.ts';
import type { WindowsVersion } from '../messages/ntlm.ts';
import { smbSession } from '../messages/smb.ts';
import { fetching, request, response } from '../messages/http.ts';
import { ipOf } from '../network/address.ts';
import { ask, tell } from '../network/tcp.ts';
import { speaksIpv6 } from './dual-stack.ts';
import { STAFF } from '../people/patients.ts';
import { HOSPITAL } from '../people/places.ts';

export const WINDOWS_XP_SP3: WindowsVersion = [5, 1, 2600];
export const WINDOWS_7: WindowsVersion = [6, 1, 7601];
export const WINDOWS_10_1809: WindowsVersion = [10, 0, 17_763];
export const WINDOWS_10: WindowsVersion = [10, 0, 19_045];
export const SERVER_2016: WindowsVersion = [10, 0, 14_393];
export const SERVER_2019: WindowsVersion = [10, 0, 17_763];
export const SERVER_2022: WindowsVersion = [10, 0, 20_348];

const LLMNR = { ip: ipOf('224.0.0.252'), port: 5355 };
const ANNOUNCE_EVERY_S = 720;
const SMB_PORT = 445;
const KERBEROS_PORT = 88;
const LDAP_PORT = 389;
const UPDATE_PORT = 8530;
const FIRST_AGENT = '7.6.7600.256';

/** Server types of a host announcement (MS-BRWS 2.2.1): workstation, and for those that share, server. */
const WORKSTATION_TYPE = 0x00001003;
const SERVER_TYPE = 0x00009003;

/** Claims its NetBIOS names, and announces itself while it is on. */
export const namesItself =
  (
    version: WindowsVersion,
    options: { readonly comment?: string; readonly shares?: boolean; readonly domain?: string } = {},
  ): Habit =>
  (device, { wire, day, random }) => {
    const domain = options.domain ?? HOSPITAL.netbiosDomain;
    const start = day.between(0, 0.4);
    const names: readonly (readonly [string, number, boolean])[] = [
      [device.name, netbios.SUFFIX.workstation, false],
      [device.name, netbios.SUFFIX.server, false],
      [domain, netbios.SUFFIX.group, true],
    ];
    for (const [n, [name, suffix, isGroup]] of names.entries()) {
      const claim = netbios.registration(random.u32() & 0xffff, name, suffix, device.ip, isGroup);
      wire.broadcast(start + n * 0.05, device, [netbios.NAME_PORT, netbios.NAME_PORT], claim);
    }
    for (const at of day.every(ANNOUNCE_EVERY_S * 3)) {
      const announced = netbios.hostAnnouncement({
        name: device.name,
        domain,
        ip: device.ip,
        version: [version[0], version[1]],
        serverType: options.shares === true ? SERVER_TYPE : WORKSTATION_TYPE,
        comment: options.comment ?? '',
        id: random.u32() & 0xffff,
      });
      wire.broadcast(at, device, [netbios.DATAGRAM_PORT, netbios.DATAGRAM_PORT], announced);
    }
  };

const MISTYPED = ['wpad', 'pacs', 'fileserv', 'printsv', 'karte'];

/** Asks its neighbours for names that the name server does not know. */
export const asksNeighbours: Habit = (device, { wire, day, random }) => {
  for (const at of day.times(0.4, RHYTHMS.office)) {
    const name = random.pick(MISTYPED);
    const source = 50_000 + random.below(9000);
    wire.multicast(at, device, LLMNR, [source, LLMNR.port], multicastQuery(random.u32() & 0xffff, name, TYPE.A), 1);
    const query = netbios.nameQuery(random.u32() & 0xffff, name, netbios.SUFFIX.server);
    wire.broadcast(at + 0.3, device, [netbios.NAME_PORT, netbios.NAME_PORT], query);
  }
};

/** Proves to a domain controller which machine it is, and reads the directory. */
export const joinsDomain: Habit = (device, { wire, day, random, site }) => {
  for (const at of day.times(0.5, RHYTHMS.office)) {
    const controller = random.pick(site.all('domain-controller'));
    const account = `${device.name}$`;
    wire.tcp(at, device, controller, KERBEROS_PORT, [
      ask(asRequest(random, at, account)),
      tell(asReply(random, account), 0.004),
    ]);
    wire.tcp(at + 0.2, device, controller, LDAP_PORT, rootDse(controller.name.toLowerCase()));
  }
};

/** Writes to a share of the file server, as a person who has logged on. */
export const usesShare =
  (version: WindowsVersion, share: string, perHour: number, rhythm: Rhythm = RHYTHMS.office): Habit =>
  (device, hospital) => {
    const user = STAFF[device.number % STAFF.length]!;
    for (const at of hospital.day.times(perHour, rhythm)) writeToShare(device, hospital, { at, share, user, version });
  };

export function writeToShare(
  device: Device,
  { wire, random, site, day }: Hospital,
  what: { readonly at: number; readonly share: string; readonly user: string; readonly version: WindowsVersion },
): void {
  const server = site.the('file-server');
  const turns = smbSession({
    random,
    at: what.at,
    client: { name: device.name, domain: HOSPITAL.netbiosDomain, user: what.user, os: what.version },
    server: {
      name: server.name,
      domain: HOSPITAL.netbiosDomain,
      dnsDomain: HOSPITAL.domain,
      os: SERVER_2019,
      guid: Buffer.concat([server.mac, server.mac, server.ip]),
      started: day.first - 864_000,
    },
    clientGuid: Buffer.concat([device.mac, device.mac, device.ip]),
    share: what.share,
    written: 400 + random.below(6000),
  });
  wire.tcp(what.at, device, server, SMB_PORT, turns);
}

/** Looks for updates on the hospital's own server, in clear. */
export const looksForUpdates =
  (version: WindowsVersion): Habit =>
  (device, { wire, day, site }) => {
    const server = site.the('update-server');
    const [major, minor, build] = version;
    const asked = request('POST', '/ClientWebService/client.asmx', {
      Host: `${server.name.toLowerCase()}.${HOSPITAL.domain}:${UPDATE_PORT}`,
      'User-Agent': `Windows-Update-Agent/${major === 10 ? `${major}.${minor}.${build}.1 Client-Protocol/2.31` : FIRST_AGENT}`,
      'Content-Type': 'text/xml; charset=utf-8',
    });
    const told = response(
      '200 OK',
      { Server: 'Microsoft-IIS/10.0', 'X-Powered-By': 'ASP.NET', 'Content-Type': 'text/xml' },
      '<done/>',
    );
    for (const at of day.every(14_400, 1)) wire.tcp(at, device, server, UPDATE_PORT, fetching(asked, told));
  };

/** All that a computer of the domain does. */
export const windowsComputer = (version: WindowsVersion): Habit => {
  const habits = [speaksIpv6, namesItself(version), asksNeighbours, joinsDomain, looksForUpdates(version)];
  return (device, hospital) => {
    for (const habit of habits) habit(device, hospital);
  };
};
