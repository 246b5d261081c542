import { i32At, u16At, u32At } from '#bytes';
import {
  defineDissector,
  MORE,
  NEED_MORE,
  NO,
  type Out,
  type Recognition,
  SURE,
  type View,
  WEAK,
} from '../dissector.ts';
import { credentialAttributes } from '../parts/credentials.ts';
import { ASSOCIATE_FIXED_LENGTH, Association, USER_INFORMATION } from '../parts/dicom-association.ts';
import { dicomAttributes } from '../parts/dicom-attributes.ts';
import { type CommandOutcome, readCommand } from '../parts/dicom-command.ts';
import { DataSetReader } from '../parts/dicom-data-set.ts';
import { Speakers } from '../parts/speakers.ts';

/** Types of PDU (PS3.8 §9.3.1). */
const ASSOCIATE_RQ = 1;
const ASSOCIATE_AC = 2;
const ASSOCIATE_RJ = 3;
const P_DATA_TF = 4;
const ABORT = 7;
const PDU_HEADER = 6;
const PDV_HEADER = 6;

/** Longest PDU that is believed when nothing is known yet; the default maximum is 16 KiB. */
export const RECOGNISED_PDU_BYTES = 1 << 20;
/** Longest item of an association that is waited for; UIDs and names are far shorter. */
const ITEM_BYTES = 4096;
/** Longest command fragment; a command set has about a dozen short elements. */
const COMMAND_BYTES = 4096;

const APPLICATION_CONTEXT = 0x10;

const AT_PDU = 0;
const IN_ASSOCIATION = 1;
const AT_PDV = 2;
const IN_COMMAND = 3;
const IN_DATA_SET = 4;
const LOST = 5;

interface Direction extends CommandOutcome {
  phase: number;
  pduType: number;
  pduLeft: number;
  fixedRead: boolean;
  pdvLeft: number;
  contextId: number;
  lastFragment: boolean;
  /** Absent until the first data set, which many associations never have. */
  reader: DataSetReader | undefined;
  /** A data set is being read, not merely expected. */
  reading: boolean;
}

interface DicomState {
  readonly speakers: Speakers<Direction>;
  readonly association: Association;
}

const newDirection = (): Direction => ({
  phase: AT_PDU,
  pduType: 0,
  pduLeft: 0,
  fixedRead: false,
  pdvLeft: 0,
  contextId: 0,
  lastFragment: false,
  dataSetFollows: false,
  query: false,
  reader: undefined,
  reading: false,
});

export const dicom = defineDissector<undefined, DicomState>({
  id: 'dicom',
  title: 'DICOM upper layer and DIMSE',
  source: 'DICOM PS3.5, PS3.6, PS3.7, PS3.8',
  attributes: { ...dicomAttributes, credentialCleartext: credentialAttributes.cleartext },
  stream: {
    ports: [104, 11112, 4242, 4006, 5678],
    firstBytes: [1, 2, 3, 4, 5, 6, 7],
    attach: 'whole',
    recognise,
    open: () => ({ speakers: new Speakers(newDirection), association: new Association() }),
    read(view, out, state) {
      const direction = state.speakers.of(view);
      if (view.afterGap) loseFraming(direction);
      let at = view.start;
      while (at < view.end) {
        const { phase } = direction;
        const next = step(view, out, state.association, direction, at);
        if (next === at && direction.phase === phase) break;
        at = next;
      }
      return at === view.start ? NEED_MORE : at - view.start;
    },
  },
});

function recognise(view: View): Recognition {
  const { bytes, start, end } = view;
  const have = end - start;
  const type = bytes[start]!;
  if (type < ASSOCIATE_RQ || type > ABORT) return NO;
  if (have > 1 && bytes[start + 1] !== 0) return NO;
  if (have < PDU_HEADER) return MORE;
  const length = u32At(bytes, start + 2);
  if (type === ASSOCIATE_RQ || type === ASSOCIATE_AC) return recogniseAssociate(view, length);
  if (type === P_DATA_TF) {
    if (length < PDV_HEADER || length > RECOGNISED_PDU_BYTES) return NO;
    return have < PDU_HEADER + PDV_HEADER ? MORE : recogniseData(bytes, start, end);
  }
  if (length !== 4) return NO;
  // Release, abort and reject say little; alone they are only believed on a port of DICOM.
  return have < 10 ? MORE : view.usualPort ? WEAK : NO;
}

