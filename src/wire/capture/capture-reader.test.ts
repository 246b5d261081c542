import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytesOf, pcap, u16, u32 } from '../../../tests/packets.ts';
import { Anomalies } from '../anomalies.ts';
import { CaptureReader } from './capture-reader.ts';

interface Frame {
  readonly bytes: readonly number[];
  readonly wireLength: number;
  readonly timeUs: number;
  readonly linkType: number;
}

function readAll(
  file: Uint8Array,
  pieceBytes = file.length,
): { frames: Frame[]; anomalies: string[]; readable: boolean } {
  const frames: Frame[] = [];
  const anomalies = new Anomalies();
  const reader = new CaptureReader((bytes, start, end, wireLength, timeUs, linkType) => {
    frames.push({ bytes: [...bytes.subarray(start, end)], wireLength, timeUs, linkType });
  }, anomalies);
  for (let at = 0; at < file.length; ) {
    const room = reader.room();
    const part = file.subarray(at, at + Math.min(pieceBytes, room.length));
    room.set(part);
    reader.filled(part.length);
    at += part.length;
  }
  const readable = reader.end();
  return { frames, anomalies: anomalies.take().map(({ kind }) => kind), readable };
}

const order = (little: boolean, value: number): number[] => (little ? u32(value).reverse() : u32(value));
const half = (little: boolean, value: number): number[] => (little ? u16(value).reverse() : u16(value));

function pcapFile(little: boolean, magic: number, fraction: number): Uint8Array {
  return bytesOf(
    order(little, magic),
    half(little, 2),
    half(little, 4),
    order(little, 0),
    order(little, 0),
    order(little, 65_535),
    order(little, 101),
    // one record: seconds, fraction, captured, on the wire, bytes
    order(little, 1_700_000_000),
    order(little, fraction),
    order(little, 3),
    order(little, 60),
    [7, 8, 9],
  );
}

describe('pcap', () => {
  test.each([
    { little: true, magic: 0xa1b2c3d4, fraction: 123_456 },
    { little: false, magic: 0xa1b2c3d4, fraction: 123_456 },
    { little: true, magic: 0xa1b23c4d, fraction: 123_456_789 },
    { little: false, magic: 0xa1b23c4d, fraction: 123_456_789 },
  ])('reads $magic in either byte order', ({ little, magic, fraction }) => {
    const { frames, anomalies } = readAll(pcapFile(little, magic, fraction));
    expect(frames).toEqual([{ bytes: [7, 8, 9], wireLength: 60, timeUs: 1_700_000_000_123_456, linkType: 101 }]);
    expect(anomalies).toEqual([]);
  });

  test('a record that claims more than any frame can hold is damage, and what came before is kept', () => {
    const file = bytesOf(
      pcapFile(true, 0xa1b2c3d4, 0),
      order(true, 1),
      order(true, 2),
      order(true, 0x7fffffff),
      order(true, 9),
    );
    const { frames, anomalies, readable } = readAll(file);
    expect(frames).toHaveLength(1);
    expect(anomalies).toEqual(['capture-damaged']);
    expect(readable).toBe(true);
  });

  test('says the same for pieces of any size, and for every cut length gives the whole records and says that it was cut', () => {
    const file = pcap([bytesOf([1, 2, 3]), bytesOf([4]), bytesOf(Array.from({ length: 50 }, (_, i) => i))]);
    const whole = readAll(file).frames;
    fc.assert(
      fc.property(fc.integer({ min: 1, max: file.length }), (piece) => {
        expect(readAll(file, piece).frames).toEqual(whole);
      }),
    );
    for (let cut = 24; cut < file.length; cut++) {
      const { frames, anomalies } = readAll(file.subarray(0, cut));
      expect(frames).toEqual(whole.slice(0, frames.length));
      const atRecordEnd = cut === 24 || cut === 24 + 19 || cut === 24 + 19 + 17;
      expect(anomalies).toEqual(atRecordEnd ? [] : ['capture-cut']);
    }
  });
});

function block(little: boolean, type: number, body: readonly number[]): number[] {
  const length = 12 + body.length;
  return [...order(little, type), ...order(little, length), ...body, ...order(little, length)];
}

function pcapngFile(little: boolean): Uint8Array {
  const section = block(little, 0x0a0d0d0a, [
    ...order(little, 0x1a2b3c4d),
    ...half(little, 1),
    ...half(little, 0),
    ...order(little, 0xffffffff),
    ...order(little, 0xffffffff),
  ]);
  const option = (code: number, value: readonly number[]): number[] => [
    ...half(little, code),
    ...half(little, value.length),
    ...value,
    ...Array.from({ length: (4 - (value.length & 3)) & 3 }, () => 0),
  ];
  const ethernet = block(little, 1, [...half(little, 1), 0, 0, ...order(little, 0)]);
  const rawNano = block(little, 1, [
    ...half(little, 101),
    0,
    0,
    ...order(little, 0),
    ...option(9, [9]),
    ...option(0, []),
  ]);
  const packet = (id: number, high: number, low: number): number[] =>
    block(little, 6, [
      ...order(little, id),
      ...order(little, high),
      ...order(little, low),
      ...order(little, 2),
      ...order(little, 64),
      1,
      2,
      0,
      0,
    ]);
  const micro = 1_700_000_000_123_456;
  const nano = 1_700_000_000_123_456_789n;
  return bytesOf(
    section,
    ethernet,
    block(little, 0x0bad, [1, 2, 3, 4]),
    packet(0, Math.floor(micro / 2 ** 32), micro % 2 ** 32),
    rawNano,
    packet(1, Number(nano >> 32n), Number(nano & 0xffffffffn)),
    block(little, 3, [...order(little, 2), 5, 6, 0, 0]),
  );
}

describe('pcapng', () => {
  test.each([true, false])(
    'several interfaces, resolution by interface, unknown blocks skipped; little endian: %s',
    (little) => {
      const { frames, anomalies } = readAll(pcapngFile(little));
      expect(frames).toEqual([
        { bytes: [1, 2], wireLength: 64, timeUs: 1_700_000_000_123_456, linkType: 1 },
        { bytes: [1, 2], wireLength: 64, timeUs: 1_700_000_000_123_456, linkType: 101 },
        { bytes: [5, 6], wireLength: 2, timeUs: 0, linkType: 1 },
      ]);
      expect(anomalies).toEqual([]);
    },
  );

  test('a packet of an interface that was never described is an anomaly, not a frame', () => {
    const file = pcapngFile(true);
    const damaged = Uint8Array.from(file);
    // The interface number of the first packet: section 28 bytes, interface 20, unknown 16, block head 8.
    damaged[28 + 20 + 16 + 8] = 9;
    const { frames, anomalies } = readAll(damaged);
    expect(frames).toHaveLength(2);
    expect(anomalies).toEqual(['capture-block']);
  });
});

test('random bytes are never a crash, and say that they are no capture', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      const { frames, anomalies, readable } = readAll(bytes);
      expect(frames).toEqual([]);
      expect(readable).toBe(false);
      expect(anomalies).toHaveLength(1);
    }),
  );
});

test('damage anywhere in a capture never throws', () => {
  const file = pcapngFile(true);
  fc.assert(
    fc.property(fc.nat(file.length - 1), fc.nat(255), (at, value) => {
      const damaged = Uint8Array.from(file);
      damaged[at] = value;
      for (const { bytes } of readAll(damaged).frames) expect(bytes.length).toBeLessThanOrEqual(file.length);
    }),
  );
});
