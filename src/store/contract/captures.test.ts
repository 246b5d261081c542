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

  test('a capture that is to be kept keeps the place of its file until it is sealed, and is kept until it is forgotten', async () => {
    const on = await hand();
    const { sensorId } = await beginReading(on);
    const given = { origin: 'upload' as const, sensorId, addedBy: 'tester', sizeBytes: 9 };
    const addWith = async (name: string, keptUntil?: number) =>
      (await on.read((t) => captures.add(t, { ...given, name, location: `spool/${name}`, keptUntil }, NOON))).id;
    const [late, soon, failed, plain] = [
      await addWith('late', NOON + 9),
      await addWith('soon', NOON + 5),
      await addWith('failed', NOON + 5),
      await addWith('plain'),
    ];
    expect((await on.read(captures.kept)).map(({ name, hasEnded }) => [name, hasEnded])).toEqual([
      ['soon', false],
      ['failed', false],
      ['late', false],
    ]);
    for (const id of [late, soon, plain]) await on.read((t) => captures.end(t, id, { state: 'cancelled' }, NOON));
    const ended = await on.read((t) => captures.end(t, failed, { state: 'failed', error: 'internal' }, NOON));
    expect(ended).not.toHaveProperty('keptUntil');
    expect(await on.read(captures.kept)).toEqual([
      { id: soon, name: 'soon', keptUntil: NOON + 5, hasEnded: true, location: 'spool/soon' },
      { id: late, name: 'late', keptUntil: NOON + 9, hasEnded: true, location: 'spool/late' },
    ]);

    const file = { keptLocation: 'soon.sealed', keptBytes: 99 };
    const summary = await on.read((t) => captures.noteSealed(t, soon, file));
    expect(summary).toMatchObject({ keptUntil: '2026-11-21T12:00:00.000005Z', keptBytes: 99 });
    const sealed = { id: soon, name: 'soon', keptUntil: NOON + 5, hasEnded: true, keptLocation: 'soon.sealed' };
    expect(await on.read((t) => captures.findKept(t, soon))).toEqual(sealed);
    expect(await on.read((t) => captures.noteSealed(t, plain, file))).toBeUndefined();
    expect(await on.read((t) => captures.findKept(t, plain))).toBeUndefined();

    for (const id of [late, soon]) {
      const forgotten = await on.change((change) => captures.forgetKept(change, id));
      expect(forgotten).not.toHaveProperty('keptUntil');
      expect(forgotten).not.toHaveProperty('keptBytes');
      await expect(on.change((change) => captures.forgetKept(change, id))).rejects.toMatchObject({ code: 'not-found' });
    }
    expect(await on.read(captures.kept)).toEqual([]);
    expect(await on.read((t) => captures.noteSealed(t, late, file))).toBeUndefined();
  });

  test('a capture that is not to be kept any more while it is read can still be read', async () => {
    const on = await hand();
    const { sensorId } = await beginReading(on);
    const given = { name: 'b', origin: 'upload' as const, sensorId, addedBy: 'tester', location: 'spool/b' };
    const { id } = await on.read((t) => captures.add(t, { ...given, keptUntil: NOON + 1 }, NOON));
    await on.change((change) => captures.forgetKept(change, id));
    expect((await on.read(captures.open)).find((each) => each.id === id)).toMatchObject({ location: 'spool/b' });
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