/** PS3.8 §9.3.2: version 1, two printable AE titles, reserved bytes, and a first item that names the application context. */
function recogniseAssociate(view: View, length: number): Recognition {
  const { bytes, start, end } = view;
  if (length < ASSOCIATE_FIXED_LENGTH || length > RECOGNISED_PDU_BYTES) return NO;
  const have = end - start;
  if (have >= 8 && (bytes[start + 7]! & 1) === 0) return NO;
  const titles = Math.min(end, start + 42);
  for (let at = start + 10; at < titles; at++) {
    const byte = bytes[at]!;
    if (byte < 0x20 && byte !== 0) return NO;
  }
  if (have < 10) return MORE;
  if (bytes[start + 8] !== 0 || bytes[start + 9] !== 0) return NO;
  if (have < 75) return WEAK;
  return bytes[start + 74] === APPLICATION_CONTEXT ? SURE : NO;
}

/** A command begins with its own group length, a data fragment fills its PDU: both are hardly chance. */
function recogniseData(bytes: Uint8Array, start: number, end: number): Recognition {
  if (!isPdv(bytes, start + PDU_HEADER, end, u32At(bytes, start + 2))) return NO;
  if ((bytes[start + 11]! & 1) === 1) {
    const data = start + PDU_HEADER + PDV_HEADER;
    if (end - data < 8) return WEAK;
    return i32At(bytes, data) === 0 && i32At(bytes, data + 4) === 0x04000000 ? SURE : NO;
  }
  return u32At(bytes, start + 2) === u32At(bytes, start + 6) + 4 ? WEAK : NO;
}

/** A PDV header at `at`: length inside the PDU, an odd context id, and none but the two control bits (PS3.8 §9.3.5, E.2). */
function isPdv(bytes: Uint8Array, at: number, end: number, pduLeft: number): boolean {
  if (end - at < PDV_HEADER) return false;
  const length = u32At(bytes, at);
  return length >= 2 && length + 4 <= pduLeft && (bytes[at + 4]! & 1) === 1 && bytes[at + 5]! <= 3;
}

/** Takes one part of the stream at `at`. Returns the position behind it, perhaps behind the view, or `at` to wait. */
function step(view: View, out: Out, association: Association, d: Direction, at: number): number {
  switch (d.phase) {
    case AT_PDU:
      return readPdu(view, out, d, at);
    case IN_ASSOCIATION:
      return readAssociation(view, out, association, d, at);
    case AT_PDV:
      return readPdv(view, out, association, d, at);
    case IN_COMMAND: {
      const to = at + d.pdvLeft;
      if (to > view.end) return at;
      readCommand(view, out, at, to, d);
      d.reading = false;
      d.phase = AT_PDV;
      return to;
    }
    case IN_DATA_SET: {
      const used = d.reader!.read(view, out, at, d.pdvLeft, d.lastFragment);
      d.pdvLeft -= used;
      if (d.pdvLeft === 0) {
        if (d.lastFragment) d.reading = d.dataSetFollows = false;
        d.phase = AT_PDV;
      }
      return at + used;
    }
    default: {
      const found = findPdu(view, d, at);
      return d.phase === LOST ? found : readPdu(view, out, d, found);
    }
  }
}

function readPdu(view: View, out: Out, d: Direction, at: number): number {
  const { bytes, end, sender } = view;
  if (end - at < PDU_HEADER) return at;
  const type = bytes[at]!;
  const length = u32At(bytes, at + 2);
  d.pduType = type;
  d.pduLeft = length;
  if (type === P_DATA_TF && length >= PDV_HEADER) {
    d.phase = AT_PDV;
    return at + PDU_HEADER;
  }
  if (type < ASSOCIATE_RQ || type > ABORT || bytes[at + 1] !== 0 || length < 4 || length > RECOGNISED_PDU_BYTES) {
    out.anomaly('dicom-pdu');
    d.phase = LOST;
    return at + 1;
  }
  if (type === ASSOCIATE_RQ || type === ASSOCIATE_AC) {
    d.phase = IN_ASSOCIATION;
    d.fixedRead = false;
    if (type === ASSOCIATE_RQ) out.senderIsClient();
    else out.senderIsServer();
    return at + PDU_HEADER;
  }
  if (type === ASSOCIATE_RJ) {
    if (end - at < PDU_HEADER + 4) return at;
    out.value(dicomAttributes.rejectReason, sender, String(bytes[at + 9]!), at + 9, at + 10);
  }
  return at + PDU_HEADER + length;
}

