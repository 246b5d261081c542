import { decodeText, u16At } from '#bytes';
import type { FrameRange } from '#kernel';
import type { Attribute, Out, Subject } from '../dissector.ts';

/** RFC 1035 §2.3.4: octets of a name with its length octets. */
export const NAME_OCTETS = 255;
/** Pointers followed for one name. Each must lead further back, so this bounds the work, not the correctness. */
export const NAME_POINTERS = 32;
/** Records of one message that are read; the largest mDNS announcements have fewer than 100. */
export const MESSAGE_RECORDS = 512;

export const HEADER_OCTETS = 12;
const LABEL_OCTETS = 63;
const POINTER = 0xc0;
const DOT = 0x2e;

/** Types of RFC 1035 §3.2.2, RFC 3596, RFC 2782. */
export const TYPE_A = 1;
export const TYPE_PTR = 12;
export const TYPE_HINFO = 13;
export const TYPE_TXT = 16;
export const TYPE_AAAA = 28;
export const TYPE_SRV = 33;

/** Class without the bit that mDNS lends (RFC 6762 §5.4, §10.2). */
export const CLASS_MASK = 0x7fff;
export const CLASS_IN = 1;

const scratch = new Uint8Array(NAME_OCTETS);

/** Reads the messages that DNS, mDNS and LLMNR share (RFC 1035 §4). Positions only; a name becomes text on request. */
export class DnsReader {
  bytes: Uint8Array = new Uint8Array(0);
  start = 0;
  end = 0;
  flags = 0;
  questions = 0;
  /** Answers, authorities and additionals. */
  answers = 0;
  authorities = 0;
  additionals = 0;

  /** The entry last read. */
  nameAt = 0;
  nameEnd = 0;
  type = 0;
  class = 0;
  dataAt = 0;
  dataEnd = 0;

  /** The name last made into text: where its labels stand, as pairs of positions, in the order of the text. */
  readonly pieces: number[] = [];

  private at = 0;

  /** False when there is no whole header. */
  open(bytes: Uint8Array, start: number, end: number): boolean {
    if (end - start < HEADER_OCTETS) return false;
    this.bytes = bytes;
    this.start = start;
    this.end = end;
    this.flags = u16At(bytes, start + 2);
    this.questions = u16At(bytes, start + 4);
    this.answers = u16At(bytes, start + 6);
    this.authorities = u16At(bytes, start + 8);
    this.additionals = u16At(bytes, start + 10);
    this.at = start + HEADER_OCTETS;
    return true;
  }

  get isResponse(): boolean {
    return (this.flags & 0x8000) !== 0;
  }

  get opcode(): number {
    return (this.flags >> 11) & 0xf;
  }

  /** Reads the next question. False when it is broken or does not fit. */
  question(): boolean {
    const nameEnd = this.skipName(this.at);
    if (nameEnd < 0 || nameEnd + 4 > this.end) return false;
    this.nameAt = this.at;
    this.nameEnd = nameEnd;
    this.type = u16At(this.bytes, nameEnd);
    this.class = u16At(this.bytes, nameEnd + 2);
    this.at = nameEnd + 4;
    return true;
  }

  /** Reads the next resource record. False when it is broken or does not fit. */
  record(): boolean {
    const nameEnd = this.skipName(this.at);
    if (nameEnd < 0 || nameEnd + 10 > this.end) return false;
    const dataAt = nameEnd + 10;
    const dataEnd = dataAt + u16At(this.bytes, nameEnd + 8);
    if (dataEnd > this.end) return false;
    this.nameAt = this.at;
    this.nameEnd = nameEnd;
    this.type = u16At(this.bytes, nameEnd);
    this.class = u16At(this.bytes, nameEnd + 2);
    this.dataAt = dataAt;
    this.dataEnd = dataEnd;
    this.at = dataEnd;
    return true;
  }

  /** One past the name at `at` as it stands there, or -1. */
  skipName(at: number): number {
    const limit = Math.min(this.end, at + NAME_OCTETS);
    while (at < limit) {
      const length = this.bytes[at]!;
      if (length === 0) return at + 1;
      if (length >= POINTER) return at + 2 <= this.end ? at + 2 : -1;
      if (length > LABEL_OCTETS) return -1;
      at += length + 1;
    }
    return -1;
  }

