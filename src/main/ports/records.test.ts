import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Person, runServer, type RunningServer } from '../../../tests/running-server.ts';

let running: RunningServer;
let editor: Person;
let other: Person;
beforeAll(async () => {
  running = await runServer();
  editor = await running.person('editor', 'asks');
  other = await running.person('editor', 'decides');
});
afterAll(() => running.stop());

const administrator = () => running.administrator.client;

describe('approvals', () => {
  const body = { kind: 'capture.open', subject: { kind: 'capture', id: 'c1', name: 'a.pcap' }, reason: '調査のため' };

  test('approvals.request and approvals.approve take two people', async () => {
    const { id, state, requestedBy } = await editor.client.approvals.request({ body });
    expect({ state, requestedBy }).toEqual({
      state: 'pending',
      requestedBy: { id: editor.accountId, name: 'asks さん' },
    });
    const approve = { params: { approvalId: id }, body: { remark: 'よい' } };
    await expect(editor.client.approvals.approve(approve)).rejects.toMatchObject({
      problem: { code: 'second-person-required' },
    });
    expect(await other.client.approvals.approve(approve)).toMatchObject({
      state: 'approved',
      decidedBy: { id: other.accountId },
      remark: 'よい',
    });
    await expect(other.client.approvals.approve(approve)).rejects.toMatchObject({
      problem: { code: 'state-conflict' },
    });
    const { records } = await administrator().audit.list({ query: { limit: 2 } });
    expect(records).toMatchObject([
      { kind: 'approval.approved', actor: { id: other.accountId }, subject: body.subject },
      { kind: 'approval.requested', actor: { id: editor.accountId }, details: { reason: '調査のため' } },
    ]);
  });

  test('approvals.refuse takes the own request back, and approvals.list tells states', async () => {
    const { id } = await editor.client.approvals.request({ body });
    expect(
      (await other.client.approvals.list({ query: { state: 'pending' } })).approvals.map((each) => each.id),
    ).toEqual([id]);
    await editor.client.approvals.refuse({ params: { approvalId: id }, body: {} });
    expect((await other.client.approvals.list({ query: { state: 'pending' } })).total).toBe(0);
    expect((await other.client.approvals.list()).approvals[0]).toMatchObject({ id, state: 'refused' });
    const unknown = { params: { approvalId: '01900000-0000-7000-8000-000000000000' }, body: {} };
    await expect(other.client.approvals.refuse(unknown)).rejects.toMatchObject({ problem: { code: 'not-found' } });
    await expect(editor.client.approvals.request({ body: { ...body, kind: 'Anything' } })).rejects.toMatchObject({
      problem: { code: 'input-invalid', fields: [{ path: 'body.kind' }] },
    });
  });
});

describe('settings', () => {
  test('settings.change changes what is given; settings.get and server.health tell it', async () => {
    const before = await editor.client.settings.get();
    const changed = await administrator().settings.change({ body: { language: 'en', siteName: '中央病院' } });
    expect(changed).toEqual({ ...before, language: 'en', siteName: '中央病院' });
    expect(await running.nobody.client.server.health()).toEqual({ status: 'ok', language: 'en' });
    const { records } = await administrator().audit.list({ query: { kind: 'settings.changed' } });
    expect(records[0]).toMatchObject({ details: { given: { language: 'en', siteName: '中央病院' } } });
    await expect(editor.client.settings.change({ body: { language: 'ja' } })).rejects.toMatchObject({
      problem: { code: 'permission-denied' },
    });
    await expect(administrator().settings.change({ body: { retentionDays: -1 } })).rejects.toMatchObject({
      problem: { code: 'input-invalid' },
    });
  });
});

describe('audit', () => {
  test('audit.list finds by kind, name and time; audit.verify finds the chain unbroken', async () => {
    const { total, records } = await administrator().audit.list({ query: { text: 'asks' } });
    expect(total).toBeGreaterThan(2);
    const [newest] = records;
    expect(await administrator().audit.list({ query: { since: newest?.at ?? '', text: 'asks' } })).toMatchObject({
      total: 1,
    });
    expect((await administrator().audit.list({ query: { until: '2001-01-01T00:00:00Z' } })).total).toBe(0);
    const all = await administrator().audit.list({ query: { limit: 500 } });
    expect(all.records.map(({ number }) => number)).toEqual(
      Array.from({ length: all.total }, (_, at) => all.total - at),
    );
    expect(await administrator().audit.verify()).toEqual({
      intact: true,
      records: all.total,
      head: all.records[0]?.hash,
    });
  });

  test('reading leaves no record', async () => {
    const { total } = await administrator().audit.list();
    await administrator().devices.list();
    await administrator().overview.get();
    await administrator().captures.list();
    expect((await administrator().audit.list()).total).toBe(total);
  });
});

describe('server.description', () => {
  test('describes every operation, with its permission', async () => {
    const document = await administrator().server.description();
    expect(document).toMatchObject({ openapi: '3.1.1', info: { title: 'Mimamori' } });
    expect(document).toHaveProperty(['paths', '/api/devices', 'get', 'x-access'], 'devices.read');
    expect(document).toHaveProperty(['paths', '/api/accounts', 'post', 'x-audit'], 'account.created');
  });
});
