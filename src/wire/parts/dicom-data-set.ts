import { decodeText, u16At, u16leAt, u32At, u32leAt } from '#bytes';
import type { Out, Subject, View } from '../dissector.ts';
import { type Charset, decodeCharset, dicomCharset, needsCharset } from './charset.ts';
import { type ElementMeaning, FIRST_BULK_TAG, meaningOf, WALKED_SEQUENCES } from './dicom-elements.ts';
import { DeflatedBeginning } from './dicom-deflated.ts';
import { type FactSink, type Piece, PiecedOut } from './pieced-out.ts';

/** How the elements of a data set are written (PS3.5 §7.1, A.4, A.5). UNKNOWN: the association was not captured. */
export const UNKNOWN = 0;
export const IMPLICIT_LITTLE = 1;
export const EXPLICIT_LITTLE = 2;
export const EXPLICIT_BIG = 3;
/** Explicit little endian, deflated as a whole (PS3.5 A.5). */
export const DEFLATED = 4;
export type Syntax =
  | typeof UNKNOWN
  | typeof IMPLICIT_LITTLE
  | typeof EXPLICIT_LITTLE
  | typeof EXPLICIT_BIG
  | typeof DEFLATED;

/** Elements of one data set that are looked at; real ones have a few hundred before their pixels. */
export const DATA_SET_ELEMENTS = 10_000;
/** Sequences and items inside one another. */
export const DATA_SET_DEPTH = 16;
/** Longest value that is read; the elements of interest have at most 64 characters a value (PS3.5 §6.2). */
const VALUE_LENGTH = 1024;
const LONGEST_HEADER = 12;
const UNDEFINED_LENGTH = 0xffffffff;
/** A query writes its wildcard as one character, padded to two (PS3.4 C.2.2.2.4). */
const WILDCARD_LENGTH = 2;

const ITEM = 0xfffee000;
const ITEM_END = 0xfffee00d;
const SEQUENCE_END = 0xfffee0dd;

/** VRs whose length has 32 bits behind two reserved bytes (PS3.5 §7.1.2): OB OD OF OL OV OW SQ SV UC UN UR UT UV. */
const LONG_VRS: ReadonlySet<number> = new Set(
  ['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'SQ', 'SV', 'UC', 'UN', 'UR', 'UT', 'UV'].map(
    (vr) => vr.charCodeAt(0) * 256 + vr.charCodeAt(1),
  ),
);
const VR_SQ = 0x5351;
const VR_UN = 0x554e;

/**
 * Reads one data set after another from the fragments (PDVs) in which they arrive, element by element, and passes over
 * what is long by counting. Only an element of interest that is cut by the end of a fragment is copied.
 */
export class DataSetReader {
  private syntax: Syntax = UNKNOWN;
  private query = false;
  private finished = true;
  private charset: Charset = 'plain';
  private elements = 0;
  private lastTag = 0;
  /** Position in the data set; `ends` are positions too. */
  private offset = 0;
  private skip = 0;
  private depth = 0;
  private readonly ends = new Float64Array(DATA_SET_DEPTH);
  /** The outermost open sequence, 0 outside. */
  private outermost = 0;
  /** Depth from which elements are implicit, inside an explicit data set: UN of undefined length (PS3.5 §6.2.2). */
  private implicitFrom = 0;

  /** Bytes that the element at hand needs as a whole, set whenever `element` answers 0. */
  private need = 0;
  private carry: Uint8Array | undefined;
  private carried = 0;
  private pieces: Piece[] = [];

  /** Made for the first data set that is deflated. */
  private deflated: DeflatedBeginning | undefined;
  private isDeflated = false;

  begin(syntax: Syntax, query: boolean): void {
    this.isDeflated = syntax === DEFLATED;
    this.deflated?.begin();
    this.syntax = this.isDeflated ? EXPLICIT_LITTLE : syntax;
    this.query = query;
    this.finished = false;
    this.charset = 'plain';
    this.elements = 0;
    this.lastTag = 0;
    this.offset = 0;
    this.skip = 0;
    this.depth = 0;
    this.outermost = 0;
    this.implicitFrom = 0;
    this.carried = 0;
    this.pieces = [];
  }

  /** Leaves the rest of this data set unread: its framing is lost. */
  abandon(): void {
    this.finished = true;
  }

