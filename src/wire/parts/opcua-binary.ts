import { i32At, u16leAt, u32leAt } from '#bytes';

/** No string of the messages that are read is longer; OPC UA itself has no bound. */
const STRING_OCTETS = 65_536;
/** Elements of one array that are walked. */
const ELEMENTS = 256;

/** Encodings of a NodeId (OPC 10000-6 §5.2.2.9). */
const TWO_BYTE = 0;
const FOUR_BYTE = 1;
const NUMERIC = 2;
const STRING = 3;
const GUID = 4;
const OPAQUE = 5;

/** Numbers of built-in types (OPC 10000-6 §5.1.2) that are looked into. */
export const BUILT_IN = { string: 12, extensionObject: 22 } as const;
const BYTE_STRING = 15;
const XML_ELEMENT = 16;
const NODE_ID = 17;
const EXPANDED_NODE_ID = 18;
const QUALIFIED_NAME = 20;
const LOCALIZED_TEXT = 21;
/** Octets of the built-in types that always have as many: Boolean to Double, DateTime, Guid, StatusCode. */
const FIXED_OCTETS: Readonly<Record<number, number>> = {
  1: 1,
  2: 1,
  3: 1,
  4: 2,
  5: 2,
  6: 4,
  7: 4,
  8: 8,
  9: 8,
  10: 4,
  11: 8,
  13: 8,
  14: 16,
  19: 4,
};
/** Bits of the octet in front of a Variant (§5.2.2.16). */
const IS_ARRAY = 0x80;
const HAS_DIMENSIONS = 0x40;
/** Bits in front of an ExpandedNodeId (§5.2.2.10). */
const HAS_NAMESPACE = 0x80;
const HAS_SERVER = 0x40;

/** Reads the binary encoding of OPC UA (OPC 10000-6 §5.2). Little endian; `ok` turns false for good past the end. */
export class OpcUaReader {
  bytes: Uint8Array = new Uint8Array(0);
  at = 0;
  end = 0;
  ok = true;
  /** Content of the string last read; from === to when it was null or empty. */
  from = 0;
  to = 0;
  /** Type of the extension object last read as a Variant. */
  extensionType = -1;

  set(bytes: Uint8Array, at: number, end: number): this {
    this.bytes = bytes;
    this.at = at;
    this.end = end;
    this.ok = true;
    return this;
  }

  skip(octets: number): void {
    this.at += octets;
    if (this.at > this.end) {
      this.at = this.end;
      this.ok = false;
    }
  }

  u8(): number {
    const { at } = this;
    this.skip(1);
    return this.ok ? this.bytes[at]! : 0;
  }

  u32(): number {
    const { at } = this;
    this.skip(4);
    return this.ok ? u32leAt(this.bytes, at) : 0;
  }

  /** A string or byte string (§5.2.2.4, §5.2.2.7): a length, -1 for null, then the octets. */
  string(): void {
    const length = this.u32();
    this.from = this.at;
    this.to = this.at;
    if (!this.ok || length === 0xffffffff) return;
    if (length > STRING_OCTETS) {
      this.ok = false;
      return;
    }
    this.skip(length);
    if (this.ok) this.to = this.at;
  }

  /** Length of an array (§5.2.5); 0 for null and when it is longer than what is walked. */
  count(): number {
    const length = this.u32();
    if (!this.ok || length === 0xffffffff) return 0;
    if (length <= ELEMENTS) return length;
    this.ok = false;
    return 0;
  }

  strings(): void {
    for (let left = this.count(); left > 0 && this.ok; left--) this.string();
  }

  /** A NodeId (§5.2.2.9); its number in namespace 0, else -1. */
  nodeId(): number {
    const encoding = this.u8() & 0x3f;
    const { at } = this;
    switch (encoding) {
      case TWO_BYTE:
        return this.u8();
      case FOUR_BYTE:
        this.skip(3);
        return this.ok && this.bytes[at] === 0 ? u16leAt(this.bytes, at + 1) : -1;
      case NUMERIC:
        this.skip(6);
        return this.ok && u16leAt(this.bytes, at) === 0 ? u32leAt(this.bytes, at + 2) : -1;
      case STRING:
      case OPAQUE:
        this.skip(2);
        this.string();
        return -1;
      case GUID:
        this.skip(18);
        return -1;
      default:
        this.ok = false;
        return -1;
    }
  }

