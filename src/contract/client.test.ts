import { expect, expectTypeOf, test } from 'vitest';
import { type ClientRequest, createClient, pathOf, Refusal } from './client.ts';
import { STATUS_OF } from './problem.ts';
import type { Account, DeviceSummary } from './index.ts';

function answering(status: number, body: unknown) {
  const requests: ClientRequest[] = [];
  const client = createClient((request) => {
    requests.push(request);
    return Promise.resolve({ status, body });
  });
  return { client, requests };
}

test('a call becomes a request with only the parts that it has', async () => {
  const { client, requests } = answering(200, { total: 0, devices: [] });
  await client.devices.list({ query: { text: 'CT 1&2', type: ['T1', 'T2'], limit: 5, vlan: undefined } });
  await client.devices.get({ params: { deviceId: 'a/b?c' } });
  await client.session.signIn({ body: { login: 'a', password: 'b' } });
  await client.session.signOut();
  await client.accounts.disable({ params: { accountId: 'x' } });
  await client.captures.upload({ file: 'the file' });
  await client.captures.upload({ file: 'the file', query: { keepDays: 7 } });
  await client.captures.openKept({ params: { captureId: 'x' }, body: { reason: 'a fault' } });
  expect(requests).toEqual([
    { method: 'GET', path: '/api/devices?text=CT%201%262&type=T1&type=T2&limit=5', upload: false },
    { method: 'GET', path: '/api/devices/a%2Fb%3Fc', upload: false },
    { method: 'POST', path: '/api/session', upload: false, body: { login: 'a', password: 'b' } },
    { method: 'DELETE', path: '/api/session', upload: false },
    { method: 'POST', path: '/api/accounts/x/disable', upload: false, body: {} },
    { method: 'POST', path: '/api/captures', upload: true, body: 'the file' },
    { method: 'POST', path: '/api/captures?keepDays=7', upload: true, body: 'the file' },
    {
      method: 'POST',
      path: '/api/captures/x/kept/open',
      upload: false,
      download: true,
      body: { reason: 'a fault' },
    },
  ]);
});

test('the answer is handed over, and has its type', async () => {
  const { client } = answering(200, { total: 1, devices: [] });
  const answer = await client.devices.list();
  expect(answer).toEqual({ total: 1, devices: [] });
  expectTypeOf(answer.devices).toEqualTypeOf<DeviceSummary[]>();
  expectTypeOf(client.accounts.setRole).returns.resolves.toEqualTypeOf<Account>();
  expectTypeOf(client.accounts.setRole).parameter(0).toHaveProperty('body');
});

test('a problem is thrown as what the server said', async () => {
  const problem = {
    type: 'about:blank' as const,
    status: STATUS_OF['not-found'],
    title: '見つかりません。',
    detail: '一覧を読み直してください。',
    code: 'not-found' as const,
  };
  const { client } = answering(404, problem);
  const refused = client.devices.get({ params: { deviceId: 'x' } });
  await expect(refused).rejects.toBeInstanceOf(Refusal);
  await expect(refused).rejects.toMatchObject({ problem });
});

test('an answer of something in between is told apart from one of ours', async () => {
  const { client } = answering(502, '<html>Bad gateway</html>');
  const refused = client.overview.get();
  await expect(refused).rejects.toThrow('overview.get: the answer 502 is not one of Mimamori');
  await expect(refused).rejects.not.toBeInstanceOf(Refusal);
});

test('what nobody asked for leaves no question mark', () => {
  expect(pathOf('/api/a/{x}', { x: 'ä' }, { b: undefined, c: [] })).toBe('/api/a/%C3%A4');
});