function readAssociation(view: View, out: Out, association: Association, d: Direction, at: number): number {
  const { bytes, end } = view;
  const request = d.pduType === ASSOCIATE_RQ;
  if (!d.fixedRead) {
    if (d.pduLeft < ASSOCIATE_FIXED_LENGTH) return skipPdu(out, d, at);
    if (end - at < ASSOCIATE_FIXED_LENGTH) return at;
    association.readFixed(view, out, at, request);
    d.fixedRead = true;
    d.pduLeft -= ASSOCIATE_FIXED_LENGTH;
    return at + ASSOCIATE_FIXED_LENGTH;
  }
  if (d.pduLeft === 0) {
    if (!request) association.settle();
    d.phase = AT_PDU;
    return readPdu(view, out, d, at);
  }
  if (d.pduLeft < 4) return skipPdu(out, d, at);
  if (end - at < 4) return at;
  const type = bytes[at]!;
  const length = u16At(bytes, at + 2);
  if (length + 4 > d.pduLeft) return skipPdu(out, d, at);
  if (type === USER_INFORMATION) {
    d.pduLeft -= 4;
    return at + 4;
  }
  if (length <= ITEM_BYTES) {
    if (end - at < 4 + length) return at;
    association.readItem(view, out, type, at + 4, at + 4 + length, request);
  }
  d.pduLeft -= 4 + length;
  return at + 4 + length;
}

function readPdv(view: View, out: Out, association: Association, d: Direction, at: number): number {
  const { bytes, end } = view;
  if (d.pduLeft === 0) {
    d.phase = AT_PDU;
    return readPdu(view, out, d, at);
  }
  if (d.pduLeft < PDV_HEADER) return skipPdu(out, d, at);
  if (end - at < PDV_HEADER) return at;
  if (!isPdv(bytes, at, end, d.pduLeft)) return skipPdu(out, d, at);
  const length = u32At(bytes, at);
  d.pduLeft -= 4 + length;
  d.pdvLeft = length - 2;
  d.contextId = bytes[at + 4]!;
  d.lastFragment = (bytes[at + 5]! & 2) === 2;
  const isCommand = (bytes[at + 5]! & 1) === 1;
  if (isCommand && d.pdvLeft <= COMMAND_BYTES) d.phase = IN_COMMAND;
  else if (isCommand || !d.dataSetFollows) {
    if (isCommand) out.anomaly('dicom-command');
    return at + 4 + length;
  } else {
    d.reader ??= new DataSetReader();
    if (!d.reading) d.reader.begin(association.syntaxOf(d.contextId), d.query);
    d.reading = true;
    d.phase = IN_DATA_SET;
  }
  return at + PDV_HEADER;
}

/** Passes over a PDU that contradicts itself; the next one is where its length says. */
function skipPdu(out: Out, d: Direction, at: number): number {
  out.anomaly('dicom-length');
  const left = d.pduLeft;
  d.pduLeft = 0;
  d.phase = AT_PDU;
  loseDataSet(d);
  return at + Math.max(left, 1);
}

function loseDataSet(d: Direction): void {
  d.reading = d.dataSetFollows = false;
  d.reader?.abandon();
}

function loseFraming(d: Direction): void {
  d.phase = LOST;
  loseDataSet(d);
}

/** After lost bytes: the next PDU whose header and first PDV agree, or that begins a command. */
function findPdu(view: View, d: Direction, from: number): number {
  const { bytes, end } = view;
  const last = end - 20;
  for (let at = from; at <= last; at++) {
    at = bytes.indexOf(P_DATA_TF, at);
    if (at < 0 || at > last) break;
    if (bytes[at + 1] !== 0 || u32At(bytes, at + 2) > RECOGNISED_PDU_BYTES) continue;
    if (recogniseData(bytes, at, end) === NO) continue;
    d.phase = AT_PDU;
    return at;
  }
  return Math.max(from, last + 1);
}
