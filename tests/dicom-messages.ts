import { bytesOf, u16, u32 } from './packets.ts';
import type { Seen } from './rehearsal.ts';

// Messages of DICOM, byte by byte: associations, commands and data sets of a scanner that stores at a PACS.
type Part = number | readonly number[] | Uint8Array | string;

type End = readonly [string, number];
export const CT: End = ['10.0.0.1', 40000];
const PACS: End = ['10.0.0.2', 104];
export const toPacs = (bytes: Uint8Array) => ({ tcp: { from: CT, to: PACS }, bytes });
export const fromPacs = (bytes: Uint8Array) => ({ tcp: { from: PACS, to: CT }, bytes });

export const VERIFICATION = '1.2.840.10008.1.1';
export const CT_STORAGE = '1.2.840.10008.5.1.4.1.1.2';
export const STUDY_MOVE = '1.2.840.10008.5.1.4.1.2.2.2';
export const IMPLICIT = '1.2.840.10008.1.2';
export const EXPLICIT = '1.2.840.10008.1.2.1';
export const BIG_ENDIAN = '1.2.840.10008.1.2.2';
export const DEFLATED = '1.2.840.10008.1.2.1.99';

export const item = (type: number, ...parts: Part[]): Uint8Array => {
  const value = bytesOf(...parts);
  return bytesOf(type, 0, u16(value.length), value);
};
export const pdu = (type: number, ...parts: Part[]): Uint8Array => {
  const body = bytesOf(...parts);
  return bytesOf(type, 0, u32(body.length), body);
};
export const title = (text: string): string => text.padEnd(16);
export const associate = (type: 1 | 2, items: readonly Uint8Array[], user: readonly Uint8Array[] = []): Uint8Array =>
  pdu(
    type,
    [0, 1, 0, 0],
    title('PACS1'),
    title('CT1'),
    new Uint8Array(32),
    item(0x10, '1.2.840.10008.3.1.1.1'),
    ...items,
    item(0x50, ...user),
  );
export const proposed = (id: number, abstractSyntax: string, ...transfers: readonly string[]): Uint8Array =>
  item(0x20, [id, 0, 0, 0], item(0x30, abstractSyntax), ...transfers.map((transfer) => item(0x40, transfer)));
export const answered = (id: number, transfer: string, result = 0): Uint8Array =>
  item(0x21, [id, 0, result, 0], item(0x40, transfer));

const le16 = (value: number): number[] => [value & 0xff, value >> 8];
export const le32 = (value: number): number[] => [...le16(value & 0xffff), ...le16(value >>> 16)];
const even = (value: string | Uint8Array): Uint8Array => {
  const bytes = bytesOf(value);
  return bytes.length % 2 === 0 ? bytes : bytesOf(bytes, ' ');
};
export const implicit = (tag: number, value: string | Uint8Array, length = even(value).length): Uint8Array =>
  bytesOf(le16(tag >>> 16), le16(tag & 0xffff), le32(length), even(value));
export const explicit = (tag: number, vr: string, value: string | Uint8Array): Uint8Array =>
  bytesOf(le16(tag >>> 16), le16(tag & 0xffff), vr, le16(even(value).length), even(value));
export const bigEndian = (tag: number, vr: string, value: string): Uint8Array =>
  bytesOf(u16(tag >>> 16), u16(tag & 0xffff), vr, u16(even(value).length), even(value));
export const longForm = (tag: number, vr: string, length: number, value: Uint8Array): Uint8Array =>
  bytesOf(le16(tag >>> 16), le16(tag & 0xffff), vr, [0, 0], le32(length), value);

export const COMMAND = 1;
export const LAST = 2;
export const pdv = (id: number, control: number, data: Uint8Array): Uint8Array =>
  bytesOf(u32(data.length + 2), id, control, data);
export const command = (code: number, sopClass: string, more: readonly Uint8Array[] = [], dataSet = 0): Uint8Array => {
  const body = bytesOf(
    implicit(0x0002, sopClass),
    implicit(0x0100, bytesOf(le16(code))),
    implicit(0x0800, bytesOf(le16(dataSet))),
    ...more,
  );
  return bytesOf(implicit(0x0000, bytesOf(le32(body.length))), body);
};
export const store = (id: number, dataSet: Uint8Array): Uint8Array =>
  bytesOf(pdu(4, pdv(id, COMMAND | LAST, command(0x0001, CT_STORAGE))), pdu(4, pdv(id, LAST, dataSet)));
export const association = (transfer: string): ReturnType<typeof toPacs>[] => [
  toPacs(associate(1, [proposed(1, CT_STORAGE, transfer)])),
  fromPacs(associate(2, [answered(1, transfer)])),
];

export const IDENTITY = [
  explicit(0x00080060, 'CS', 'CT'),
  explicit(0x00080070, 'LO', 'ACME MEDICAL'),
  explicit(0x00080080, 'LO', 'Test Hospital'),
  explicit(0x00081010, 'SH', 'CTROOM1'),
  explicit(0x00081090, 'LO', 'Scan 5000'),
  explicit(0x00100010, 'PN', 'TANAKA^HANAKO'),
  explicit(0x00100020, 'LO', 'PATIENT-4711'),
  explicit(0x00100030, 'DA', '19501231'),
  explicit(0x00181000, 'LO', 'SN-88231'),
  explicit(0x00181020, 'LO', 'V7.1\\P2'),
];
export const PIXELS = longForm(0x7fe00010, 'OW', 40_000, new Uint8Array(40_000).fill(0x55));

/** What IDENTITY says of the device. */
export const IDENTIFIED = {
  'dicom.modality': 'CT',
  'dicom.manufacturer': 'ACME MEDICAL',
  'dicom.institution': 'Test Hospital',
  'dicom.station': 'CTROOM1',
  'dicom.model': 'Scan 5000',
  'dicom.serial': 'SN-88231',
  'dicom.software': 'V7.1\\P2',
};
export const identified = (seen: Seen): object =>
  Object.fromEntries(Object.keys(IDENTIFIED).map((attribute) => [attribute, seen.value(attribute)]));
