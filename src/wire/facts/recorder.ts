import { Cursor, i32At } from '#bytes';
import type { FrameRange, Micros } from '#kernel';
import type { Anomalies } from '../anomalies.ts';
import type { Attribute, Out, Subject, ValueOrigin, View } from '../dissector.ts';
import { type Derivation, type Excerpt, PERSONAL_DATA, type PersonalData } from '../facts.ts';
import type { Packet } from '../layers/packet.ts';
import { VALUE_BYTES } from '../limits.ts';
import type { Ports } from '../ports.ts';
import type { Addresses } from '../streams/addresses.ts';
import type { Assembly, FrameHead } from '../streams/assembly.ts';
import type { Subjects } from '../streams/subjects.ts';
import type { FactTable } from './fact-table.ts';

/** Header bytes of a frame that evidence keeps at most: tunnels and options included. */
const HEADER_BYTES = 512;
const UTF8_PER_UNIT = 3;

/** What a dissector asked of the flow while it read; the flow tables act on it afterwards. */
export interface FlowOrders {
  done: boolean;
  encrypted: boolean;
  personal: number;
  become: string | undefined;
  /** With `become`: the edge keeps the name it has. */
  keepsName: boolean;
  label: string | undefined;
  /** 0: nothing said, 1: the sender is the client, 2: the sender is the server. */
  opener: number;
}

/**
 * The View and the Out that dissectors see, over the packet in hand or over a reassembled stream. One object, readied
 * for each message, so that reading costs no allocation.
 */
export class Recorder implements View, Out {
  bytes: Uint8Array = new Uint8Array(0);
  start = 0;
  end = 0;
  timeUs: Micros = 0;
  side: 0 | 1 = 0;
  sender: Subject = -1;
  receiver: Subject = -1;
  sourcePort = 0;
  destinationPort = 0;
  usualPort = false;
  multicast = false;
  afterGap = false;
  final = false;
  ipVersion = 0;
  ttl = 0;
  ipBits = 0;
  macAt = -1;
  sourceAt = -1;

  /** Set while `bytes` is put together from several frames. */
  assembly: Assembly | undefined = undefined;
  protocol = 0;
  capture = 0;
  readonly orders: FlowOrders = {
    done: false,
    encrypted: false,
    personal: 0,
    become: undefined,
    keepsName: false,
    label: undefined,
    opener: 0,
  };

  readonly ports: Ports;
  private readonly packet: Packet;
  private readonly facts: FactTable;
  private readonly subjects: Subjects;
  private readonly addresses: Addresses;
  private readonly anomalies: Anomalies;
  private readonly keepsExcerpts: boolean;
  private readonly shared = new Cursor(this.bytes);
  private readonly encoder = new TextEncoder();
  private readonly scratch = new Uint8Array(VALUE_BYTES * UTF8_PER_UNIT);

  constructor(parts: {
    readonly ports: Ports;
    readonly packet: Packet;
    readonly facts: FactTable;
    readonly subjects: Subjects;
    readonly addresses: Addresses;
    readonly anomalies: Anomalies;
    readonly keepsExcerpts: boolean;
  }) {
    this.ports = parts.ports;
    this.packet = parts.packet;
    this.facts = parts.facts;
    this.subjects = parts.subjects;
    this.addresses = parts.addresses;
    this.anomalies = parts.anomalies;
    this.keepsExcerpts = parts.keepsExcerpts;
  }

  cursor(): Cursor {
    return this.shared.set(this.bytes, this.start, this.end);
  }

  text(attribute: Attribute, subject: Subject, from: number, to: number): void {
    let begin = from;
    let end = Math.min(to, this.end);
    const bytes = this.bytes;
    // Padding is no part of a value: trimmed here, so that padded and unpadded forms are one fact.
    while (begin < end && isPadding(bytes[begin]!)) begin++;
    while (end > begin && isPadding(bytes[end - 1]!)) end--;
    if (begin >= end || begin < this.start) return;
    const id = this.facts.record(subject, attribute.index, bytes, begin, end, this);
    if (id >= 0) this.describe(id, begin, Math.min(end, begin + VALUE_BYTES), undefined, undefined);
  }

  value(attribute: Attribute, subject: Subject, value: string, from: number, to: number, more?: ValueOrigin): void {
    const trimmed = value.trim();
    if (trimmed === '') return;
    const written = this.encode(trimmed);
    const id = this.facts.record(subject, attribute.index, this.scratch, 0, written, this);
    if (id < 0) return;
    this.describe(id, from, to, more?.derived, more?.before);
  }

  keyed(
    attribute: Attribute,
    subject: Subject,
    from: number,
    to: number,
    build: () => string,
    derived?: Derivation,
  ): void {
    const makeText = (): Uint8Array => this.scratch.subarray(0, this.encode(build().trim()));
    const id = this.facts.record(subject, attribute.index, this.bytes, from, to, this, makeText);
    if (id < 0) return;
    this.describe(id, from, to, derived ?? 'computed', undefined);
  }

