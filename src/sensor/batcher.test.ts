import { expect, test } from 'vitest';
import { wirePorts } from '#connect';
import { Engine } from '#wire';
import { bytesOf, ethernet, fromHex, pcap } from '../../tests/packets.ts';
import { feed } from '../../tests/rehearsal.ts';
import type { Batch } from './batch.ts';
import { Batcher } from './batcher.ts';

/** ARP replies (RFC 826): each host says that its address is at its MAC. */
const reply = (host: number): Uint8Array =>
  ethernet(
    `02:00:00:00:00:0${host}`,
    'ff:ff:ff:ff:ff:ff',
    0x0806,
    bytesOf(fromHex('0001080006040002'), [2, 0, 0, 0, 0, host], [10, 0, 0, host], [0, 0, 0, 0, 0, 0], [10, 0, 0, 9]),
  );

/** Two batches: hosts 1 and 2, then 2 again and 3. */
function batches(committed: number): (Batch | undefined)[] {
  const engine = new Engine({ ports: wirePorts(), seed: 1 });
  const batcher = new Batcher(engine, { sensorId: 's', run: 4, captureId: 'c', committed });
  engine.beginCapture();
  feed(engine, pcap([reply(1), reply(2)]));
  const first = batcher.next(engine.captureSoFar());
  feed(engine, pcap([reply(2), reply(3)]).subarray(24));
  return [first, ...batcher.end(engine.endCapture(), 'done')];
}

test('a batch tells each fact that is new or was seen again, with the count since the last', () => {
  const [first, second] = batches(0) as Batch[];
  const bindings = (batch: Batch): [string, number][] =>
    batch.facts
      .filter(({ attribute }) => attribute === 'arp.binding')
      .map(({ value, count }) => [value.slice(0, 8), count]);
  expect(bindings(first!)).toEqual([
    ['10.0.0.1', 1],
    ['10.0.0.2', 1],
  ]);
  expect(bindings(second!)).toEqual([
    ['10.0.0.2', 1],
    ['10.0.0.3', 1],
  ]);
  expect([first!.number, first!.finished, second!.number, second!.finished]).toEqual([1, false, 2, true]);
  expect(first!.captures[0]).toMatchObject({ id: 'c', packets: 2 });
  expect(second!.captures[0]).toMatchObject({ id: 'c', packets: 4, ended: 'done' });
});

test('what is committed already is made again with the same number, and not sent', () => {
  const [first, second] = batches(1);
  expect(first).toBeUndefined();
  expect(second).toMatchObject({ number: 2, run: 4, facts: (batches(0)[1] as Batch).facts });
});

test('what is left at the end comes in parts of a size, the last of which ends the run', () => {
  const engine = new Engine({ ports: wirePorts(), seed: 1 });
  const batcher = new Batcher(engine, { sensorId: 's', run: 4, captureId: 'c', committed: 0 });
  engine.beginCapture();
  const file = pcap([1, 2, 3, 4, 5].map(reply));
  feed(engine, file.subarray(0, file.length - 3));
  expect(batcher.progressOnly(engine.captureSoFar())).toMatchObject({ number: 1, facts: [], finished: false });
  const parts = [...batcher.end(engine.endCapture(), 'done', undefined, 3)];
  expect(parts.flatMap(({ facts }) => facts)).toHaveLength([...engine.facts()].length);
  expect(parts.every(({ facts }) => facts.length <= 3)).toBe(true);
  expect(parts.map(({ number }) => number)).toEqual(parts.map((_, at) => at + 2));
  expect(parts.map(({ finished }) => finished)).toEqual(parts.map((_, at) => at === parts.length - 1));
  expect(parts.map(({ captures: [capture] }) => capture?.ended)).toEqual([
    ...parts.slice(1).map(() => undefined),
    'done',
  ]);
  expect(parts.at(-1)?.captures[0]?.anomalies).toMatchObject([{ kind: 'capture-cut', count: 1 }]);
});