  /**
   * Reads the fragment that begins at `from` and has `length` bytes more, of which the view may hold only some. Returns
   * how many are used: 0 asks for more of them, and more than the view holds passes over the rest. `isLast`: the data
   * set ends with it.
   */
  read(view: View, out: Out, from: number, length: number, isLast: boolean): number {
    if (this.finished) return length;
    if (this.isDeflated) return this.readDeflated(view, out, from, length, isLast);
    const to = Math.min(view.end, from + length);
    const fragmentEnd = from + length;
    let at = from;
    if (this.carried > 0) {
      at = this.complete(view, out, from, to, to === fragmentEnd);
      if (this.carried > 0) return at - from;
    }
    while (at < fragmentEnd && !this.finished) {
      if (this.skip > 0) {
        const skipped = Math.min(this.skip, fragmentEnd - at);
        this.skip -= skipped;
        at += skipped;
        continue;
      }
      if (at >= to) break;
      const used = this.element(view.bytes, view.sender, out, out, at, to);
      if (used > 0) at += used;
      else if (to < fragmentEnd) break;
      else {
        this.keep(view, out, at, to);
        at = to;
      }
    }
    return this.finished ? length : at - from;
  }

  private readDeflated(view: View, out: Out, from: number, length: number, isLast: boolean): number {
    this.deflated ??= new DeflatedBeginning();
    const used = this.deflated.gather(view, out, from, length);
    if (used < length) return 0;
    if (!isLast && !this.deflated.isComplete) return used;
    const inflated = this.deflated.inflate(out);
    if (inflated !== undefined) this.readBeginning(inflated.bytes, view.sender, out, inflated.sink);
    this.finished = true;
    return used;
  }

  /** Reads the beginning of a data set that stands in `bytes`; an element that goes on behind them is left. */
  private readBeginning(bytes: Uint8Array, subject: Subject, out: Out, sink: FactSink): void {
    let at = 0;
    while (at < bytes.length && !this.finished) {
      const used = this.element(bytes, subject, out, sink, at, bytes.length);
      if (used === 0) return;
      at += used + this.skip;
      this.skip = 0;
    }
  }

  /** Copies the beginning of an element that goes on in the next fragment. */
  private keep(view: View, out: Out, from: number, to: number): void {
    this.carry ??= new Uint8Array(LONGEST_HEADER + VALUE_LENGTH);
    this.carry.set(view.bytes.subarray(from, to), this.carried);
    this.pieces.push({ at: this.carried, length: to - from, ranges: out.locate(from, to) });
    this.carried += to - from;
  }

  /** Adds what the element kept by `keep` still needs. Returns the new position in the view. */
  private complete(view: View, out: Out, from: number, to: number, fragmentComplete: boolean): number {
    const carry = this.carry!;
    const before = this.carried;
    const pieces = [...this.pieces];
    let at = from;
    while (at < to) {
      const added = Math.min(this.need - this.carried, to - at);
      carry.set(view.bytes.subarray(at, at + added), this.carried);
      this.carried += added;
      at += added;
      const pieced = [...pieces, { at: before, length: this.carried - before, from }];
      const sink = new PiecedOut(out, carry, pieced, 'reassembled', view.start);
      if (this.carried === this.need && this.element(carry, view.sender, out, sink, 0, this.carried) > 0) {
        this.carried = 0;
        this.pieces = [];
        return at;
      }
    }
    // The rest of the element is still in this fragment, so wait for it, or it goes on in the next one.
    this.carried = before;
    if (!fragmentComplete || to === from) return from;
    this.keep(view, out, from, to);
    return to;
  }

  /** Reads the element at `at`. Returns its bytes without what is skipped; 0 when more are needed, with `need` set. */
  private element(bytes: Uint8Array, subject: Subject, out: Out, sink: FactSink, at: number, to: number): number {
    while (this.depth > 0 && this.offset >= this.ends[this.depth - 1]!) this.close();
    this.need = 8;
    if (to - at < 8) return 0;
    if (this.syntax === UNKNOWN) this.syntax = guessSyntax(bytes, at);
    const big = this.syntax === EXPLICIT_BIG;
    const tag = big ? u32At(bytes, at) : u16leAt(bytes, at) * 0x10000 + u16leAt(bytes, at + 2);
    let header = 8;
    let vr = 0;
    let length: number;
    if (tag >= ITEM || this.syntax === IMPLICIT_LITTLE || (this.implicitFrom > 0 && this.depth >= this.implicitFrom)) {
      length = big ? u32At(bytes, at + 4) : u32leAt(bytes, at + 4);
    } else {
      vr = u16At(bytes, at + 4);
      if (LONG_VRS.has(vr)) {
        header = this.need = LONGEST_HEADER;
        if (to - at < LONGEST_HEADER) return 0;
        length = big ? u32At(bytes, at + 8) : u32leAt(bytes, at + 8);
      } else length = big ? u16At(bytes, at + 6) : u16leAt(bytes, at + 6);
    }
    if (tag >= ITEM) return this.delimiter(out, tag, length, header);
    if (!this.plausible(tag, vr)) return this.fault(out, 'dicom-element', header);
    const meaning = meaningOf(tag);
    if (meaning !== undefined && length > 0) {
      if (meaning.personal !== undefined) {
        if (!this.query || length > WILDCARD_LENGTH) out.personal(meaning.personal, 1);
      } else if (length <= VALUE_LENGTH && this.wanted(meaning)) {
        this.need = header + length;
        if (to - at < this.need) return 0;
        this.report(bytes, subject, sink, meaning, at + header, at + header + length);
        this.passed(tag);
        this.offset += this.need;
        return this.need;
      }
    }
    this.passed(tag);
    if (tag >= FIRST_BULK_TAG && (length === UNDEFINED_LENGTH || tag >= 0x7fe00000)) {
      this.finished = true;
      return header;
    }
    return this.enterOrSkip(out, tag, vr, length, header);
  }

