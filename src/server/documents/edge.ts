import type { Edge, EdgeEnd, EdgePurpose } from '#contract';
import type { Connection, ConnectionClass } from '#inventory';
import { toIso } from '#kernel';
import type { SubjectName } from '#wire';

const PURPOSE_OF: Readonly<Record<ConnectionClass, EdgePurpose>> = {
  clinical: 'clinical-data',
  control: 'control',
  management: 'management',
  building: 'building',
  it: 'it',
};

/** What was not recognised is for nothing that we know. */
export function purposeOf({ protocol, class: connectionClass }: Pick<Connection, 'protocol' | 'class'>): EdgePurpose {
  return protocol === undefined ? 'unknown' : PURPOSE_OF[connectionClass];
}

/** `nameOf` gives the name by which a device is shown. */
export function edgeDocument(connection: Connection, nameOf: (deviceId: string) => string | undefined): Edge {
  const { transport, port, protocol, reach, flows, packets, bytes, packetsFromServer, encrypted, vlan } = connection;
  return {
    client: endOf(connection.client, connection.clientDevices, nameOf),
    server: endOf(connection.server, connection.serverDevices, nameOf),
    transport,
    port,
    ...(protocol !== undefined && { protocol }),
    purpose: purposeOf(connection),
    reach,
    flows,
    packets,
    bytes,
    packetsFromServer,
    encrypted,
    tunnelled: reach === 'tunnel',
    personalData: [...connection.personalData],
    vlan,
    first: toIso(connection.first),
    last: toIso(connection.last),
  };
}

function endOf(
  subject: SubjectName,
  [deviceId]: readonly string[],
  nameOf: (deviceId: string) => string | undefined,
): EdgeEnd {
  const name = deviceId === undefined ? undefined : nameOf(deviceId);
  return { ...(deviceId !== undefined && { deviceId }), ...subject, ...(name !== undefined && { name }) };
}

/** The most bytes first, then in an order that does not change between two parts of one list. */
export function byBytes(a: Connection, b: Connection): number {
  return b.bytes - a.bytes || (textOf(a) < textOf(b) ? -1 : 1);
}

const textOf = ({ client, server, transport, port, protocol }: Connection): string =>
  [client.ip ?? client.mac, server.ip ?? server.mac, transport, port, protocol].join(' ');
