import { ascii, be32, cat, u8 } from '../../../bench/captures/bytes.ts';
import { berInteger, der, nothing, octets, oid, sequence } from '../../../bench/captures/der.ts';

const GET = 0xa0;
const RESPONSE = 0xa2;
const VERSION_2C = 1;

export const OIDS = {
  description: '1.3.6.1.2.1.1.1.0',
  objectId: '1.3.6.1.2.1.1.2.0',
  uptime: '1.3.6.1.2.1.1.3.0',
  name: '1.3.6.1.2.1.1.5.0',
  location: '1.3.6.1.2.1.1.6.0',
  /** ENTITY-MIB (RFC 6933), physical entity 1. */
  serial: '1.3.6.1.2.1.47.1.1.1.1.11.1',
  model: '1.3.6.1.2.1.47.1.1.1.1.13.1',
  /** Printer-MIB (RFC 3805) prtGeneralSerialNumber. */
  printerSerial: '1.3.6.1.2.1.43.5.1.1.17.1',
} as const;

/** A value of a variable: text, an object identifier, or hundredths of a second. */
export type Value = string | { readonly oid: string } | { readonly ticks: number };

function encoded(value: Value): Buffer {
  if (typeof value === 'string') return octets(Buffer.from(value, 'utf8'));
  return 'oid' in value ? oid(value.oid) : der(0x43, be32(value.ticks));
}

function message(community: string, type: number, request: number, binds: readonly Buffer[]): Buffer {
  const body = der(type, berInteger(request), berInteger(0), berInteger(0), sequence(...binds));
  return sequence(berInteger(VERSION_2C), octets(ascii(community)), body);
}

export const get = (community: string, request: number, names: readonly string[]): Buffer =>
  message(
    community,
    GET,
    request,
    names.map((name) => sequence(oid(name), nothing())),
  );

export const tell = (community: string, request: number, values: ReadonlyMap<string, Value>): Buffer =>
  message(
    community,
    RESPONSE,
    request,
    [...values].map(([name, value]) => sequence(oid(name), encoded(value))),
  );

const REPORTABLE = 4;
const MESSAGE_MAX_BYTES = 65_507;
const USER_SECURITY_MODEL = 3;
const UNKNOWN_ENGINE_IDS = '1.3.6.1.6.3.15.1.1.4.0';
const REPORT = 0xa8;

const discoveryMessage = (
  request: number,
  flags: number,
  engine: Buffer,
  boots: number,
  time: number,
  pdu: Buffer,
): Buffer =>
  sequence(
    berInteger(3),
    sequence(berInteger(request), berInteger(MESSAGE_MAX_BYTES), octets(u8(flags)), berInteger(USER_SECURITY_MODEL)),
    octets(sequence(octets(engine), berInteger(boots), berInteger(time), octets(), octets(), octets())),
    sequence(octets(engine), octets(), pdu),
  );

/** Discovery of an SNMPv3 engine, and its report with its id (RFC 3414 §4). */
export function engineDiscovery(
  request: number,
  enterprise: number,
  mac: Buffer,
): readonly [question: Buffer, report: Buffer] {
  // Fifth byte 3: the rest is a hardware address (RFC 3411 §5, SnmpEngineID).
  const engine = cat(be32(enterprise | 0x80000000), u8(3), mac);
  const empty = der(GET, berInteger(request), berInteger(0), berInteger(0), sequence());
  const counter = sequence(oid(UNKNOWN_ENGINE_IDS), der(0x41, u8(7)));
  const report = der(REPORT, berInteger(request), berInteger(0), berInteger(0), sequence(counter));
  return [
    discoveryMessage(request, REPORTABLE, Buffer.alloc(0), 0, 0, empty),
    discoveryMessage(request, 0, engine, 12, 86_400, report),
  ];
}
