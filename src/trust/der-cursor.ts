import {
  type ByteRange,
  type CertificateFault,
  type DerElement,
  type DerFault,
  expectElement,
  IDENTIFIER,
  integerFault,
  integerIsNegative,
  integerToHex,
  integerToNumber,
  isFault,
  oidToText,
  readBitString,
  readElement,
  timeToMs,
} from '#bytes';
import type { Micros } from '#kernel';
import { refuse } from './fault.ts';

const ENUMERATED = 0x0a;
const US_PER_MS = 1000;

/**
 * Walks the elements inside one constructed encoding, strictly: what does not stand as the clause says is refused, which
 * ends the `attempt` around it. Used where nothing may be guessed; `readCertificate` is the reader that forgives.
 */
export class DerCursor {
  readonly bytes: Uint8Array;
  readonly end: number;
  at: number;
  readonly clause: string;

  constructor(bytes: Uint8Array, start: number, end: number, clause: string) {
    this.bytes = bytes;
    this.at = start;
    this.end = end;
    this.clause = clause;
  }

  get done(): boolean {
    return this.at >= this.end;
  }

  /** True when the next element begins with the octet `identifier`. */
  is(identifier: number): boolean {
    return this.at < this.end && this.bytes[this.at] === identifier;
  }

  /** The next element, which must begin with `identifier`, or any when that is left out. */
  take(identifier?: number): DerElement {
    const element = this.value(
      identifier === undefined
        ? readElement(this.bytes, this.at, this.end)
        : expectElement(this.bytes, this.at, this.end, identifier),
    );
    this.at = element.end;
    return element;
  }

  optional(identifier: number): DerElement | undefined {
    return this.is(identifier) ? this.take(identifier) : undefined;
  }

  /** The inside of the next element, which must begin with `identifier`. */
  open(identifier: number = IDENTIFIER.sequence, clause: string = this.clause): DerCursor {
    return this.inside(this.take(identifier), clause);
  }

  openOptional(identifier: number, clause: string = this.clause): DerCursor | undefined {
    return this.is(identifier) ? this.open(identifier, clause) : undefined;
  }

  inside(element: DerElement, clause: string = this.clause): DerCursor {
    return new DerCursor(this.bytes, element.contentStart, element.end, clause);
  }

  /** Refuses what follows the last element that was expected. */
  close(): void {
    if (this.at < this.end) this.refuse('trailing-bytes', this.at);
  }

  oid(): string {
    const { contentStart, end } = this.take(IDENTIFIER.oid);
    return this.value(oidToText(this.bytes, contentStart, end));
  }

  boolean(): boolean {
    const { start, contentStart, end } = this.take(IDENTIFIER.boolean);
    const octet = this.bytes[contentStart];
    // X.690 11.1
    if (end - contentStart !== 1 || (octet !== 0 && octet !== 0xff)) this.refuse('boolean-not-der', start);
    return octet === 0xff;
  }

  /** INTEGER or ENUMERATED that fits six octets. */
  number(identifier: number = IDENTIFIER.integer): number {
    const element = this.integer(identifier);
    const value = integerToNumber(this.bytes, element.contentStart, element.end);
    return value ?? this.refuse('integer-too-large', element.start);
  }

  enumerated(): number {
    return this.number(ENUMERATED);
  }

  /** INTEGER that is not negative, as upper-case hexadecimal with whole octets: how certificates name serial numbers. */
  serialHex(): string {
    const { start, contentStart, end } = this.integer();
    if (integerIsNegative(this.bytes, contentStart, end)) this.refuse('serial-negative', start);
    return integerToHex(this.bytes, contentStart, end);
  }

  integer(identifier: number = IDENTIFIER.integer): DerElement {
    const element = this.take(identifier);
    const reason = integerFault(this.bytes, element.contentStart, element.end);
    if (reason) this.refuse(reason, element.start);
    return element;
  }

  /** The octets of an OCTET STRING. */
  octets(identifier: number = IDENTIFIER.octetString): ByteRange {
    const { contentStart, end } = this.take(identifier);
    return { start: contentStart, end };
  }

  /** The octets of a BIT STRING of whole octets, as signatures and keys are. */
  wholeBits(): ByteRange {
    const { start, contentStart, end } = this.take(IDENTIFIER.bitString);
    const bits = this.value(readBitString(this.bytes, contentStart, end));
    if (bits.unusedBits !== 0) this.refuse('bit-string-padding', start);
    return { start: bits.start, end: bits.end };
  }

  /** UTCTime or GeneralizedTime. */
  timeUs(): Micros {
    const element = this.take();
    const ms = timeToMs(this.bytes, element);
    return ms === undefined ? this.refuse('time-malformed', element.start) : ms * US_PER_MS;
  }

  /** The value that a reader of `#bytes` gave, unless it gave a fault. */
  value<Value>(read: Value | DerFault): Value {
    return isFault(read) ? this.refuse(read.reason, read.at) : read;
  }

  /** Refuses what a forgiving reader of `#bytes` noted. */
  clean(faults: readonly CertificateFault[]): void {
    const [first] = faults;
    if (first) this.refuse(first.reason, first.at);
  }

  refuse(reason: Parameters<typeof refuse>[0], at: number): never {
    return refuse(reason, at, this.clause);
  }
}
