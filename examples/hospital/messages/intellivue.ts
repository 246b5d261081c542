import { ascii, be16, be32, cat, u8, zeros } from '../../../bench/captures/bytes.ts';

/** Philips' data export as public code describes it: announcements on 24005, association and data on 24105. */
export const ANNOUNCE_PORT = 24_005;
export const DATA_PORT = 24_105;

const MDS_OBJECT = 33;
const CONNECT_EVENT = 3351;
const CREATE_EVENT = 3334;

function attribute(id: number, value: Buffer): Buffer {
  return cat(be16(id), be16(value.length), value);
}

function attributes(...list: readonly Buffer[]): Buffer {
  const all = cat(...list);
  return cat(be16(list.length), be16(all.length), all);
}

const counted = (...parts: readonly Buffer[]): Buffer => {
  const body = cat(...parts);
  return cat(be16(body.length), body);
};
const wide = (text: string): Buffer => Buffer.from(`${text}\0`, 'utf16le').swap16();

/** Remote operation (1 invoke, 2 result) with its command, both with their lengths. */
const operation = (kind: number, invoke: number, command: number, body: Buffer): Buffer =>
  cat(be16(kind), counted(be16(invoke), be16(command), counted(body)));

const managedObject = cat(be16(MDS_OBJECT), be16(0), be16(0));

function event(time: number, type: number, body: Buffer): Buffer {
  return cat(managedObject, be32(time), be16(type), counted(body));
}

/** A monitor says where it can be reached: a binding of hardware and network address, also across a router. */
export function connectIndication(mac: Buffer, ip: Buffer): Buffer {
  const mask = u8(255, 255, 255, 0);
  const list = attributes(
    attribute(2438, be32(0x0001114e)),
    attribute(61_697, cat(be16(1), be16(8), be16(5), be16(1), be16(DATA_PORT), be16(0))),
    attribute(2359, cat(be32(0), be16(1), be16(11))),
    attribute(61_696, cat(mac, ip, mask)),
  );
  return cat(be32(0x00000100), operation(1, 0, 0, event(0, CONNECT_EVENT, list)));
}

/** ISO session and presentation headers around the arc 1.2.840.10004 and the user's wishes. */
function association(type: 0x0d | 0x0e): Buffer {
  const oid = u8(0x2a, 0x86, 0x48, 0xce, 0x14, 0x02, 0x01, 0x00);
  const wishes = cat(be32(0x80000000), be32(0x40000000), be32(0), be32(0x80000000), be32(0x20000000), zeros(8));
  const presentation = cat(
    u8(0x31, 0x80, 0xa0, 0x80, 0x80, 0x01, 0x01, 0x00, 0x00, 0xa2, 0x80, 0x06, oid.length),
    oid,
    wishes,
  );
  const body = cat(
    u8(0x05, 0x08, 0x13, 0x01, 0x00, 0x16, 0x01, 0x02, 0x80, 0x00, 0x14, 0x02, 0x00, 0x02, 0xc1),
    u8(presentation.length),
    presentation,
  );
  return cat(u8(type, body.length), body);
}

export const associationRequest = (): Buffer => association(0x0d);
export const associationResponse = (): Buffer => association(0x0e);

const DATA_HEADER = u8(0xe1, 0x00, 0x00, 0x02);

export interface MonitorIdentity {
  readonly model: string;
  readonly serial: string;
  readonly software: string;
  readonly bed: string;
  readonly mac: Buffer;
  readonly patient: { readonly family: string; readonly id: string };
}

/** What a monitor says of itself at the start of an association: who it is, at which bed, for whom. */
export function created(time: number, m: MonitorIdentity): Buffer {
  const specification = (type: number, text: string): Buffer => cat(be16(type), be16(0), counted(ascii(text)));
  const entries = cat(specification(1, m.serial), specification(4, m.software));
  const list = attributes(
    attribute(2344, cat(counted(ascii('Philips\0')), counted(ascii(`${m.model}\0`)))),
    attribute(2334, counted(wide(m.bed))),
    attribute(2436, counted(cat(m.mac.subarray(0, 3), u8(0xff, 0xfe), m.mac.subarray(3)))),
    attribute(2349, cat(be16(2), counted(entries))),
    attribute(2397, counted(wide(m.patient.family))),
    attribute(2394, counted(wide(m.patient.id))),
  );
  return cat(DATA_HEADER, operation(1, 1, 1, event(time, CREATE_EVENT, cat(managedObject, list))));
}

const POLL_ACTION = 7;
const POLL = 3094;

export const poll = (invoke: number): Buffer =>
  cat(
    DATA_HEADER,
    operation(1, invoke, POLL_ACTION, cat(managedObject, be32(0), be16(POLL), counted(be32(invoke), be16(1), be16(6)))),
  );

/** Numbers of the moment, as observed values; which patient they are of stays with the association. */
export function polled(invoke: number, time: number, values: readonly number[]): Buffer {
  const numbers = cat(...values.map((value, n) => cat(be16(n + 1), be16(0x0182), be16(0), be32(value >>> 0))));
  const body = cat(be32(invoke), be32(time), be16(1), be16(6), counted(numbers));
  return cat(DATA_HEADER, operation(2, invoke, POLL_ACTION, cat(managedObject, be16(POLL), counted(body))));
}