  /** Puts the text into `scratch` as UTF-8. Nearly all texts are short ASCII, where a loop beats the encoder's call. */
  private encode(text: string): number {
    const { scratch } = this;
    const length = Math.min(text.length, VALUE_BYTES);
    for (let i = 0; i < length; i++) {
      const code = text.charCodeAt(i);
      if (code > 0x7f) return this.encoder.encodeInto(text, scratch).written;
      scratch[i] = code;
    }
    return length;
  }

  locate(from: number, to: number): readonly FrameRange[] {
    if (from >= to) return [];
    if (this.assembly !== undefined) return this.assembly.locate(from, to);
    return [{ frame: this.packet.frame, offset: from - this.packet.start, length: to - from }];
  }

  private describe(
    id: number,
    from: number,
    to: number,
    derived: Derivation | undefined,
    before: readonly FrameRange[] | undefined,
  ): void {
    const here = this.locate(from, to);
    const ranges = before === undefined ? here : [...before, ...here];
    const across = ranges.some((range) => range.frame !== ranges[0]!.frame);
    this.facts.setSource(id, ranges, derived ?? (across ? 'reassembled' : undefined));
    if (this.keepsExcerpts) this.facts.setExcerpts(id, this.excerptsOf(from, to, here));
  }

  private excerptsOf(from: number, to: number, ranges: readonly FrameRange[]): Excerpt[] {
    const heads = this.assembly === undefined ? [this.head(this.packet)] : this.assembly.headsOf(from, to);
    return heads.flatMap((head) => {
      if (head === undefined) return [];
      const kept = [{ offset: 0, bytes: head.headers }];
      let at = from;
      for (const range of ranges) {
        if (range.frame === head.frame)
          kept.push({ offset: range.offset, bytes: this.bytes.slice(at, at + range.length) });
        at += range.length;
      }
      return [{ frame: head.frame, length: head.length, sha256: head.sha256, kept }];
    });
  }

  /** What evidence needs of the frame in hand; undefined when excerpts are not kept. */
  head(p: Packet): FrameHead | undefined {
    if (!this.keepsExcerpts) return undefined;
    return {
      frame: p.frame,
      length: p.frameEnd - p.start,
      sha256: this.ports.digest('sha256', p.frameBytes.subarray(p.start, p.frameEnd)),
      headers: p.frameBytes.slice(p.start, Math.min(p.headersEnd, p.start + HEADER_BYTES)),
    };
  }

  personal(category: PersonalData, count: number): void {
    if (count <= 0) return;
    let bit = 0;
    while (PERSONAL_DATA[bit] !== category) bit++;
    this.orders.personal |= 1 << bit;
  }

  encrypted(): void {
    this.orders.encrypted = true;
  }

  anomaly(kind: string): void {
    this.anomalies.add(kind, this.packet.frame);
  }

  done(): void {
    this.orders.done = true;
  }

  become(dissectorId: string): void {
    this.orders.become = dissectorId;
    this.orders.keepsName = false;
  }

  carry(dissectorId: string): void {
    this.orders.become = dissectorId;
    this.orders.keepsName = true;
  }

  label(dissectorId: string): void {
    this.orders.label = dissectorId;
  }

  senderIsClient(): void {
    this.orders.opener = 1;
  }

  senderIsServer(): void {
    this.orders.opener = 2;
  }

  subjectOfMac(at: number): Subject {
    return this.subjects.ofMac(this.macBytes(at), at);
  }

  subjectOfAddress(mac: Uint8Array): Subject {
    return this.subjects.ofMac(mac, 0);
  }

  subjectOfIpv4(at: number): Subject {
    return this.subjects.ofIp(4, i32At(this.bytes, at));
  }

  subjectOfIpv6(at: number): Subject {
    return this.subjects.ofIp(6, this.addresses.internIpv6(this.bytes, at));
  }

  subjectOfIpv4AndMac(ipAt: number, macAt: number): Subject {
    return this.subjects.ofBoth(this.bytes, macAt, 4, i32At(this.bytes, ipAt));
  }

  subjectOfIpv6AndMac(ipAt: number, macAt: number): Subject {
    return this.subjects.ofBoth(this.bytes, macAt, 6, this.addresses.internIpv6(this.bytes, ipAt));
  }

  /** A frame dissector's MAC stands in the frame, all else in `bytes`; they are the same but for IP fragments. */
  private macBytes(at: number): Uint8Array {
    return at === this.macAt ? this.packet.frameBytes : this.bytes;
  }
}

/** NUL, control characters and space. */
const isPadding = (byte: number): boolean => byte <= 0x20;
