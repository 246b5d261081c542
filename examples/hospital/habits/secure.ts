import type { Rhythm } from '../day.ts';
import type { Device } from '../device.ts';
import type { Hospital } from '../hospital.ts';
import { issue } from '../messages/certificate.ts';
import { sealed, type TlsClient, tlsHandshake } from '../messages/tls.ts';
import type { Host } from '../network/host.ts';
import { ask, tell, type Turn } from '../network/tcp.ts';
import { hostName } from './names.ts';

/** A unit's certificate, made when it is first shown; with its serial number when the factory put it there. */
export function certificateOf(device: Device, { random, day }: Hospital, fromFactory = false): Buffer {
  const { manufacturer, model } = device.product;
  const isExpired = device.weaknesses.has('expired-certificate');
  device.certificate ??= issue(
    random,
    day.first,
    fromFactory
      ? {
          name: device.name.toLowerCase(),
          unit: model,
          serial: device.serial,
          organisation: manufacturer,
          issuer: `${manufacturer} Device CA`,
        }
      : { name: hostName(device.name), unit: device.kind },
    isExpired ? 300 : undefined,
  );
  return device.certificate;
}

export interface SecureTraffic {
  readonly client: TlsClient;
  readonly port?: number;
  readonly version?: 0x0301 | 0x0303 | 0x0304;
  /** The client shows a certificate of its own, from its factory. */
  readonly mutual?: boolean;
  /** Questions and answers, bytes each. */
  readonly exchanges: readonly (readonly [asked: number, told: number])[];
  /** Seconds between them. */
  readonly wait?: number;
}

/** One TLS connection from a device to a server of the hospital. */
export function talkSecurely(
  at: number,
  device: Device,
  server: Device,
  hospital: Hospital,
  traffic: SecureTraffic,
): number {
  const { random, wire } = hospital;
  const handshake = tlsHandshake({
    random,
    client: traffic.client,
    serverName: hostName(server.name),
    version: traffic.version ?? (traffic.client.maximum === 0x0304 ? 0x0304 : traffic.client.maximum),
    serverCertificate: certificateOf(server, hospital),
    ...(traffic.mutual === true && { clientCertificate: certificateOf(device, hospital, true) }),
  });
  return wire.tcp(at, device, server, traffic.port ?? 443, [...handshake, ...sealedTurns(hospital, traffic)]);
}

function sealedTurns({ random }: Hospital, { exchanges, wait = 0.05, version }: SecureTraffic): Turn[] {
  const recordVersion = version === 0x0301 ? 0x0301 : 0x0303;
  return exchanges.flatMap(([asked, told]) => [
    ask(sealed(random, asked, recordVersion), wait),
    tell(sealed(random, told, recordVersion), 0.02),
  ]);
}

/** The same to a host outside, whose certificate is its own. */
export function talkOutside(
  at: number,
  device: Device,
  host: Host,
  name: string,
  hospital: Hospital,
  client: TlsClient,
): void {
  const { random, wire, day } = hospital;
  const shown = issue(random, day.first, {
    name,
    unit: 'Remote service',
    organisation: device.product.manufacturer,
    issuer: 'Example Public CA',
  });
  const handshake = tlsHandshake({
    random,
    client,
    serverName: name,
    version: client.maximum,
    serverCertificate: shown,
  });
  wire.tcp(at, device, host, 443, [
    ...handshake,
    ...sealedTurns(hospital, {
      client,
      exchanges: [
        [300, 900],
        [1200, 200],
      ],
    }),
  ]);
}

/** Opens a TLS connection to a server of a kind again and again. */
export function visits(kind: string, perHour: number, rhythm: Rhythm, traffic: SecureTraffic) {
  return (device: Device, hospital: Hospital): void => {
    for (const at of hospital.day.times(perHour, rhythm)) {
      talkSecurely(at, device, hospital.random.pick(hospital.site.all(kind)), hospital, traffic);
    }
  };
}