  /** An ExtensionObject (§5.2.2.15). Answers the number of its type; its body is [from, to). */
  extension(): number {
    const type = this.nodeId();
    const encoding = this.u8();
    this.from = this.at;
    this.to = this.at;
    if (encoding !== 0) this.string();
    return type;
  }

  qualifiedName(): void {
    this.skip(2);
    this.string();
  }

  /**
   * A DataValue (§5.2.2.17): a mask, the value, then status and times. Answers as variant() does, 0 when there is no value.
   */
  dataValue(): number {
    const mask = this.u8();
    const type = (mask & 0x01) !== 0 ? this.variant() : 0;
    if ((mask & 0x02) !== 0) this.skip(4);
    if ((mask & 0x04) !== 0) this.skip(8);
    if ((mask & 0x10) !== 0) this.skip(2);
    if ((mask & 0x08) !== 0) this.skip(8);
    if ((mask & 0x20) !== 0) this.skip(2);
    return type;
  }

  /**
   * A Variant (§5.2.2.16). Answers its built-in type, or 0 for none and for an array; the content of a string or of an
   * extension object is [from, to) then. One that holds Variants or DataValues cannot be walked.
   */
  variant(): number {
    const mask = this.u8();
    const type = mask & 0x3f;
    if ((mask & IS_ARRAY) === 0) {
      this.builtIn(type);
      return type;
    }
    const octets = FIXED_OCTETS[type];
    if (octets !== undefined) {
      const length = this.u32();
      if (length !== 0xffffffff) this.skip(length * octets);
    } else for (let left = this.count(); left > 0 && this.ok; left--) this.builtIn(type);
    if ((mask & HAS_DIMENSIONS) !== 0) for (let left = this.count(); left > 0 && this.ok; left--) this.skip(4);
    return 0;
  }

  private builtIn(type: number): void {
    const octets = FIXED_OCTETS[type];
    if (octets !== undefined) return this.skip(octets);
    switch (type) {
      case 0:
        return;
      case BUILT_IN.string:
      case BYTE_STRING:
      case XML_ELEMENT:
        return this.string();
      case NODE_ID:
      case EXPANDED_NODE_ID: {
        const mask = this.at < this.end ? this.bytes[this.at]! : 0;
        this.nodeId();
        if ((mask & HAS_NAMESPACE) !== 0) this.string();
        if ((mask & HAS_SERVER) !== 0) this.skip(4);
        return;
      }
      case QUALIFIED_NAME:
        return this.qualifiedName();
      case LOCALIZED_TEXT:
        return this.localizedText();
      case BUILT_IN.extensionObject:
        this.extensionType = this.extension();
        return;
      default:
        this.ok = false;
    }
  }

  /** A LocalizedText (§5.2.2.14): a mask, then locale and text. */
  localizedText(): void {
    const mask = this.u8();
    if ((mask & 1) !== 0) this.string();
    this.from = this.at;
    this.to = this.at;
    if ((mask & 2) !== 0) this.string();
  }

  /** A DiagnosticInfo without inner ones (§5.2.2.12); with one the rest cannot be walked. */
  diagnostic(): void {
    const mask = this.u8();
    for (const bit of [0x01, 0x02, 0x04, 0x08]) if ((mask & bit) !== 0) this.skip(4);
    if ((mask & 0x10) !== 0) this.string();
    if ((mask & 0x20) !== 0) this.skip(4);
    if ((mask & 0x40) !== 0) this.ok = false;
  }

  /** RequestHeader (OPC 10000-4 §7.33). */
  requestHeader(): void {
    this.nodeId();
    this.skip(8 + 4 + 4);
    this.string();
    this.skip(4);
    this.extension();
  }

  /** ResponseHeader (OPC 10000-4 §7.34). Answers the result; 0 is good. */
  responseHeader(): number {
    this.skip(8 + 4);
    const result = this.u32();
    this.diagnostic();
    this.strings();
    this.extension();
    return result;
  }
}

/** Message types as the number of their three letters: HEL, ACK, ERR, RHE, OPN, MSG, CLO (OPC 10000-6 §6.7.2, §7.1.2). */
export const messageType = (bytes: Uint8Array, at: number): number => i32At(bytes, at) >>> 8;
