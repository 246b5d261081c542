import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { mayUse, operations, type Operation, ROLES, type Role, SESSION_COOKIE } from '#contract';
import { fakePorts, tokenOf } from '../../tests/fake-ports.ts';
import { EventHub } from './events.ts';
import { createServer } from './server.ts';

const reached: string[] = [];
let folder = '';
let server: FastifyInstance;
let logged = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mimamori-test-'));
  server = await createServer({
    ports: fakePorts(reached),
    events: new EventHub(),
    spool: { folder: join(folder, 'spool'), mostBytes: 1000 },
    webFolder: folder,
    version: '0',
    log: { level: 'debug', stream: { write: (line) => void (logged += line) } },
  });
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  reached.length = 0;
});

const ID = '01900000-0000-7000-8000-000000000009';

function ask(operation: Operation, role: Role | undefined, headers: Record<string, string> = {}, query = '') {
  return server.inject({
    method: operation.method,
    url: operation.path.replaceAll('{conclusion}', 'type').replaceAll(/\{\w+\}/g, ID) + query,
    headers: {
      'accept-language': 'en',
      ...(role !== undefined && { cookie: `${SESSION_COOKIE}=${tokenOf(role)}` }),
      ...headers,
    },
  });
}

const cases = operations()
  .flatMap((operation) =>
    [undefined, ...ROLES].map((role) => [operation.id, role ?? 'nobody', operation, role] as const),
  )
  // Whoever may follow events gets an answer that never ends; other tests do that.
  .filter(([id, , , role]) => id !== 'server.events' || role === undefined);
const allowed = cases.filter(([, , operation, role]) => mayUse(operation.access, role));
const denied = cases.filter(([, , operation, role]) => !mayUse(operation.access, role));

describe('who may do what', () => {
  test.each(allowed)('%s by %s', async (_id, _name, operation, role) => {
    const { statusCode } = await ask(operation, role);
    // A request that fits comes to its handler, one that does not is refused for what is in it.
    expect([200, 400, 409]).toContain(statusCode);
    expect(statusCode === 409).toBe(reached.length > 0);
  });

  test.each(denied)('not %s by %s', async (_id, _name, operation, role) => {
    const { statusCode, body } = await ask(operation, role);
    expect(statusCode).toBe(role === undefined ? 401 : 403);
    expect(JSON.parse(body)).toMatchObject({ code: role === undefined ? 'not-signed-in' : 'permission-denied' });
    expect(reached).toEqual([]);
  });

  test('and the table is as the contract has it', () => {
    expect(allowed.length + denied.length).toBe(operations().length * 4 - ROLES.length);
    expect(denied.filter(([, name]) => name === 'nobody')).toHaveLength(operations().length - 2);
    expect(denied.filter(([, name]) => name === 'administrator')).toEqual([]);
  });

  test('a token that nobody has, or that is none, is nobody', async () => {
    for (const token of ['x'.repeat(43), 'x', '', `${tokenOf('administrator')}0`, `'; drop table session; --`]) {
      const headers = { cookie: `${SESSION_COOKIE}=${encodeURIComponent(token)}` };
      const { statusCode } = await server.inject({ method: 'GET', url: '/api/accounts', headers });
      expect(statusCode).toBe(401);
    }
    expect(reached).toEqual([]);
  });

  test('what is not in the contract does not exist, with any method', async () => {
    const headers = { cookie: `${SESSION_COOKIE}=${tokenOf('administrator')}`, 'accept-language': 'en' };
    const known = new Set(operations().map(({ method, path }) => `${method} ${path}`));
    for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'] as const) {
      for (const path of [
        ...new Set(operations().map((operation) => operation.path)),
        '/api/',
        '/api/secret',
      ] as const) {
        if (known.has(`${method} ${path}`)) continue;
        const { statusCode } = await server.inject({ method, url: path.replaceAll(/\{\w+\}/g, ID), headers });
        expect(statusCode, `${method} ${path}`).toBe(404);
      }
    }
    expect(reached).toEqual([]);
  });
});

