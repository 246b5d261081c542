import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytesOf, ethernet, ipv4, macOf, tcp } from '../../../tests/packets.ts';
import { rehearse, type Seen } from '../../../tests/rehearsal.ts';
import { defineAttributes, defineDissector, MORE, NEED_MORE, NO, SURE } from '../dissector.ts';
import { HOLE_SEGMENTS, RECOGNITION_PACKETS, SMALL_SLOT_BYTES } from '../limits.ts';

const attributes = defineAttributes('lines', { line: ['name-seen', 'One line'] });
const LF = 10;

/** A protocol of lines: `#!` at the beginning, then lines; `skip N` is followed by N bytes to be passed by counting. */
const lines = defineDissector<undefined, { begun: boolean }>({
  id: 'lines',
  title: 'Lines',
  source: 'this test',
  attributes,
  stream: {
    ports: [7],
    attach: 'whole',
    recognise: ({ bytes, start, end }) =>
      bytes[start] !== 0x23 ? NO : end - start < 2 ? MORE : bytes[start + 1] === 0x21 ? SURE : NO,
    open: () => ({ begun: false }),
    read(view, out) {
      const { bytes, start, end } = view;
      const lineEnd = bytes.indexOf(LF, start);
      if (lineEnd < 0 || lineEnd >= end) return NEED_MORE;
      out.text(attributes.line, view.sender, start, lineEnd);
      const skip = /^skip (\d+)$/.exec(new TextDecoder().decode(bytes.subarray(start, lineEnd)));
      return lineEnd + 1 - start + (skip === null ? 0 : Number(skip[1]));
    },
  },
});

const A = '10.0.0.1';
const B = '10.0.0.2';
const segment = (sequence: number, text: string, flags = 0x18): { raw: Uint8Array } => ({
  raw: ethernet(
    macOf(A),
    macOf(B),
    0x0800,
    ipv4({ from: A, to: B, protocol: 6 }, tcp(40_000, 9999, sequence, flags, bytesOf(text))),
  ),
});
const see = (packets: readonly { raw: Uint8Array }[]): Seen => rehearse({ dissectors: [lines], packets });
const syn = segment(99, '', 0x02);
const said = (seen: Seen): string[] => seen.values('lines.line');

describe('a stream', () => {
  test('cut anywhere, repeated and reordered within bounds, says the same, and evidence leads back to it', () => {
    const text = '#!first\nsecond line\nthird\n';
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 1, max: text.length - 1 }), { maxLength: 6 }),
        fc.nat(6),
        fc.boolean(),
        (cuts, swap, repeat) => {
          const edges = [0, ...cuts.toSorted((a, b) => a - b), text.length];
          const parts = edges.slice(1).map((to, i) => segment(100 + edges[i]!, text.slice(edges[i], to)));
          if (swap + 1 < parts.length) [parts[swap], parts[swap + 1]] = [parts[swap + 1]!, parts[swap]!];
          const seen = see([syn, ...parts.flatMap((part) => (repeat ? [part, part] : [part]))]);
          expect(said(seen)).toEqual(['#!first', 'second line', 'third']);
          for (const fact of seen.facts) expect(new TextDecoder().decode(seen.bytesOf(fact))).toBe(fact.value);
          expect(seen.anomalies).toEqual({});
        },
      ),
    );
  });

  test('bytes to be skipped are passed by counting, also over a hole', () => {
    const body = 'x'.repeat(3000);
    const whole = `#!a\nskip ${body.length}\n${body}after\n`;
    const parts: { raw: Uint8Array }[] = [];
    for (let at = 0; at < whole.length; at += 500) parts.push(segment(100 + at, whole.slice(at, at + 500)));
    expect(said(see([syn, ...parts]))).toEqual(['#!a', 'skip 3000', 'after']);
    expect(said(see([syn, ...parts.toSpliced(2, 1)]))).toEqual(['#!a', 'skip 3000', 'after']);
  });

  test('a hole that is not filled is loss: what follows goes on', () => {
    const parts = Array.from({ length: HOLE_SEGMENTS + 3 }, (_, i) => segment(200 + i * 3, `l${i}\n`));
    const seen = see([syn, segment(100, '#!a\n'), ...parts]);
    expect(seen.anomalies).toEqual({ 'tcp-gap': 1 });
    expect(said(seen)).toEqual(['#!a', ...parts.map((_, i) => `l${i}`)]);
  });

  test('a conflicting repetition changes nothing: the first copy wins', () => {
    expect(said(see([syn, segment(100, '#!ab'), segment(102, 'XY'), segment(104, '\n')]))).toEqual(['#!ab']);
  });

  test('a message longer than every slot is an anomaly and memory stays', () => {
    const seen = see([
      syn,
      segment(100, '#!a\n'),
      ...Array.from({ length: 80 }, (_, i) => segment(104 + i * 1400, 'y'.repeat(1400))),
    ]);
    expect(seen.anomalies['message-too-long']).toBeGreaterThan(0);
    expect(said(seen)).toEqual(['#!a']);
  });

  test('more than one small slot is kept when it fits a large one', () => {
    const long = 'z'.repeat(900);
    const count = Math.ceil(SMALL_SLOT_BYTES / 900) + 2;
    const parts = Array.from({ length: count }, (_, i) => segment(104 + i * 900, long));
    const seen = see([syn, segment(100, '#!a\n'), ...parts, segment(104 + count * 900, '\n')]);
    expect(seen.anomalies).toEqual({});
    expect(seen.facts).toHaveLength(2);
  });

  test('nobody knows it: only counted after the named number of looks', () => {
    const seen = see([syn, ...Array.from({ length: RECOGNITION_PACKETS + 5 }, (_, i) => segment(100 + i, '?'))]);
    expect(seen.edges).toHaveLength(1);
    expect(seen.edges[0]).toMatchObject({ packets: RECOGNITION_PACKETS + 6, port: 9999 });
    expect(seen.edges[0]).not.toHaveProperty('protocol');
  });

  test('a new connection on the same ports after the old one closed is a flow of its own', () => {
    const seen = see([
      syn,
      segment(100, '#!a\n'),
      segment(104, '', 0x04),
      segment(5000, '', 0x02),
      segment(5001, '#!b\n'),
    ]);
    expect(said(seen)).toEqual(['#!a', '#!b']);
    expect(seen.edges).toHaveLength(1);
    expect(seen.edges[0]).toMatchObject({ flows: 2, packets: 5, protocol: 'lines' });
  });
});

test('random segments never throw and never count a packet twice', () => {
  const piece = fc.tuple(fc.nat(60), fc.string({ maxLength: 12 }), fc.constantFrom(0x18, 0x02, 0x04, 0x11));
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const seen = see(pieces.map(([sequence, text, flags]) => segment(100 + sequence, text, flags)));
      expect(seen.edges.reduce((sum, { packets }) => sum + packets, 0)).toBe(pieces.length);
    }),
  );
});
