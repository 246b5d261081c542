import { ascii, be16, be32, cat, le16, le32, len16, u8, zeros } from '../../../bench/captures/bytes.ts';
import { ask, tell, type Turn } from '../network/tcp.ts';

export const SOP = {
  verification: '1.2.840.10008.1.1',
  commitment: '1.2.840.10008.1.20.1',
  performedStep: '1.2.840.10008.3.1.2.3.3',
  worklist: '1.2.840.10008.5.1.4.31',
  findStudies: '1.2.840.10008.5.1.4.1.2.2.1',
  moveStudies: '1.2.840.10008.5.1.4.1.2.2.2',
  print: '1.2.840.10008.5.1.1.9',
  CT: '1.2.840.10008.5.1.4.1.1.2',
  MR: '1.2.840.10008.5.1.4.1.1.4',
  CR: '1.2.840.10008.5.1.4.1.1.1',
  DX: '1.2.840.10008.5.1.4.1.1.1.1',
  MG: '1.2.840.10008.5.1.4.1.1.1.2',
  XA: '1.2.840.10008.5.1.4.1.1.12.1',
  RF: '1.2.840.10008.5.1.4.1.1.12.2',
  US: '1.2.840.10008.5.1.4.1.1.6.1',
  NM: '1.2.840.10008.5.1.4.1.1.20',
  PT: '1.2.840.10008.5.1.4.1.1.128',
  ES: '1.2.840.10008.5.1.4.1.1.77.1.1',
  OP: '1.2.840.10008.5.1.4.1.1.77.1.5.1',
  OPT: '1.2.840.10008.5.1.4.1.1.77.1.5.4',
  ECG: '1.2.840.10008.5.1.4.1.1.9.1.1',
  BMD: '1.2.840.10008.5.1.4.1.1.7',
} as const;

const EXPLICIT_LE = '1.2.840.10008.1.2.1';
const IMPLICIT_LE = '1.2.840.10008.1.2';
const APPLICATION_CONTEXT = '1.2.840.10008.3.1.1.1';
const MAX_PDU_BYTES = 16_384;
/** Without the length, the context and the flags of its one value (PS3.8 section 9.3.5.1). */
const FRAGMENT_BYTES = MAX_PDU_BYTES - 6;
const NO_DATA_SET = 0x0101;
const DATA_SET = 0x0001;
const PENDING = 0xff00;

/** One side of an association: its title, and the toolkit that speaks for it. */
export interface Entity {
  readonly title: string;
  readonly implementation: readonly [uid: string, version: string];
}

function pdu(type: number, ...parts: readonly Buffer[]): Buffer {
  const body = cat(...parts);
  return cat(u8(type, 0), be32(body.length), body);
}
const item = (type: number, ...parts: readonly Buffer[]): Buffer => cat(u8(type, 0), len16(...parts));
const title = (name: string): Buffer => ascii(name.padEnd(16).slice(0, 16));

function association(type: 1 | 2, calling: Entity, called: Entity, contexts: readonly Buffer[]): Buffer {
  const [uid, version] = (type === 1 ? calling : called).implementation;
  const user = item(0x50, item(0x51, be32(MAX_PDU_BYTES)), item(0x52, ascii(uid)), item(0x55, ascii(version)));
  const head = cat(be16(1), be16(0), title(called.title), title(calling.title), zeros(32));
  return pdu(type, head, item(0x10, ascii(APPLICATION_CONTEXT)), ...contexts, user);
}

/** Data elements: explicit VR little endian, but commands, which are always implicit (PS3.7 section 6.3.1). */
const LONG_FORMS = new Set(['OW', 'OB', 'SQ', 'UN', 'UT']);
type Vr = 'AE' | 'CS' | 'DA' | 'IS' | 'LO' | 'LT' | 'OW' | 'PN' | 'SH' | 'SQ' | 'TM' | 'UI' | 'US';

function element(tag: number, vr: Vr, value: string | number | Buffer): Buffer {
  const bytes =
    typeof value === 'number' ? le16(value) : typeof value === 'string' ? Buffer.from(value, 'utf8') : value;
  const even = bytes.length % 2 === 0 ? bytes : cat(bytes, ascii(vr === 'UI' ? '\0' : ' '));
  const length = LONG_FORMS.has(vr) ? cat(zeros(2), le32(even.length)) : le16(even.length);
  return cat(le16(tag >>> 16), le16(tag & 0xffff), ascii(vr), length, even);
}

export type Elements = readonly (readonly [tag: number, vr: Vr, value: string | number | Buffer])[];

/** Elements in the order of their tags, as a data set must have them; empty text is a value of no length. */
export const dataSet = (elements: Elements): Buffer =>
  cat(...elements.toSorted(([a], [b]) => a - b).map(([tag, vr, value]) => element(tag, vr, value)));

const ITEM_TAG = 0xfffee000;

/** A sequence with one item, both with their lengths (PS3.5 section 7.5). */
export function oneItem(elements: Elements): Buffer {
  const body = dataSet(elements);
  return cat(le16(ITEM_TAG >>> 16), le16(ITEM_TAG & 0xffff), le32(body.length), body);
}

type Command = readonly (readonly [element: number, value: string | number])[];

function commandSet(fields: Command): Buffer {
  const parts = fields.map(([number, value]) => {
    const bytes = typeof value === 'number' ? le16(value) : ascii(value.length % 2 === 0 ? value : `${value}\0`);
    return cat(le16(0), le16(number), le32(bytes.length), bytes);
  });
  const body = cat(...parts);
  return cat(le16(0), le16(0), le32(4), le32(body.length), body);
}

