import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { Fault } from '#kernel';

const API = '/api/';
/** Files here carry a hash of their content in their name. */
const HASHED = '/assets/';
const NOT_BUILT =
  'The web app has not been built. Start once with: npm run demo\nWeb画面がビルドされていません。一度 npm run demo を実行してください。\n';

/** Serves the built web app; every page address that it knows leads to its one document. */
export async function serveWebApp(server: FastifyInstance, folder: string): Promise<void> {
  const isBuilt = existsSync(join(folder, 'index.html'));
  if (isBuilt) {
    await server.register(fastifyStatic, {
      root: folder,
      index: 'index.html',
      wildcard: false,
      cacheControl: false,
      setHeaders: (reply, path) => {
        const isHashed = path.slice(folder.length).startsWith(HASHED);
        reply.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
  }
  server.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?')[0] ?? '';
    const isPage = (request.method === 'GET' || request.method === 'HEAD') && !path.startsWith(API);
    // A missing file stays missing: the document in its place would be read as a script.
    if (!isPage || /\.\w+$/.test(path)) throw new Fault('not-found', { what: 'operation', id: path });
    if (isBuilt) return reply.header('cache-control', 'no-cache').sendFile('index.html');
    return reply.code(503).type('text/plain; charset=utf-8').send(NOT_BUILT);
  });
}
