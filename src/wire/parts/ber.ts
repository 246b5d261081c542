/**
 * Where one element after the other of a BER message stands (X.690 clause 8.1). One reader serves many messages and
 * holds positions only, so that walking an SNMP message makes no garbage. Only low tag numbers and definite lengths,
 * which is all that SNMP, LDAP and Kerberos use.
 */
export class BerReader {
  bytes: Uint8Array = new Uint8Array(0);
  at = 0;
  end = 0;
  /** Identifier octet of the element last read: class, constructed bit and number. */
  tag = 0;
  /** Content of the element last read. */
  from = 0;
  to = 0;

  set(bytes: Uint8Array, at: number, end: number): this {
    this.bytes = bytes;
    this.at = at;
    this.end = end;
    return this;
  }

  /** Reads the next element and moves past it. False at the end, and when it does not fit into [at, end). */
  next(): boolean {
    const bytes = this.bytes;
    let at = this.at;
    if (at + 2 > this.end) return false;
    const tag = bytes[at++]!;
    if ((tag & 0x1f) === 0x1f) return false;
    let length = bytes[at++]!;
    if (length >= 0x80) {
      const octets = length & 0x7f;
      if (octets === 0 || octets > 4 || at + octets > this.end) return false;
      length = 0;
      for (let i = 0; i < octets; i++) length = length * 0x100 + bytes[at++]!;
    }
    if (at + length > this.end) return false;
    this.tag = tag;
    this.from = at;
    this.to = at + length;
    this.at = this.to;
    return true;
  }

  /** True when the next element has this tag; then it is read. */
  take(tag: number): boolean {
    return this.at < this.end && this.bytes[this.at] === tag && this.next();
  }

  /**
   * Goes into the element of this tag that stands next, also when the bytes were cut before its end. False when there
   * is none.
   */
  open(tag: number): boolean {
    if (this.at + 2 > this.end || this.bytes[this.at] !== tag) return false;
    const length = berLength(this.bytes, this.at, this.end);
    if (length <= 0) return false;
    const first = this.bytes[this.at + 1]!;
    const end = Math.min(this.end, this.at + length);
    this.at += first < 0x80 ? 2 : 2 + (first & 0x7f);
    this.end = end;
    return true;
  }

  /** Goes into the element last read: the next ones are its parts. */
  enter(): void {
    this.at = this.from;
    this.end = this.to;
  }

  /** Goes on at `at` inside an element that ends at `end`; the way back out after enter(). */
  resume(at: number, end: number): void {
    this.at = at;
    this.end = end;
  }

  /** The element last read as a signed integer; 0 when it has no octets or more than a double holds exactly. */
  integer(): number {
    const length = this.to - this.from;
    if (length < 1 || length > 6) return 0;
    let value = (this.bytes[this.from]! << 24) >> 24;
    for (let at = this.from + 1; at < this.to; at++) value = value * 0x100 + this.bytes[at]!;
    return value;
  }
}

/** Bytes the whole element at `at` takes, -1 when that is not yet decided by [at, end), 0 when it is no BER element. */
export function berLength(bytes: Uint8Array, at: number, end: number): number {
  if (at + 2 > end) return -1;
  if ((bytes[at]! & 0x1f) === 0x1f) return 0;
  const first = bytes[at + 1]!;
  if (first < 0x80) return 2 + first;
  const octets = first & 0x7f;
  if (octets === 0 || octets > 4) return 0;
  if (at + 2 + octets > end) return -1;
  let length = 0;
  for (let i = 0; i < octets; i++) length = length * 0x100 + bytes[at + 2 + i]!;
  return 2 + octets + length;
}

/** RFC 2578 §3.5: at most 128 arcs, each of at most 32 bits, which take five octets. */
const OID_OCTETS = 128 * 5;
const ARC_OCTETS = 5;

/** True when [from, to) is the content of an OBJECT IDENTIFIER within the bounds of RFC 2578 §3.5. */
export function isOid(bytes: Uint8Array, from: number, to: number): boolean {
  if (from >= to || to - from > OID_OCTETS || bytes[to - 1]! >= 0x80) return false;
  let octets = 0;
  for (let at = from; at < to; at++) {
    if (++octets > ARC_OCTETS) return false;
    if (bytes[at]! < 0x80) octets = 0;
  }
  return true;
}

/** Dotted text of the OBJECT IDENTIFIER content [from, to); only where isOid(). */
export function oidText(bytes: Uint8Array, from: number, to: number): string {
  let text = '';
  let arc = 0;
  for (let at = from; at < to; at++) {
    const octet = bytes[at]!;
    arc = arc * 0x80 + (octet & 0x7f);
    if (octet >= 0x80) continue;
    if (text === '') text = arc < 40 ? `0.${arc}` : arc < 80 ? `1.${arc - 40}` : `2.${arc - 80}`;
    else text += `.${arc}`;
    arc = 0;
  }
  return text;
}