const COMMAND_LAST = 3;
const DATA_LAST = 2;
const value = (context: number, flags: number, bytes: Buffer): Buffer =>
  pdu(4, be32(bytes.length + 2), u8(context, flags), bytes);

/** A message: its command, and its data set in as many PDUs as it needs. */
function message(context: number, command: Command, data = zeros(0)): Buffer {
  const parts = [value(context, COMMAND_LAST, commandSet(command))];
  for (let at = 0; at < data.length; at += FRAGMENT_BYTES) {
    const end = Math.min(at + FRAGMENT_BYTES, data.length);
    parts.push(value(context, end === data.length ? DATA_LAST : 0, data.subarray(at, end)));
  }
  return cat(...parts);
}

/** What is done in an association, with the presentation context of its SOP class. */
export type Operation = (context: number) => Turn[];
export interface Service {
  readonly sop: string;
  readonly operations: readonly Operation[];
}

/** An association from its request to its release, its services one after the other. */
export function associate(calling: Entity, called: Entity, services: readonly Service[]): Turn[] {
  const syntaxes = [EXPLICIT_LE, IMPLICIT_LE].map((uid) => item(0x40, ascii(uid)));
  const offered = services.map(({ sop }, n) => item(0x20, u8(2 * n + 1, 0, 0, 0), item(0x30, ascii(sop)), ...syntaxes));
  const accepted = services.map((_, n) => item(0x21, u8(2 * n + 1, 0, 0, 0), syntaxes[0]!));
  return [
    ask(association(1, calling, called, offered), 0.002),
    tell(association(2, calling, called, accepted), 0.006),
    ...services.flatMap(({ operations }, n) => operations.flatMap((operate) => operate(2 * n + 1))),
    ask(pdu(5, zeros(4)), 0.01),
    tell(pdu(6, zeros(4)), 0.002),
  ];
}

export const echo: Operation = (context) => [
  ask(
    message(context, [
      [2, SOP.verification],
      [0x100, 0x0030],
      [0x110, 1],
      [0x800, NO_DATA_SET],
    ]),
  ),
  tell(
    message(context, [
      [2, SOP.verification],
      [0x100, 0x8030],
      [0x120, 1],
      [0x800, NO_DATA_SET],
      [0x900, 0],
    ]),
  ),
];

/** Sends one object. */
export const store =
  (sop: string, instance: string, id: number, data: Buffer): Operation =>
  (context) => [
    ask(
      message(
        context,
        [
          [2, sop],
          [0x100, 0x0001],
          [0x110, id],
          [0x700, 0],
          [0x800, DATA_SET],
          [0x1000, instance],
        ],
        data,
      ),
      0.02,
    ),
    tell(
      message(context, [
        [2, sop],
        [0x100, 0x8001],
        [0x120, id],
        [0x800, NO_DATA_SET],
        [0x900, 0],
        [0x1000, instance],
      ]),
      0.03,
    ),
  ];

/** Asks for what fits, and is told one match after the other. */
export const find =
  (sop: string, query: Buffer, matches: readonly Buffer[]): Operation =>
  (context) => [
    ask(
      message(
        context,
        [
          [2, sop],
          [0x100, 0x0020],
          [0x110, 2],
          [0x700, 0],
          [0x800, DATA_SET],
        ],
        query,
      ),
      0.01,
    ),
    ...matches.map((match) =>
      tell(
        message(
          context,
          [
            [2, sop],
            [0x100, 0x8020],
            [0x120, 2],
            [0x800, DATA_SET],
            [0x900, PENDING],
          ],
          match,
        ),
        0.01,
      ),
    ),
    tell(
      message(context, [
        [2, sop],
        [0x100, 0x8020],
        [0x120, 2],
        [0x800, NO_DATA_SET],
        [0x900, 0],
      ]),
      0.005,
    ),
  ];

/** Asks the archive to send studies to another entity. */
export const move =
  (sop: string, destination: string, query: Buffer): Operation =>
  (context) => [
    ask(
      message(
        context,
        [
          [2, sop],
          [0x100, 0x0021],
          [0x110, 3],
          [0x600, destination.padEnd(16)],
          [0x700, 0],
          [0x800, DATA_SET],
        ],
        query,
      ),
      0.01,
    ),
    tell(
      message(context, [
        [2, sop],
        [0x100, 0x8021],
        [0x120, 3],
        [0x800, NO_DATA_SET],
        [0x900, 0],
        [0x1020, 0],
        [0x1021, 4],
        [0x1022, 0],
        [0x1023, 0],
      ]),
      1.5,
    ),
  ];

/** Tells the worklist that an examination has begun (N-CREATE) or ended (N-SET). */
export const performedStep =
  (command: 'begun' | 'ended', instance: string, data: Buffer): Operation =>
  (context) => {
    const code = command === 'begun' ? 0x0140 : 0x0120;
    const [sopField, instanceField] = command === 'begun' ? [2, 0x1000] : [3, 0x1001];
    return [
      ask(
        message(
          context,
          [
            [sopField, SOP.performedStep],
            [0x100, code],
            [0x110, 4],
            [0x800, DATA_SET],
            [instanceField, instance],
          ],
          data,
        ),
        0.01,
      ),
      tell(
        message(context, [
          [2, SOP.performedStep],
          [0x100, code | 0x8000],
          [0x120, 4],
          [0x800, NO_DATA_SET],
          [0x900, 0],
          [0x1000, instance],
        ]),
        0.01,
      ),
    ];
  };
