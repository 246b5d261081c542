import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { captureOfPrograms } from '../../../tests/captures-of-programs.ts';
import { runServer, type RunningServer } from '../../../tests/running-server.ts';
import type { Device } from '#contract';

let running: RunningServer;
let ct: Device;
beforeAll(async () => {
  running = await runServer();
  await running.upload(captureOfPrograms('ward-mixed.pcap'));
  ct = await ctByItsTitle();
});
afterAll(() => running.stop());

const api = () => running.administrator.client.devices;

async function ctByItsTitle(): Promise<Device> {
  const { devices } = await api().list({ query: { text: 'ctroom00' } });
  expect(devices).toHaveLength(1);
  return await api().get({ params: { deviceId: devices[0]?.id ?? '' } });
}

const typeId = async (name: string): Promise<string> => {
  const { types } = await running.administrator.client.knowledge.deviceTypes();
  return types.find(({ en }) => en === name)?.id ?? '';
};

describe('devices.list and devices.facets', () => {
  test('find a device by any identity, and by what was concluded', async () => {
    for (const text of ['44:4b:5d:10:00:11', '444b5d100011', '10.20.30.11', 'CT00-88231', 'revo_ct_22bc.0']) {
      expect(
        (await api().list({ query: { text } })).devices.map(({ id }) => id),
        text,
      ).toEqual([ct.id]);
    }
    const { type } = await api().facets();
    const [{ value, count } = { value: '', count: 0 }] = type.filter((each) => each.value !== 'unknown');
    expect((await api().list({ query: { type: [value] } })).total).toBe(count);
    expect((await api().list({ query: { text: 'no such device' } })).total).toBe(0);
  });

  test('answer parts of one order', async () => {
    const all = await api().list({ query: { sort: 'address', limit: 100 } });
    const second = await api().list({ query: { sort: 'address', offset: 1, limit: 2 } });
    expect(second.devices).toEqual(all.devices.slice(1, 3));
    expect(second.total).toBe(all.devices.length);
    const down = await api().list({ query: { sort: 'last-seen', direction: 'descending' } });
    expect(down.devices.map(({ lastSeen }) => lastSeen)).toEqual(
      down.devices
        .map(({ lastSeen }) => lastSeen)
        .toSorted()
        .toReversed(),
    );
  });

  test('refuse what is no filter', async () => {
    const { status, text } = await running.administrator.request({ path: '/api/devices?sort=cost&limit=0' });
    expect(status).toBe(400);
    expect(JSON.parse(text)).toMatchObject({ fields: [{ path: 'query.sort' }, { path: 'query.limit' }] });
  });
});

describe('devices.get', () => {
  test('gives conclusions that lead to evidence', () => {
    expect(ct.ips).toContain('10.20.30.11');
    expect(ct.conclusions.serial?.value).toBe('CT00-88231');
    const ids = new Set(ct.evidence.map(({ id }) => id));
    for (const { because } of Object.values(ct.conclusions)) {
      expect(because.length).toBeGreaterThan(0);
      for (const id of because) expect(ids).toContain(id);
    }
    expect(ct.personalData).toContain('name');
  });

  test('finds nothing under another id', async () => {
    for (const deviceId of ['mac-000000000000', '../../etc/passwd', "'; drop table device; --"]) {
      await expect(api().get({ params: { deviceId } })).rejects.toMatchObject({ problem: { code: 'not-found' } });
    }
  });
});

