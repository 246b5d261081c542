import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FIRST_PASSWORD, runServer, type RunningServer } from '../../../tests/running-server.ts';

let running: RunningServer;
beforeAll(async () => {
  running = await runServer();
});
afterAll(() => running.stop());

const signInBody = (login: string, password: string): string => JSON.stringify({ login, password });
const post = (body: string) => running.nobody.request({ method: 'POST', path: '/api/session', body });
const lastAudit = async () => (await running.administrator.client.audit.list({ query: { limit: 1 } })).records[0];

describe('session.sign-in', () => {
  test('gives a cookie that scripts and other sites never get, and no token in the answer', async () => {
    const { status, headers, text } = await post(signInBody(' Administrator ', FIRST_PASSWORD));
    expect(status).toBe(200);
    const cookie = String(headers['set-cookie']);
    expect(cookie).toMatch(/^mimamori-session=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/);
    expect(text).not.toContain(/=([\w-]{43})/.exec(cookie)?.[1]);
    expect(await lastAudit()).toMatchObject({ kind: 'session.signed-in', actor: { name: 'administrator' } });
  });

  test('refuses a wrong password, an unknown name and a disabled account in the same words', async () => {
    const { client, accountId } = await running.person('viewer', 'leaver');
    await running.administrator.client.accounts.disable({ params: { accountId } });
    await expect(client.session.whoAmI()).rejects.toMatchObject({ problem: { code: 'not-signed-in' } });
    const refusals = [];
    for (const [login, password] of [
      ['administrator', 'wrong'],
      ['nobody', FIRST_PASSWORD],
      ['leaver', `${FIRST_PASSWORD} leaver`],
      ['x'.repeat(200), ''],
    ] as const) {
      refusals.push(await post(signInBody(login, password)));
    }
    expect(refusals.map(({ status }) => status)).toEqual([401, 401, 401, 401]);
    expect(new Set(refusals.map(({ text }) => text)).size).toBe(1);
    expect(refusals.every(({ headers }) => headers['set-cookie'] === undefined)).toBe(true);
  });

  test('leaves a record of a refusal, without a name that nobody has: it may be a password', async () => {
    await post(signInBody('my-secret-in-the-wrong-field', 'x'));
    const record = await lastAudit();
    expect(record).toMatchObject({ kind: 'session.sign-in-refused', actor: { name: 'unknown' } });
    expect(JSON.stringify(record)).not.toContain('my-secret');
  });

  test('makes who guesses wait, even with the right password, and says how long', async () => {
    await running.person('viewer', 'guessed');
    for (let time = 0; time < 5; time++) await post(signInBody('guessed', `guess ${time}`));
    const { status, headers, text } = await post(signInBody('guessed', `${FIRST_PASSWORD} guessed`));
    expect(status).toBe(429);
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    expect(JSON.parse(text)).toMatchObject({ code: 'too-many-attempts' });
  });

  test('refuses what does not fit, without repeating it', async () => {
    const { status, text } = await post(JSON.stringify({ login: 'a', password: 5, extra: 'yamada' }));
    expect(status).toBe(400);
    expect(JSON.parse(text)).toMatchObject({ code: 'input-invalid', fields: [{ path: 'body.password' }, {}] });
    const cut = await post('{"login": "yamada');
    expect(cut.status).toBe(400);
    expect(cut.text).not.toContain('yamada');
  });
});

describe('session.who-am-i', () => {
  test('says who is signed in and what they may do', async () => {
    const { client } = await running.person('viewer', 'reader');
    const session = await client.session.whoAmI();
    expect(session).toMatchObject({ account: { login: 'reader', role: 'viewer', mustChangePassword: false } });
    expect(session.permissions).toEqual(['devices.read', 'captures.read', 'settings.read']);
  });
});

describe('session.sign-out', () => {
  test('ends this session and no other', async () => {
    const one = await running.person('editor', 'twice');
    const other = await running.signIn('twice', `${FIRST_PASSWORD} twice`);
    expect(await one.client.session.signOut()).toEqual({});
    await expect(one.client.session.whoAmI()).rejects.toMatchObject({ problem: { code: 'not-signed-in' } });
    await expect(other.client.session.whoAmI()).resolves.toBeTruthy();
    expect(await lastAudit()).toMatchObject({ kind: 'session.signed-out', actor: { name: 'twice さん' } });
  });
});

describe('session.change-password', () => {
  test('is the only thing that a new person may do', async () => {
    const body = { login: 'newcomer', name: 'New', role: 'editor' } as const;
    const { password } = await running.administrator.client.accounts.create({ body });
    const { client } = await running.signIn('newcomer', password);
    await expect(client.devices.list()).rejects.toMatchObject({ problem: { code: 'password-change-required' } });
    expect(await client.session.whoAmI()).toMatchObject({ account: { mustChangePassword: true } });
    for (const next of ['newcomer-newcomer', password]) {
      await expect(client.session.changePassword({ body: { current: password, next } })).rejects.toMatchObject({
        problem: { code: 'password-too-weak' },
      });
    }
    await client.session.changePassword({ body: { current: password, next: 'a long walk in Kamakura' } });
    await expect(client.devices.list()).resolves.toMatchObject({ devices: [] });
    await expect(running.signIn('newcomer', password)).rejects.toThrow('sign-in-refused');
  });

  test('asks for the current one and ends all other sessions', async () => {
    const { client } = await running.person('editor', 'changer');
    const other = await running.signIn('changer', `${FIRST_PASSWORD} changer`);
    const wrong = { current: 'wrong', next: 'a long walk in Kamakura' };
    await expect(client.session.changePassword({ body: wrong })).rejects.toMatchObject({
      problem: { code: 'sign-in-refused' },
    });
    await client.session.changePassword({ body: { ...wrong, current: `${FIRST_PASSWORD} changer` } });
    await expect(other.client.session.whoAmI()).rejects.toMatchObject({ problem: { code: 'not-signed-in' } });
    await expect(client.session.whoAmI()).resolves.toBeTruthy();
  });
});

describe('secrets', () => {
  test('stand neither in the log nor in answers', async () => {
    const everything = `${running.log()}${JSON.stringify(await running.administrator.client.audit.list())}`;
    for (const secret of [FIRST_PASSWORD, 'a long walk in Kamakura', 'my-secret', '$argon2id', 'mimamori-session=']) {
      expect(everything).not.toContain(secret);
    }
    expect(running.log()).toContain('session.sign-in');
  });
});