  /**
   * The name at `at` with dots between its labels and none at the end; '' for the root, undefined when broken.
   * `openEnded` accepts a name that ends with the bytes instead of the root label.
   */
  name(at: number, openEnded = false): string | undefined {
    const { bytes, end, pieces } = this;
    pieces.length = 0;
    let written = 0;
    let from = at;
    for (let pointers = 0; ; ) {
      if (at >= end) {
        if (openEnded && at === end) break;
        return undefined;
      }
      const length = bytes[at]!;
      if (length >= POINTER) {
        if (at + 2 > end || ++pointers > NAME_POINTERS) return undefined;
        const target = this.start + (u16At(bytes, at) & 0x3fff);
        // A pointer leads to an earlier name (RFC 1035 §4.1.4); anything else could go round in a circle.
        if (target >= from || target < this.start + HEADER_OCTETS) return undefined;
        if (at > from) pieces.push(from, at);
        from = target;
        at = target;
        continue;
      }
      if (length > LABEL_OCTETS || at + 1 + length > end) return undefined;
      if (length === 0) break;
      if (written > 0) scratch[written++] = DOT;
      // The first length octet and the root label have no place in the text.
      if (written + length > NAME_OCTETS - 2) return undefined;
      for (let i = 1; i <= length; i++) scratch[written++] = bytes[at + i]!;
      at += length + 1;
    }
    if (at > from) pieces.push(from, at);
    return decodeText(scratch, 0, written);
  }
}

/** Reports the name that `reader` made into text last, with every place its labels came from. */
export function nameFact(out: Out, attribute: Attribute, subject: Subject, reader: DnsReader, text: string): void {
  const { pieces } = reader;
  const last = pieces.length - 2;
  if (last < 0) return;
  if (last === 0) {
    out.value(attribute, subject, text, pieces[0]!, pieces[1]!);
    return;
  }
  out.value(attribute, subject, text, pieces[last]!, pieces[last + 1]!, { before: locatePieces(out, pieces, last) });
}

/** Frames of the first `count` positions in `pieces`. */
export function locatePieces(out: Out, pieces: readonly number[], count: number): readonly FrameRange[] {
  const before: FrameRange[] = [];
  for (let i = 0; i < count; i += 2) before.push(...out.locate(pieces[i]!, pieces[i + 1]!));
  return before;
}

/** The bytes cannot be a message; its header fits; header and first entry fit. */
export const UNLIKE = 0;
export const HEADER_FITS = 1;
export const ENTRY_FITS = 2;

const probe = new DnsReader();

/**
 * How far bytes look like a DNS message: the fields of the header agree with each other and with the length, and the
 * first entry is whole and of a class in use (RFC 6895 §2, §3.2).
 */
export function dnsLikeness(
  bytes: Uint8Array,
  start: number,
  end: number,
): typeof UNLIKE | typeof HEADER_FITS | typeof ENTRY_FITS {
  if (!probe.open(bytes, start, end)) return UNLIKE;
  const { flags, questions } = probe;
  const opcode = probe.opcode;
  if (opcode === 3 || opcode > 6) return UNLIKE;
  // A request has no response code and does not offer recursion.
  if (!probe.isResponse && opcode === 0 && (flags & 0x008f) !== 0) return UNLIKE;
  const records = probe.answers + probe.authorities + probe.additionals;
  if (questions + records === 0) return UNLIKE;
  if (questions * 5 + records * 11 > end - start - HEADER_OCTETS) return UNLIKE;
  const whole = questions > 0 ? probe.question() : probe.record();
  if (!whole || probe.type === 0) return HEADER_FITS;
  const group = probe.class & CLASS_MASK;
  // The class of an OPT pseudo-record is a payload size (RFC 6891 §6.1.2).
  const inUse = group === 1 || group === 3 || group === 4 || group === 254 || group === 255 || probe.type === 41;
  return inUse && probe.name(probe.nameAt) !== undefined ? ENTRY_FITS : HEADER_FITS;
}

/** Address of the record last read as text positions: true for an A or AAAA record of the right length. */
export const isAddress = (reader: DnsReader): boolean =>
  (reader.class & CLASS_MASK) === CLASS_IN &&
  ((reader.type === TYPE_A && reader.dataEnd - reader.dataAt === 4) ||
    (reader.type === TYPE_AAAA && reader.dataEnd - reader.dataAt === 16));
