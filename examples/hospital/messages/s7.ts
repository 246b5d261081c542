import { ascii, be16, cat, u8, zeros } from '../../../bench/captures/bytes.ts';
import { ask, tell, type Turn } from '../network/tcp.ts';

/** TPKT (RFC 1006 §6) around a COTP packet. */
function tpkt(...parts: readonly Buffer[]): Buffer {
  const body = cat(...parts);
  return cat(u8(3, 0), be16(body.length + 4), body);
}

const DATA = u8(2, 0xf0, 0x80);
const connect = (type: number, destination: number): Buffer =>
  tpkt(
    u8(17, type),
    be16(type === 0xd0 ? 1 : 0),
    be16(destination),
    u8(0, 0xc0, 1, 0x0a, 0xc1, 2, 0x01, 0x00, 0xc2, 2, 0x01, 0x02),
  );

const JOB = 1;
const ACK_DATA = 3;
const USER_DATA = 7;

/** Header of S7 communication: kind, reference, length of parameters and data, and an error class in answers. */
function s7(kind: number, reference: number, parameters: Buffer, data: Buffer): Buffer {
  const error = kind === ACK_DATA ? u8(0, 0) : zeros(0);
  return tpkt(
    DATA,
    u8(0x32, kind, 0, 0),
    be16(reference),
    be16(parameters.length),
    be16(data.length),
    error,
    parameters,
    data,
  );
}

const setup = u8(0xf0, 0, 0, 1, 0, 1, 0x01, 0xe0);

/** Request for and answer with a part of the system state list. */
function readList(reference: number, id: number, index: number): Buffer {
  const parameters = u8(0, 1, 0x12, 4, 0x11, 0x44, 1, 0);
  return s7(USER_DATA, reference, parameters, cat(u8(0xff, 9), be16(4), be16(id), be16(index)));
}

function listed(reference: number, id: number, index: number, records: readonly Buffer[]): Buffer {
  const parameters = cat(u8(0, 1, 0x12, 8, 0x12, 0x84, 1, 1), u8(0, 0), be16(0));
  const list = cat(be16(id), be16(index), be16(records[0]!.length), be16(records.length), ...records);
  return s7(USER_DATA, reference, parameters, cat(u8(0xff, 9), be16(list.length), list));
}

const MODULE_IDENTIFICATION = 0x0011;
const COMPONENT_IDENTIFICATION = 0x001c;
const COMPONENT_TEXT_BYTES = 32;

export interface Controller {
  readonly order: string;
  readonly system: string;
  readonly module: string;
  readonly serial: string;
}

/** The control room reads what a controller is, then some of its data block again and again. */
export function readController(c: Controller, rounds: number, waitS: number): Turn[] {
  const orderRecord = (index: number): Buffer =>
    cat(be16(index), ascii(c.order.padEnd(20)), be16(0), be16(0x0003), be16(0x0002));
  const textRecord = (index: number, text: string): Buffer =>
    cat(be16(index), ascii(text), zeros(COMPONENT_TEXT_BYTES - text.length));
  const components = [
    textRecord(1, c.system),
    textRecord(2, c.module),
    textRecord(5, c.serial),
    textRecord(7, c.module),
  ];
  const turns = [
    ask(connect(0xe0, 0), 0.002),
    tell(connect(0xd0, 1), 0.003),
    ask(s7(JOB, 1, setup, zeros(0)), 0.002),
    tell(s7(ACK_DATA, 1, setup, zeros(0)), 0.004),
    ask(readList(2, MODULE_IDENTIFICATION, 0), 0.01),
    tell(listed(2, MODULE_IDENTIFICATION, 0, [orderRecord(1), orderRecord(6), orderRecord(7)]), 0.006),
    ask(readList(3, COMPONENT_IDENTIFICATION, 0), 0.01),
    tell(listed(3, COMPONENT_IDENTIFICATION, 0, components), 0.006),
  ];
  for (let round = 0; round < rounds; round++) {
    // Sixteen bytes of data block 1 from byte 0.
    const item = u8(0x12, 0x0a, 0x10, 0x02, 0, 16, 0, 1, 0x84, 0, 0, 0);
    const values = cat(...Array.from({ length: 8 }, (_, n) => be16(200 + ((round * 7 + n * 13) % 90))));
    turns.push(
      ask(s7(JOB, 10 + round, cat(u8(4, 1), item), zeros(0)), waitS),
      tell(s7(ACK_DATA, 10 + round, u8(4, 1), cat(u8(0xff, 4), be16(128), values)), 0.008),
    );
  }
  return turns;
}
