import { type TrustFault, type TrustFaultReason, trustFault } from '../fault.ts';
import { MAX_CMS_DEPTH, MAX_CMS_ELEMENTS, MAX_CMS_OCTETS } from '../limits.ts';

const CONSTRUCTED = 0x20;
const OCTET_STRING = 0x04;
const SEQUENCE = 0x30;
const SET = 0x31;
/** EXTERNAL, EMBEDDED PDV: constructed universal types that are neither list nor string (X.680 table 1). */
const STRUCTURED: ReadonlySet<number> = new Set([SEQUENCE, SET, 0x28, 0x2b]);
/** Four significant octets; BER lets zeros stand before them (X.690 8.1.3.5). */
const MAX_LENGTH_OCTETS = 4;
const MAX_PADDED_LENGTH_OCTETS = 8;

/** A stretch of the result: octets as they stood, or a new header before other pieces. */
type Piece = { readonly length: number; readonly octets: Uint8Array } | Rewritten;
interface Rewritten {
  readonly length: number;
  readonly header: Uint8Array;
  readonly pieces: readonly Piece[];
}

interface Header {
  readonly identifier: number;
  readonly identifierEnd: number;
  readonly contentStart: number;
  /** Undefined for the indefinite form. */
  readonly contentLength: number | undefined;
  readonly minimal: boolean;
}

/**
 * Brings a BER message into definite, shortest lengths and primitive OCTET STRINGs, which is all that stands between
 * the BER of CMS writers and DER (RFC 5652 section 1, RFC 8894 section 3). A message that has these already is handed
 * back as it is, without a copy. Values are not looked at: the readers refuse what DER refuses.
 * Every bound is in `limits.ts`; other constructed strings are refused, since no writer of CMS makes them.
 */
export function normaliseBer(message: Uint8Array): { readonly ok: true; readonly der: Uint8Array } | TrustFault {
  const walk = new Walk(message);
  const piece = walk.whole();
  if (piece === undefined || walk.fault !== undefined)
    return walk.fault ?? trustFault('element-missing', 0, 'X.690 8.1');
  if ('octets' in piece) return { ok: true, der: piece.octets };
  const der = new Uint8Array(piece.length);
  write(piece, der, 0);
  return { ok: true, der };
}

function write(piece: Piece, target: Uint8Array, at: number): number {
  if ('octets' in piece) {
    target.set(piece.octets, at);
    return at + piece.length;
  }
  target.set(piece.header, at);
  let next = at + piece.header.length;
  for (const each of piece.pieces) next = write(each, target, next);
  return next;
}

/** One walk over one message. The first fault stays and ends it. */
class Walk {
  readonly #bytes: Uint8Array;
  #at = 0;
  #elements = 0;
  fault: TrustFault | undefined;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  whole(): Piece | undefined {
    if (this.#bytes.length > MAX_CMS_OCTETS) return this.#fail('too-large', 0, '8.1');
    const piece = this.#element(this.#bytes.length, 0);
    if (piece !== undefined && this.#at < this.#bytes.length) return this.#fail('trailing-bytes', this.#at, '8.1');
    return piece;
  }

  #fail(reason: TrustFaultReason, at: number, clause: string): undefined {
    this.fault ??= trustFault(reason, at, `X.690 ${clause}`);
    return undefined;
  }

  #element(end: number, depth: number): Piece | undefined {
    const start = this.#at;
    const header = this.#header(end, depth);
    if (header === undefined) return undefined;
    const { identifier, contentLength, contentStart } = header;
    if ((identifier & CONSTRUCTED) === 0) {
      // X.690 8.1.3.2: only a constructed encoding may leave its length open.
      if (contentLength === undefined) return this.#fail('length-indefinite', start, '8.1.3.2');
      this.#at = contentStart + contentLength;
      if (header.minimal) return this.#asIs(start, this.#at);
      return this.#rewritten(start, header.identifierEnd, [this.#asIs(contentStart, this.#at)]);
    }
    if (identifier === (OCTET_STRING | CONSTRUCTED)) {
      const segments: Piece[] = [];
      if (!this.#segments(header, end, depth, segments)) return undefined;
      return rewrittenWith([OCTET_STRING], segments);
    }
    if (identifier < 0x40 && !STRUCTURED.has(identifier)) return this.#fail('constructed-string', start, '8.14.3');
    return this.#constructed(start, header, end, depth);
  }

  #constructed(start: number, header: Header, end: number, depth: number): Piece | undefined {
    const { contentStart, contentLength } = header;
    const pieces: Piece[] = [];
    let changed = !header.minimal || contentLength === undefined;
    const contentEnd = contentLength === undefined ? end : contentStart + contentLength;
    this.#at = contentStart;
    while (!this.#ends(contentLength, contentEnd)) {
      const piece = this.#element(contentEnd, depth + 1);
      if (piece === undefined) return undefined;
      changed ||= 'header' in piece;
      pieces.push(piece);
    }
    if (this.fault !== undefined) return undefined;
    return changed ? this.#rewritten(start, header.identifierEnd, pieces) : this.#asIs(start, this.#at);
  }

