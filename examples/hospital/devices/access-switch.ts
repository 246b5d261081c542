import { counted, type Device, type Product, serialNumber } from '../device.ts';
import { answersSnmp, sendsLogs } from '../habits/management.ts';
import { keepsTime } from '../habits/clock.ts';
import type { DeviceKind, Hospital } from '../hospital.ts';
import {
  CAPABILITY,
  CDP_GROUP,
  cdp,
  lldp,
  LLDP_ETHERTYPE,
  LLDP_GROUP,
  type Neighbour,
} from '../messages/neighbours.ts';
import { OLD_SSH, OPENSSH, session } from '../messages/ssh.ts';
import { telnetLogin } from '../messages/terminal.ts';
import { looksForRouter } from '../habits/address.ts';
import { NETWORK_GEAR } from '../network/stack.ts';
import { PLACES, type Place, WARDS } from '../people/places.ts';

const CATALYST: Product = {
  typeId: 'X023',
  manufacturer: 'Cisco',
  model: 'WS-C2960X-48FPS-L',
  oui: '00259c',
  stack: NETWORK_GEAR,
  software: '15.2(7)E8',
  os: 'Cisco IOS',
};
const ALLIED: Product = {
  typeId: 'X023',
  manufacturer: 'Allied Telesis',
  model: 'AT-x530L-28GTX',
  oui: '0000f4',
  stack: NETWORK_GEAR,
  software: '5.5.2-2.3',
  os: 'AlliedWare Plus',
};
const CLOSETS: readonly Place[] = [
  ...WARDS,
  PLACES.icu,
  PLACES.theatre,
  PLACES.radiology,
  PLACES.laboratory,
  PLACES.dialysis,
  PLACES.endoscopy,
  PLACES.outpatient,
  PLACES.plant,
  PLACES.office,
  PLACES.informatics,
];
const LLDP_EVERY_S = 60;
const CDP_EVERY_S = 120;
/** The one that nobody has come to replace is managed over Telnet. */
const TELNET_SWITCH = 4;

const isCisco = (device: Device): boolean => device.product === CATALYST;

const describe = ({ product }: Device): string =>
  product === CATALYST
    ? `Cisco IOS Software, C2960X Software (C2960X-UNIVERSALK9-M), Version ${product.software}, RELEASE SOFTWARE (fc3)`
    : `Allied Telesis router/switch, ${product.model} Software version ${product.software}`;

function neighbourOf(device: Device): Neighbour {
  return {
    mac: device.mac,
    ip: device.ip,
    name: device.name,
    description: describe(device),
    port: isCisco(device) ? 'Gi1/0/49' : 'port1.0.25',
    portDescription: `uplink CORE-1 ${counted(device.number)}`,
    capabilities: CAPABILITY.bridge,
  };
}

/** An access switch in the closet of each department. */
export const accessSwitch: DeviceKind = {
  id: 'access-switch',
  place(site) {
    for (const [index, place] of CLOSETS.entries()) {
      site.add('access-switch', {
        subnet: 'management',
        product: index % 3 === 2 ? ALLIED : CATALYST,
        name: `SW-${place.code}-1`,
        serial: serialNumber(index % 3 === 2 ? 'A05025G' : 'FOC2', index + 1, 7),
        place: { ...place, room: 'EPS' },
        addressing: 'fixed',
      });
    }
  },
  habits: [
    looksForRouter,
    keepsTime(3600, 4),
    answersSnmp({
      community: 'mimamori-ro',
      description: describe,
      objectId: '1.3.6.1.4.1.9.1.1208',
      serialIn: 'serial',
    }),
    sendsLogs('%LINEPROTO-5-UPDOWN', ['Line protocol on Interface GigabitEthernet1/0/7, changed state to up'], 2),
  ],
  live(device, hospital) {
    const { wire, day } = hospital;
    const neighbour = neighbourOf(device);
    for (const at of day.every(LLDP_EVERY_S, 0)) wire.link(at, device.mac, LLDP_GROUP, LLDP_ETHERTYPE, lldp(neighbour));
    if (isCisco(device)) {
      const more = { platform: `cisco ${device.product.model}`, software: neighbour.description, nativeVlan: 199 };
      for (const at of day.every(CDP_EVERY_S, 0)) wire.llc(at, device.mac, CDP_GROUP, cdp({ ...neighbour, ...more }));
    }
    if (device.number === TELNET_SWITCH) administerByTelnet(device, hospital);
    else if (device.number % 5 === 0) administerBySsh(device, hospital);
  },
};

function administerByTelnet(device: Device, { wire, day, site }: Hospital): void {
  device.weaknesses.add('telnet').add('cleartext-credential');
  const banner = '\r\n\r\nUser Access Verification\r\n\r\n';
  const account = { user: 'netadmin', password: 'Sw1tch-2014' };
  const turns = telnetLogin(
    banner,
    `${device.name}#`,
    account,
    ['show mac address-table count'],
    'Total Mac Addresses: 41',
  );
  wire.tcp(day.between(0.5, 0.7), site.all('office-computer')[0]!, device, 23, turns);
}

function administerBySsh(device: Device, { wire, day, site, random }: Hospital): void {
  const client = { ...OPENSSH, banner: 'SSH-2.0-PuTTY_Release_0.78' };
  const server = { ...OLD_SSH, banner: 'SSH-2.0-Cisco-1.25' };
  wire.tcp(day.between(0.3, 0.9), site.all('office-computer')[0]!, device, 22, session(random, client, server));
}