describe('devices.evidence', () => {
  test('opens a value into the bytes that said so', async () => {
    const summary = ct.evidence.find(({ attribute }) => attribute === 'dicom.software');
    const params = { deviceId: ct.id, evidenceId: summary?.id ?? '' };
    const { value, source, excerpts } = await api().evidence({ params });
    expect(value).toBe('revo_ct_22bc.0');
    expect(source?.capture.name).toBe('ward-mixed.pcap');
    const [range] = source?.ranges ?? [];
    const excerpt = excerpts.find(({ frame }) => frame === range?.frame);
    const bytes = excerpt?.kept.flatMap(({ offset, bytes }) =>
      [...Buffer.from(bytes, 'base64')].map((byte, at) => [offset + at, byte] as const),
    );
    const at = new Map(bytes);
    const shown = Array.from({ length: range?.length ?? 0 }, (_, each) => at.get((range?.offset ?? 0) + each) ?? 0);
    expect(Buffer.from(shown).toString('latin1').trim()).toBe(value);
    // Fewer bytes than the frame has: the rest, with the patient in it, was never kept.
    expect(at.size).toBeLessThan(excerpt?.length ?? 0);
    expect(excerpt?.sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  test('of every attribute is there, with the hash of its frame', async () => {
    const file = captureOfPrograms('ward-mixed.pcap').bytes;
    const hashes = new Set(framesOf(file).map((frame) => createHash('sha256').update(frame).digest('hex')));
    const { devices } = await api().list();
    let opened = 0;
    for (const { id } of devices.slice(0, 4)) {
      const device = await api().get({ params: { deviceId: id } });
      const seen = device.evidence.filter(
        ({ kind, protocol }) => kind === 'observed' && !/^(traffic|registry)$/.test(protocol),
      );
      for (const { id: evidenceId, attribute } of seen) {
        const detail = await api().evidence({ params: { deviceId: id, evidenceId } });
        expect(detail.source, `${id} ${attribute}`).toBeDefined();
        for (const { sha256 } of detail.excerpts) expect(hashes).toContain(sha256);
        opened++;
      }
    }
    expect(opened).toBeGreaterThan(50);
  });

  test('finds nothing under another id', async () => {
    await expect(api().evidence({ params: { deviceId: ct.id, evidenceId: 'x#1' } })).rejects.toMatchObject({
      problem: { code: 'not-found' },
    });
  });
});

describe('devices.edges', () => {
  test('tell with whom it speaks, the most bytes first, with names', async () => {
    const { total, edges } = await api().edges({ params: { deviceId: ct.id } });
    expect(edges).toHaveLength(total);
    const dicom = edges.find(({ protocol }) => protocol === 'dicom');
    expect(dicom).toMatchObject({ purpose: 'clinical-data', reach: 'inside', encrypted: false });
    expect(dicom?.personalData).toContain('name');
    expect([dicom?.client.deviceId, dicom?.server.deviceId]).toContain(ct.id);
    const bytes = edges.map((edge) => edge.bytes);
    expect(bytes).toEqual(bytes.toSorted((a, b) => b - a));
    const part = await api().edges({ params: { deviceId: ct.id }, query: { offset: 1, limit: 1 } });
    expect(part.edges).toEqual(edges.slice(1, 2));
  });
});

describe('devices.correct, devices.withdraw-correction and devices.timeline', () => {
  test('a correction stands against new traffic and a restart, and can be taken back', async () => {
    const wrong = await typeId('Insulin pump');
    const before = ct.conclusions.type?.value;
    expect([wrong, before]).not.toContain('');
    expect(wrong).not.toBe(before);
    const params = { deviceId: ct.id, conclusion: 'type' } as const;
    const corrected = await api().correct({ params, body: { value: wrong, reason: '銘板で確認' } });
    expect(corrected.conclusions.type?.value).toBe(wrong);
    expect(corrected.corrections).toMatchObject([{ conclusion: 'type', value: wrong, reason: '銘板で確認' }]);
    await running.upload(captureOfPrograms('dicom-plain-orthanc.pcap'));
    expect((await ctByItsTitle()).conclusions.type?.value).toBe(wrong);
    await running.restart();
    await running.server.site.settled();
    const after = await ctByItsTitle();
    expect(after).toMatchObject({ corrected: ['type'], conclusions: { type: { value: wrong } } });
    expect((await api().list({ query: { type: [wrong] } })).devices.map(({ id }) => id)).toEqual([ct.id]);

    const withdrawn = await api().withdrawCorrection({ params });
    expect(withdrawn.conclusions.type?.value).toBe(before);
    expect(withdrawn.corrected).toEqual([]);
    await expect(api().withdrawCorrection({ params })).rejects.toMatchObject({ problem: { code: 'not-found' } });
    const { entries } = await api().timeline({ params: { deviceId: ct.id } });
    expect(entries.slice(0, 2)).toMatchObject([
      { kind: 'withdrawal', attribute: 'type', who: 'administrator' },
      { kind: 'correction', value: wrong, who: 'administrator' },
    ]);
    const { records } = await running.administrator.client.audit.list({ query: { text: ct.names[0] ?? '' } });
    expect(records.map(({ kind }) => kind)).toEqual(['device.correction-withdrawn', 'device.corrected']);
    expect(records[1]).toMatchObject({ subject: { id: ct.id }, details: { value: wrong, was: before } });
  });

  test('the later of two corrections counts', async () => {
    const params = { deviceId: ct.id, conclusion: 'place' } as const;
    await api().correct({ params, body: { value: '2階 検査室' } });
    const device = await api().correct({ params, body: { value: '3階 検査室' } });
    expect(device.corrections).toMatchObject([{ value: '3階 検査室' }]);
    expect(device.conclusions.place?.value).toBe('3階 検査室');
    const withdrawn = await api().withdrawCorrection({ params });
    expect(withdrawn.conclusions.place?.value).toBe(ct.conclusions.place?.value);
  });

  test('unknown types, roles and devices are refused, and leave nothing behind', async () => {
    const before = await running.administrator.client.audit.list({ query: { limit: 1 } });
    for (const conclusion of ['type', 'role'] as const) {
      const params = { deviceId: ct.id, conclusion };
      await expect(api().correct({ params, body: { value: 'T999x' } })).rejects.toMatchObject({
        problem: { code: 'input-invalid', fields: [{ path: 'body.value' }] },
      });
    }
    const params = { deviceId: 'mac-000000000000', conclusion: 'model' } as const;
    await expect(api().correct({ params, body: { value: 'X' } })).rejects.toMatchObject({
      problem: { code: 'not-found' },
    });
    expect((await running.administrator.client.audit.list({ query: { limit: 1 } })).total).toBe(before.total);
  });
});

/** Frames of a little-endian pcap file. */
function framesOf(file: Buffer): Buffer[] {
  const frames: Buffer[] = [];
  for (let at = 24; at < file.length; ) {
    const length = file.readUInt32LE(at + 8);
    frames.push(file.subarray(at + 16, at + 16 + length));
    at += 16 + length;
  }
  return frames;
}