  /** Gathers the contents of a constructed OCTET STRING; its segments may be constructed again (X.690 8.7.3). */
  #segments(header: Header, end: number, depth: number, segments: Piece[]): boolean {
    const { contentStart, contentLength } = header;
    const contentEnd = contentLength === undefined ? end : contentStart + contentLength;
    this.#at = contentStart;
    while (!this.#ends(contentLength, contentEnd)) {
      const start = this.#at;
      const inner = this.#header(contentEnd, depth + 1);
      if (inner === undefined) return false;
      if (inner.identifier === (OCTET_STRING | CONSTRUCTED)) {
        if (!this.#segments(inner, contentEnd, depth + 1, segments)) return false;
        continue;
      }
      if (inner.identifier !== OCTET_STRING || inner.contentLength === undefined) {
        this.#fail('unexpected-element', start, '8.7.3');
        return false;
      }
      this.#at = inner.contentStart + inner.contentLength;
      segments.push(this.#asIs(inner.contentStart, this.#at));
    }
    return this.fault === undefined;
  }

  /** True at the end of a content; steps over the end-of-contents octets of the indefinite form. */
  #ends(contentLength: number | undefined, contentEnd: number): boolean {
    if (this.fault !== undefined) return true;
    if (contentLength !== undefined) return this.#at >= contentEnd;
    if (this.#at + 2 > contentEnd) {
      this.#fail('end-of-contents-missing', this.#at, '8.1.5');
      return true;
    }
    if (this.#bytes[this.#at] !== 0 || this.#bytes[this.#at + 1] !== 0) return false;
    this.#at += 2;
    return true;
  }

  #header(end: number, depth: number): Header | undefined {
    const bytes = this.#bytes;
    const start = this.#at;
    if (depth > MAX_CMS_DEPTH) return this.#fail('too-deep', start, '8.1');
    if (++this.#elements > MAX_CMS_ELEMENTS) return this.#fail('too-many-elements', start, '8.1');
    // Tag numbers above 30 are in no message we read.
    if (start < end && (bytes[start]! & 0x1f) === 0x1f) return this.#fail('tag-too-long', start, '8.1.2.4');
    if (start + 2 > end) return this.#fail(start < end ? 'header-truncated' : 'element-missing', start, '8.1.3');
    const identifier = bytes[start]!;
    const first = bytes[start + 1]!;
    let contentStart = start + 2;
    if (first === 0x80) {
      return { identifier, identifierEnd: start + 1, contentStart, contentLength: undefined, minimal: false };
    }
    let contentLength = first;
    let minimal = true;
    if (first > 0x80) {
      const octets = first & 0x7f;
      if (octets > MAX_PADDED_LENGTH_OCTETS) return this.#fail('length-too-long', start + 1, '8.1.3.5');
      if (contentStart + octets > end) return this.#fail('header-truncated', end, '8.1.3.5');
      contentLength = 0;
      for (let i = 0; i < octets; i++) {
        if (contentLength >= 0x100 ** (MAX_LENGTH_OCTETS - 1)) {
          return this.#fail('length-too-long', start + 1, '8.1.3.5');
        }
        contentLength = contentLength * 0x100 + bytes[contentStart + i]!;
      }
      minimal = bytes[contentStart] !== 0 && contentLength >= 0x80;
      contentStart += octets;
    }
    if (contentStart + contentLength > end) return this.#fail('content-truncated', start, '8.1.3');
    return { identifier, identifierEnd: start + 1, contentStart, contentLength, minimal };
  }

  #asIs(start: number, end: number): Piece {
    return { length: end - start, octets: this.#bytes.subarray(start, end) };
  }

  #rewritten(start: number, identifierEnd: number, pieces: readonly Piece[]): Rewritten {
    return rewrittenWith([...this.#bytes.subarray(start, identifierEnd)], pieces);
  }
}

/** Pieces below a definite length in the fewest octets (X.690 10.1). */
function rewrittenWith(identifier: readonly number[], pieces: readonly Piece[]): Rewritten {
  let contentLength = 0;
  for (const piece of pieces) contentLength += piece.length;
  const lengthOctets: number[] = [];
  if (contentLength >= 0x80) {
    for (let rest = contentLength; rest > 0; rest = Math.floor(rest / 0x100)) lengthOctets.unshift(rest & 0xff);
    lengthOctets.unshift(0x80 | lengthOctets.length);
  } else {
    lengthOctets.push(contentLength);
  }
  const header = Uint8Array.from([...identifier, ...lengthOctets]);
  return { length: header.length + contentLength, header, pieces };
}
