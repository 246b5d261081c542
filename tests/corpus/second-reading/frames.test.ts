import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { readFrames } from './frames.ts';

const folder = mkdtempSync(join(tmpdir(), 'corpus-frames-'));
afterAll(() => rmSync(folder, { recursive: true }));

function frames(bytes: Buffer) {
  const path = join(folder, 'capture');
  writeFileSync(path, bytes);
  return readFrames(path).map((frame) => [frame.linkType, frame.bytes.toString('latin1')]);
}

function u32(isLittle: boolean, ...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [at, value] of values.entries()) {
    if (isLittle) bytes.writeUInt32LE(value, 4 * at);
    else bytes.writeUInt32BE(value, 4 * at);
  }
  return bytes;
}

function pcap(isLittle: boolean, ...packets: readonly string[]): Buffer {
  const header = Buffer.concat([u32(isLittle, 0xa1b2c3d4), Buffer.alloc(12), u32(isLittle, 65535, 1)]);
  const records = packets.map((text) =>
    Buffer.concat([u32(isLittle, 0, 0, text.length, text.length), Buffer.from(text, 'latin1')]),
  );
  return Buffer.concat([header, ...records]);
}

/** type, length, body, length again */
const block = (type: number, body: Buffer) =>
  Buffer.concat([u32(true, type, body.length + 12), body, u32(true, body.length + 12)]);

test('pcap in both byte orders, also compressed', () => {
  const wanted = [
    [1, 'first'],
    [1, 'second'],
  ];
  expect(frames(pcap(true, 'first', 'second'))).toEqual(wanted);
  expect(frames(pcap(false, 'first', 'second'))).toEqual(wanted);
  expect(frames(gzipSync(pcap(true, 'first', 'second')))).toEqual(wanted);
});

test('pcapng counts packets of every interface and no other blocks', () => {
  const section = block(0x0a0d0d0a, Buffer.concat([u32(true, 0x1a2b3c4d), Buffer.alloc(12)]));
  const ethernet = block(1, u32(true, 1, 0));
  const raw = block(1, u32(true, 101, 0));
  const names = block(4, u32(true, 0));
  const enhanced = block(6, Buffer.concat([u32(true, 1, 0, 0, 4, 4), Buffer.from('data')]));
  const simple = block(3, Buffer.concat([u32(true, 4), Buffer.from('more')]));
  expect(frames(Buffer.concat([section, ethernet, raw, names, enhanced, simple]))).toEqual([
    [101, 'data'],
    [1, 'more'],
  ]);
});

test('a cut capture gives what stands before the cut', () => {
  const whole = pcap(true, 'first', 'second');
  expect(frames(whole.subarray(0, whole.length - 3))).toEqual([
    [1, 'first'],
    [1, 'sec'],
  ]);
  expect(frames(Buffer.from('no capture'))).toEqual([]);
});
