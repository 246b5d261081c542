import { afterAll, beforeAll, expect, test } from 'vitest';
import { runServer, type RunningServer } from '../../../tests/running-server.ts';

let running: RunningServer;
beforeAll(async () => {
  running = await runServer();
});
afterAll(() => running.stop());

const UNKNOWN = '01900000-0000-7000-8000-000000000000';
const client = () => running.administrator.client;
const lastAudit = async () => (await client().audit.list({ query: { limit: 1 } })).records[0];

test('accounts.create answers a first password once; accounts.list never', async () => {
  const body = { login: 'Kimura', name: '木村', role: 'editor' } as const;
  const { account, password } = await client().accounts.create({ body });
  expect(account).toMatchObject({ login: 'kimura', name: '木村', role: 'editor', mustChangePassword: true });
  await expect(running.signIn('kimura', password)).resolves.toBeTruthy();
  expect(JSON.stringify(await client().accounts.list())).not.toContain(password);
  expect(await client().accounts.list()).toMatchObject({ accounts: [{ login: 'administrator' }, { login: 'kimura' }] });
  await expect(client().accounts.create({ body })).rejects.toMatchObject({ problem: { code: 'already-exists' } });
  const record = (await client().audit.list({ query: { kind: 'account.created' } })).records[0];
  expect(record).toMatchObject({
    subject: { id: account.id, name: '木村' },
    details: { login: 'kimura', role: 'editor' },
  });
  expect(JSON.stringify(record)).not.toContain(password);
});

test('accounts.set-role takes effect at once, in sessions that are open', async () => {
  const { client: theirs, accountId } = await running.person('editor', 'demoted');
  await expect(theirs.approvals.list()).resolves.toBeTruthy();
  await client().accounts.setRole({ params: { accountId }, body: { role: 'viewer' } });
  expect(await lastAudit()).toMatchObject({ kind: 'account.role-set', details: { role: 'viewer' } });
  await expect(theirs.approvals.list()).rejects.toMatchObject({ problem: { code: 'permission-denied' } });
});

test('accounts.disable ends sessions; accounts.enable lets sign in again', async () => {
  const { client: theirs, accountId } = await running.person('viewer', 'paused');
  expect(await client().accounts.disable({ params: { accountId } })).toMatchObject({ disabled: true });
  await expect(theirs.session.whoAmI()).rejects.toMatchObject({ problem: { code: 'not-signed-in' } });
  expect(await client().accounts.enable({ params: { accountId } })).toMatchObject({ disabled: false });
  await expect(theirs.session.whoAmI()).rejects.toMatchObject({ problem: { code: 'not-signed-in' } });
  await expect(running.signIn('paused', 'correct horse battery paused')).resolves.toBeTruthy();
});

test('accounts.reset-password ends sessions, and the new one must be changed', async () => {
  const { client: theirs, accountId } = await running.person('viewer', 'forgetful');
  const { password } = await client().accounts.resetPassword({ params: { accountId } });
  await expect(theirs.session.whoAmI()).rejects.toMatchObject({ problem: { code: 'not-signed-in' } });
  const again = await running.signIn('forgetful', password);
  await expect(again.client.devices.list()).rejects.toMatchObject({ problem: { code: 'password-change-required' } });
});

test('the last administrator stays, and what is not there is not found', async () => {
  const { accountId } = running.administrator;
  await expect(client().accounts.disable({ params: { accountId } })).rejects.toMatchObject({
    problem: { code: 'last-administrator', status: 409 },
  });
  await expect(client().accounts.enable({ params: { accountId: UNKNOWN } })).rejects.toMatchObject({
    problem: { code: 'not-found' },
  });
  await expect(client().accounts.enable({ params: { accountId: 'x' } })).rejects.toMatchObject({
    problem: { code: 'input-invalid', fields: [{ path: 'params.accountId' }] },
  });
});