describe('parts of a query that take a permission of their own', () => {
  const parts = operations().flatMap((operation) =>
    Object.entries(operation.queryAccess ?? {}).flatMap(([name, permission]) =>
      ROLES.map((role) => [operation.id, name, role, operation, permission] as const),
    ),
  );

  test.each(parts)('%s with %s by %s', async (_id, name, role, operation, permission) => {
    const { statusCode, body } = await ask(operation, role, {}, `?${name}=1`);
    const isDenied = !mayUse(operation.access, role) || !mayUse(permission, role);
    // The administrator comes as far as the file that is missing.
    expect([statusCode, JSON.parse(body)]).toMatchObject(
      isDenied ? [403, { code: 'permission-denied' }] : [400, { code: 'input-invalid' }],
    );
    expect(reached).toEqual([]);
  });
});

describe('writes from elsewhere', () => {
  const writes = operations().filter(({ method }) => method !== 'GET');

  test.each(writes.map((operation) => [operation.id, operation] as const))('%s is refused', async (_id, operation) => {
    for (const headers of [
      { origin: 'https://evil.example' },
      { 'sec-fetch-site': 'cross-site' },
      { origin: 'null' },
    ]) {
      const { statusCode, body } = await ask(operation, 'administrator', headers);
      expect(statusCode).toBe(403);
      expect(JSON.parse(body)).toMatchObject({ code: 'origin-refused' });
    }
    expect(reached).toEqual([]);
  });

  test('forms of other sites are not understood', async () => {
    const operation = operations().find(({ id }) => id === 'settings.change');
    for (const type of ['application/x-www-form-urlencoded', 'text/plain']) {
      const { statusCode } = await server.inject({
        method: 'PUT',
        url: operation?.path ?? '',
        headers: { cookie: `${SESSION_COOKIE}=${tokenOf('administrator')}`, 'content-type': type },
        payload: '{"language":"en"}',
      });
      expect(statusCode).toBe(400);
    }
    expect(reached).toEqual([]);
  });
});

describe('the operations of the contract', () => {
  test('have one handler each, in the file that the id names', () => {
    const routes = join(import.meta.dirname, 'routes');
    const files = readdirSync(routes, { recursive: true, encoding: 'utf8' }).filter((path) => /\/.*\.ts$/.test(path));
    const wanted = operations().map(({ id }) => `${id.replace('.', '/')}.ts`);
    expect(files.toSorted()).toEqual(wanted.toSorted());
  });
});

describe('answers', () => {
  test('carry headers that keep a page from being framed, sniffed or fed with foreign scripts', async () => {
    for (const url of ['/api/health', '/', '/api/none']) {
      const { headers } = await server.inject({ method: 'GET', url });
      const policy = String(headers['content-security-policy']);
      for (const part of ["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"]) {
        expect(policy).toContain(part);
      }
      expect(policy).not.toMatch(/script-src[^;]*unsafe/);
      expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' });
      expect(headers).not.toHaveProperty('access-control-allow-origin');
      expect(headers).not.toHaveProperty('x-powered-by');
    }
  });

  test('that refuse are problems in the language asked for, and are not kept by caches', async () => {
    const english = await server.inject({
      method: 'GET',
      url: '/api/devices',
      headers: { 'accept-language': 'en-US' },
    });
    const japanese = await server.inject({ method: 'GET', url: '/api/devices' });
    expect(english.headers).toMatchObject({
      'content-type': 'application/problem+json; charset=utf-8',
      'content-language': 'en',
      'cache-control': 'no-store',
    });
    expect(english.json()).toMatchObject({ title: 'You are not signed in.', status: 401 });
    expect(japanese.json()).toMatchObject({ title: 'ログインしていません。' });
  });

  test('leave no trace of a request in the log but its operation', async () => {
    const headers = { cookie: `${SESSION_COOKIE}=${tokenOf('viewer')}`, 'user-agent': 'yamada-agent' };
    await server.inject({ method: 'GET', url: '/api/devices?text=yamada-hanako', headers });
    await server.inject({ method: 'POST', url: '/api/session', payload: { login: 'yamada', password: 'yamada-pw' } });
    expect(logged).toContain('devices.list');
    expect(logged).not.toContain('yamada');
    expect(logged).not.toContain(tokenOf('viewer'));
  });
});