  private enterOrSkip(out: Out, tag: number, vr: number, length: number, header: number): number {
    this.offset += header;
    if (length === UNDEFINED_LENGTH) {
      if (vr !== 0 && vr !== VR_SQ && vr !== VR_UN) return this.fault(out, 'dicom-length', header);
      this.open(out, tag, Number.POSITIVE_INFINITY);
      if (vr === VR_UN && this.implicitFrom === 0) this.implicitFrom = this.depth;
    } else if (WALKED_SEQUENCES.has(tag) && (vr === 0 || vr === VR_SQ)) this.open(out, tag, this.offset + length);
    else {
      this.skip = length;
      this.offset += length;
    }
    return header;
  }

  private delimiter(out: Out, tag: number, length: number, header: number): number {
    this.offset += header;
    if (tag === ITEM && this.depth > 0) {
      this.open(out, 0, length === UNDEFINED_LENGTH ? Number.POSITIVE_INFINITY : this.offset + length);
    } else if ((tag === ITEM_END || tag === SEQUENCE_END) && this.depth > 0) this.close();
    else return this.fault(out, 'dicom-item', header);
    return header;
  }

  private open(out: Out, tag: number, end: number): void {
    if (this.depth === DATA_SET_DEPTH) {
      this.fault(out, 'dicom-depth', 0);
      return;
    }
    if (this.depth === 0) this.outermost = tag;
    this.ends[this.depth++] = end;
  }

  private close(): void {
    this.depth--;
    if (this.depth === 0) this.outermost = 0;
    if (this.depth < this.implicitFrom) this.implicitFrom = 0;
  }

  /** Tags ascend outside sequences (PS3.5 §7.1), and an explicit VR is two capital letters: else this is no data set. */
  private plausible(tag: number, vr: number): boolean {
    if (this.elements >= DATA_SET_ELEMENTS) return false;
    if (this.depth === 0 && tag <= this.lastTag) return false;
    return vr === 0 || (isCapital(vr >> 8) && isCapital(vr & 0xff));
  }

  private passed(tag: number): void {
    this.elements++;
    if (this.depth === 0) this.lastTag = tag;
  }

  private wanted(meaning: ElementMeaning): boolean {
    return this.depth === 0 || (meaning.inside !== undefined && meaning.inside === this.outermost);
  }

  private report(
    bytes: Uint8Array,
    subject: Subject,
    sink: FactSink,
    meaning: ElementMeaning,
    from: number,
    to: number,
  ): void {
    if (meaning.charset === true) this.charset = dicomCharset(decodeText(bytes, from, to));
    else if (meaning.attribute === undefined) return;
    else if (!needsCharset(this.charset, bytes, from, to)) sink.text(meaning.attribute, subject, from, to);
    else sink.value(meaning.attribute, subject, decodeCharset(bytes, from, to, this.charset), from, to);
  }

  private fault(out: Out, kind: string, used: number): number {
    out.anomaly(kind);
    this.finished = true;
    return Math.max(used, 1);
  }
}

const isCapital = (byte: number): boolean => byte >= 0x41 && byte <= 0x5a;

/** From the first element: groups of data sets are small, so their high byte is 0, and explicit VRs are capitals. */
function guessSyntax(bytes: Uint8Array, at: number): Syntax {
  const explicit = isCapital(bytes[at + 4]!) && isCapital(bytes[at + 5]!);
  if (!explicit) return IMPLICIT_LITTLE;
  return bytes[at] === 0 && bytes[at + 1] !== 0 ? EXPLICIT_BIG : EXPLICIT_LITTLE;
}
