import { ascii, be16, cat, len8, u8 } from '../../../bench/captures/bytes.ts';

/** MBAP header: transaction, protocol 0, length with the unit, unit (Modbus Messaging on TCP/IP V1.0b section 3.1.3). */
const adu = (transaction: number, unit: number, pdu: Buffer): Buffer =>
  cat(be16(transaction), be16(0), be16(pdu.length + 1), u8(unit), pdu);

const READ_IDENTIFICATION = [0x2b, 0x0e] as const;

/** Read Device Identification (Modbus Application Protocol V1.1b3 section 6.21): vendor, product, revision and more. */
export const identify = (transaction: number, unit: number): Buffer =>
  adu(transaction, unit, u8(...READ_IDENTIFICATION, 2, 0));

export function identification(transaction: number, unit: number, objects: readonly string[]): Buffer {
  const list = objects.map((value, id) => cat(u8(id), len8(ascii(value))));
  return adu(transaction, unit, cat(u8(...READ_IDENTIFICATION, 2, 0x82, 0, 0, objects.length), ...list));
}

export const readRegisters = (transaction: number, unit: number, first: number, count: number): Buffer =>
  adu(transaction, unit, cat(u8(3), be16(first), be16(count)));

export const registers = (transaction: number, unit: number, values: readonly number[]): Buffer =>
  adu(transaction, unit, cat(u8(3, values.length * 2), ...values.map(be16)));
