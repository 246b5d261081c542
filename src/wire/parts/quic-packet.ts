import { u32At } from '#bytes';
import type { Ports } from '../ports.ts';
import { copyBytes } from './copy-bytes.ts';
import type { InitialKeys } from './quic-keys.ts';

/** RFC 9000 §17.2: connection ids of version 1 have at most 20 bytes. */
const CONNECTION_ID_BYTES = 20;
/** RFC 9001 §5.4.2: the sample begins four bytes behind the packet number, which is taken to be four bytes long. */
const SAMPLE_OFFSET = 4;
const SAMPLE_BYTES = 16;

/** Where the parts of a long-header packet stand (RFC 9000 §17.2). One object serves many packets. */
export class LongHeader {
  version = 0;
  /** Bits 4 and 5 of the first byte; what they mean depends on the version. */
  type = 0;
  destinationFrom = 0;
  destinationTo = 0;
  /** End of the source connection id, where the fields of the type begin. */
  fieldsFrom = 0;

  /** False when the bytes are no long header. */
  read(bytes: Uint8Array, at: number, end: number): boolean {
    if (end - at < 7 || (bytes[at]! & 0x80) === 0) return false;
    this.version = u32At(bytes, at + 1);
    this.type = (bytes[at]! >> 4) & 3;
    this.destinationFrom = at + 6;
    this.destinationTo = at + 6 + bytes[at + 5]!;
    if (bytes[at + 5]! > CONNECTION_ID_BYTES || this.destinationTo >= end) return false;
    const source = bytes[this.destinationTo]!;
    this.fieldsFrom = this.destinationTo + 1 + source;
    return source <= CONNECTION_ID_BYTES && this.fieldsFrom <= end;
  }
}

/** Reads the variable-length integers of RFC 9000 §16. */
export class VarintReader {
  at = 0;
  ok = true;
  private bytes: Uint8Array = new Uint8Array(0);
  private end = 0;

  set(bytes: Uint8Array, at: number, end: number): this {
    this.bytes = bytes;
    this.at = at;
    this.end = end;
    this.ok = true;
    return this;
  }

  /** 0, with `ok` false, at the end. Values beyond 2^53 lose precision, which no length check can mistake for a fit. */
  next(): number {
    const first = this.bytes[this.at];
    const length = first === undefined ? 0 : 1 << (first >> 6);
    if (first === undefined || this.at + length > this.end) {
      this.ok = false;
      this.at = this.end;
      return 0;
    }
    let value = first & 0x3f;
    for (let i = 1; i < length; i++) value = value * 256 + this.bytes[this.at + i]!;
    this.at += length;
    return value;
  }

  skip(count: number): void {
    if (count > this.end - this.at) {
      this.ok = false;
      this.at = this.end;
    } else this.at += count;
  }
}

/** The payload of a packet and where its first byte stands in the datagram: the cipher keeps positions. */
export interface OpenedPacket {
  readonly payload: Uint8Array;
  readonly payloadFrom: number;
}

/**
 * Removes header protection (RFC 9001 §5.4) and opens the payload (§5.3) of the packet at `start`, of which the packet
 * number stands at `numberAt` and the end is `end`. Undefined when the keys do not fit.
 */
export function openInitial(
  ports: Ports,
  keys: InitialKeys,
  bytes: Uint8Array,
  start: number,
  numberAt: number,
  end: number,
): OpenedPacket | undefined {
  const sampleAt = numberAt + SAMPLE_OFFSET;
  if (sampleAt + SAMPLE_BYTES > end) return undefined;
  const mask = ports.aes128Block(keys.headerProtection, copyBytes(bytes, sampleAt, sampleAt + SAMPLE_BYTES));
  const first = bytes[start]! ^ (mask[0]! & 0x0f);
  const payloadFrom = numberAt + (first & 3) + 1;
  const header = copyBytes(bytes, start, payloadFrom);
  header[0] = first;
  const nonce = copyBytes(keys.iv);
  for (let at = numberAt; at < payloadFrom; at++) {
    const plain = bytes[at]! ^ mask[1 + at - numberAt]!;
    header[at - start] = plain;
    nonce[nonce.length - (payloadFrom - at)]! ^= plain;
  }
  const payload = ports.aes128GcmOpen(keys.key, nonce, header, copyBytes(bytes, payloadFrom, end));
  return payload && { payload, payloadFrom };
}
