import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { oneTimePassword } from '#server';
import type { Config } from './config.ts';
import { inBothLanguages } from './serve.ts';
import { type Server, startServer } from './server.ts';

/**
 * The demonstration: a server of its own on loopback, on invented data. `--fresh` forgets what an earlier one has kept.
 * Its password is kept beside its data and printed at every start, since there is nothing to protect in it.
 */
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const DATA = join(ROOT, '.data', 'demo');
const PASSWORD_FILE = join(DATA, 'sign-in');
const CAPTURES = join(DATA, 'captures');
/** Genuine programs talking; small, so that the first devices are there at once. */
const WARD = join(ROOT, 'tests', 'captures', 'generated', 'ward-mixed.pcap');
const GENERATOR = join(ROOT, 'examples', 'hospital', 'generate.ts');
const HOSPITAL = 'hospital.pcap';
const SEED = '1';
const FIRST_PORT = 4180;
/** Ports tried one after the other when another program has the first. */
const PORTS = 20;
const LOGIN = 'administrator';
const UPLOAD_MOST_BYTES = 2 ** 31;
const SECRET_MODE = 0o600;
const FOLDER_MODE = 0o700;

const say = (en: string, ja: string): void => void process.stdout.write(`${en}\n${ja}\n`);

function passwordOfDemo(): string {
  if (existsSync(PASSWORD_FILE)) return readFileSync(PASSWORD_FILE, 'utf8').trim();
  const password = oneTimePassword();
  writeFileSync(PASSWORD_FILE, `${password}\n`, { mode: SECRET_MODE });
  return password;
}

async function startOnFreePort(firstPassword: string): Promise<Server> {
  for (let port = FIRST_PORT; ; port++) {
    const config: Config = {
      dataFolder: DATA,
      place: { folder: DATA },
      host: '127.0.0.1',
      port,
      captureFolder: CAPTURES,
      uploadMostBytes: UPLOAD_MOST_BYTES,
      logLevel: 'warn',
    };
    try {
      return await startServer(config, { logStream: process.stderr, onFirstPassword: () => {}, firstPassword });
    } catch (error) {
      const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
      if (!isTaken || port >= FIRST_PORT + PORTS) throw error;
    }
  }
}

/** Made aside and renamed, so that one that was cut short is made again. */
async function makeHospital(path: string): Promise<void> {
  if (existsSync(path)) return;
  const unfinished = `${path}.part`;
  const args = [GENERATOR, '--seed', SEED, '--out', unfinished, '--quiet'];
  const code = await new Promise<number | null>((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] });
    child.on('error', reject);
    child.on('exit', resolve);
  });
  if (code !== 0) throw new Error(`${GENERATOR} ended with ${code}`);
  renameSync(unfinished, path);
}

/** Adds the captures that the demonstration has not read yet. */
async function addCaptures({ web, queue, store }: Server, path: string): Promise<void> {
  const { captures } = await import('#store');
  const known = await store.transaction((transaction) => captures.list(transaction, { offset: 0, limit: 500 }));
  const add = async (name: string, location: string): Promise<void> => {
    if (known.captures.some((capture) => capture.name === name)) return;
    const { statSync } = await import('node:fs');
    const act = { kind: 'capture.read-requested', actor: { name: 'demo' }, atUs: Date.now() * 1000 } as const;
    await queue.add(act, { name, origin: 'folder', location, sizeBytes: statSync(location).size });
  };
  await add('ward-mixed.pcap', WARD);
  await makeHospital(path).catch((error: unknown) => web.log.error({ reason: String(error) }, 'hospital not made'));
  if (existsSync(path)) await add(HOSPITAL, path);
}
