import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fakePorts } from '../../tests/fake-ports.ts';
import { EventHub } from './events.ts';
import { createServer } from './server.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mimamori-test-'));
  mkdirSync(join(folder, 'built', 'assets'), { recursive: true });
  writeFileSync(join(folder, 'built', 'index.html'), '<title>Mimamori</title>');
  writeFileSync(join(folder, 'built', 'assets', 'main-4f3a.js'), 'export {};');
  writeFileSync(join(folder, 'secret.txt'), 'secret');
});
afterAll(() => rmSync(folder, { recursive: true }));

async function get(path: string, webFolder: string) {
  const server = await createServer({
    ports: fakePorts([]),
    events: new EventHub(),
    spool: { folder, mostBytes: 1 },
    webFolder,
    version: '0',
    log: { level: 'silent', stream: { write: () => {} } },
  });
  const { statusCode, body, headers } = await server.inject({ method: 'GET', url: path });
  await server.close();
  return { statusCode, body, cache: headers['cache-control'], type: headers['content-type'] };
}

describe('the web app', () => {
  const built = () => join(folder, 'built');

  test.each(['/', '/index.html', '/devices', '/devices/mac-00095c112233?tab=evidence', '/network-map'])(
    'answers %s with its document, which is asked for anew each time',
    async (path) => {
      expect(await get(path, built())).toMatchObject({
        statusCode: 200,
        body: '<title>Mimamori</title>',
        cache: 'no-cache',
      });
    },
  );

  test('gives its files, which never change under their name', async () => {
    const { statusCode, cache, type } = await get('/assets/main-4f3a.js', built());
    expect({ statusCode, cache }).toEqual({ statusCode: 200, cache: 'public, max-age=31536000, immutable' });
    expect(type).toContain('javascript');
  });

  test.each(['/assets/gone-1234.js', '/api/nothing', '/favicon.ico'])('has no document for %s', async (path) => {
    expect((await get(path, built())).statusCode).toBe(404);
  });

  test.each(['/../secret.txt', '/..%2fsecret.txt', '/assets/..%2f..%2fsecret.txt', '/%2e%2e/secret.txt'])(
    'gives nothing from outside: %s',
    async (path) => {
      expect((await get(path, built())).body).not.toContain('secret\n');
      expect((await get(path, built())).body).not.toBe('secret');
    },
  );

  test('says what to do when it has not been built', async () => {
    const { statusCode, body } = await get('/', join(folder, 'nowhere'));
    expect(statusCode).toBe(503);
    expect(body).toContain('npm run demo');
  });
});
