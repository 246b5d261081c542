import type { Micros } from '#kernel';
import { PERSONAL_DATA, type PersonalData, type SubjectName } from '#wire';
import type { Address, Link } from '../observations/address-book.ts';

/** What an edge is for. */
export const CONNECTION_CLASSES = ['clinical', 'control', 'management', 'building', 'it'] as const;
export type ConnectionClass = (typeof CONNECTION_CLASSES)[number];

/** Between devices of this network, with something outside, or inside a tunnel that was read. */
export type Reach = 'inside' | 'outside' | 'tunnel';

/** An edge between devices, with its counts over all runs. */
export interface Connection {
  readonly client: SubjectName;
  readonly server: SubjectName;
  /** Several when the address was handed on; none when it is outside or nobody. */
  readonly clientDevices: readonly string[];
  readonly serverDevices: readonly string[];
  readonly transport: string;
  readonly port: number;
  readonly protocol?: string;
  readonly class: ConnectionClass;
  readonly reach: Reach;
  readonly encrypted: boolean;
  readonly personalData: readonly PersonalData[];
  readonly vlan: number;
  readonly flows: number;
  readonly packets: number;
  readonly bytes: number;
  readonly packetsFromServer: number;
  readonly first: Micros;
  readonly last: Micros;
}

/** Protocols that are for one thing only; all others are it. */
const CLASS_OF: Readonly<Record<string, ConnectionClass>> = {
  dicom: 'clinical',
  hl7: 'clinical',
  fhir: 'clinical',
  astm: 'clinical',
  poct1a: 'clinical',
  sdc: 'clinical',
  intellivue: 'clinical',
  'welch-allyn': 'clinical',
  modbus: 'control',
  s7: 'control',
  enip: 'control',
  opcua: 'control',
  bacnet: 'building',
  knx: 'building',
  snmp: 'management',
  ssh: 'management',
  telnet: 'management',
  rdp: 'management',
  vnc: 'management',
  syslog: 'management',
  teamviewer: 'management',
  anydesk: 'management',
  tftp: 'management',
  radius: 'management',
};

export function classOf(protocol: string | undefined): ConnectionClass {
  return (protocol === undefined ? undefined : CLASS_OF[protocol]) ?? 'it';
}

export function connectionOf(
  link: Link,
  clientDevices: readonly string[],
  serverDevices: readonly string[],
): Connection {
  const { client, server, transport, port, protocol } = link;
  const { flows, packets, bytes, packetsFromServer } = link.totals.sum();
  return {
    client: nameOf(client),
    server: nameOf(server),
    clientDevices,
    serverDevices,
    transport,
    port,
    ...(protocol !== undefined && { protocol }),
    class: classOf(protocol),
    reach: link.tunnelled
      ? 'tunnel'
      : isOutside(client, clientDevices) || isOutside(server, serverDevices)
        ? 'outside'
        : 'inside',
    encrypted: link.encrypted,
    personalData: inOrder(link.personalData),
    vlan: link.vlan,
    flows,
    packets,
    bytes,
    packetsFromServer,
    first: link.first,
    last: link.last,
  };
}

/** In the order of the vocabulary. */
function inOrder(kinds: readonly PersonalData[]): readonly PersonalData[] {
  return kinds.length < 2 ? kinds : PERSONAL_DATA.filter((kind) => kinds.includes(kind));
}

/** A public address that is no device of this network. */
const isOutside = (address: Address, devices: readonly string[]): boolean =>
  address.scope === 'public' && devices.length === 0;

export function nameOf(address: Address): SubjectName {
  return address.isMac ? { mac: address.text } : { ip: address.text };
}
