import { describe, expect, test } from 'vitest';
import { captures, sensors } from '../index.ts';
import { ENGINES, usePlace } from '../../../tests/store/place.ts';
import { beginReading, handOf, NOON } from '../../../tests/store/samples.ts';

describe.each(ENGINES)('captures, $name', ({ open }) => {
  const place = usePlace(open);
  const hand = async () => handOf(place().store, await place().newScope());

  test('what was queued or being read is found again after a restart, in order', async () => {
    const on = await hand();
    const { sensorId, captureId, run } = await beginReading(on);
    const live = { name: 'eth0', origin: 'live' as const, sensorId, addedBy: 'tester' };
    const second = await on.read((t) => captures.add(t, live, NOON + 1));
    expect(second).not.toHaveProperty('sizeBytes');
    const open = await on.read(captures.open);
    expect(open).toEqual([
      {
        id: captureId,
        name: 'a.pcap',
        origin: 'upload',
        state: 'reading',
        sensorId,
        run,
        location: 'spool/a',
        sizeBytes: 100,
      },
      { id: second.id, name: 'eth0', origin: 'live', state: 'queued', sensorId },
    ]);
    const { total, captures: listed } = await on.read((t) => captures.list(t, { offset: 0, limit: 1 }));
    expect([total, listed.map(({ id }) => id)]).toEqual([2, [second.id]]);
  });

  test('a capture ends once', async () => {
    const on = await hand();
    const { captureId } = await beginReading(on);
    const ended = await on.read((t) =>
      captures.end(t, captureId, { state: 'failed', error: 'capture-unreadable' }, NOON),
    );
    expect(ended).toMatchObject({
      state: 'failed',
      error: 'capture-unreadable',
      endedAt: '2026-11-21T12:00:00.000000Z',
    });
    const again = on.read((t) => captures.end(t, captureId, { state: 'cancelled' }, NOON));
    await expect(again).rejects.toMatchObject({ code: 'state-conflict' });
    const unknown = '01900000-0000-7000-8000-000000000000';
    await expect(on.read((t) => captures.end(t, unknown, { state: 'cancelled' }, NOON))).rejects.toMatchObject({
      code: 'not-found',
    });
    expect(await on.read((t) => captures.find(t, unknown))).toBeUndefined();
  });

  test('a sensor is made once and told piece by piece how it does', async () => {
    const on = await hand();
    const given = { name: 'live eth0', interface: 'eth0' };
    const made = await on.read((t) => sensors.ensure(t, given, NOON));
    expect(await on.read((t) => sensors.ensure(t, given, NOON + 5))).toEqual(made);
    await on.read((t) => sensors.update(t, made.id, { state: 'live', packets: 5, error: 'internal' }));
    const news = { droppedPackets: 1, packetsPerSecond: 2.5, heardAtUs: NOON, error: null };
    expect(await on.read((t) => sensors.update(t, made.id, news))).toEqual({
      ...made,
      state: 'live',
      packets: 5,
      droppedPackets: 1,
      packetsPerSecond: 2.5,
      lastHeardAt: '2026-11-21T12:00:00.000000Z',
    });
    const unknown = '01900000-0000-7000-8000-000000000000';
    await expect(on.read((t) => sensors.update(t, unknown, {}))).rejects.toMatchObject({ code: 'not-found' });
  });
});
