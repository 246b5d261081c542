import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { oneTimePassword } from '#server';
import { captures, openStore } from '#store';
import { SERVER } from './actor.ts';
import type { Config } from './config.ts';
import { inBothLanguages } from './serve.ts';
import { type Server, startServer } from './server.ts';

/**
 * The demonstration: a server of its own on loopback, on invented data. Its password is kept beside its data and printed
 * at every start, since there is nothing to protect in it.
 */
const USAGE = `npm run demo [-- --fresh]

  --fresh  forget what an earlier demonstration has kept / 前回のデモのデータを消して始める
`;
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const DATA = join(ROOT, '.data', 'demo');
const PASSWORD_FILE = join(DATA, 'sign-in');
const CAPTURES = join(DATA, 'captures');
/** Genuine programs that talk to one another; small, so that the first devices are there at once. */
const GENERATOR = join(ROOT, 'examples', 'hospital', 'generate.ts');
const HOSPITAL = join(CAPTURES, 'hospital.pcap');
const SEED = '1';
const FIRST_PORT = 4180;
/** Ports tried one after the other when another program has the first. */
const PORTS = 20;
const LOGIN = 'administrator';
const UPLOAD_MOST_BYTES = 2 ** 31;
const SECRET_MODE = 0o600;
const FOLDER_MODE = 0o700;
const CAPTURES_LISTED = 500;

/** Rejects while another process uses the data. */
async function forget(): Promise<void> {
  if (!existsSync(DATA)) return;
  const store = await openStore({ folder: DATA });
  await store.close();
  rmSync(DATA, { recursive: true, force: true });
}

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
      logLevel: 'error',
    };
    try {
      return await startServer(config, { logStream: process.stderr, onFirstPassword: () => {}, firstPassword });
    } catch (error) {
      const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
      if (!isTaken || port === FIRST_PORT + PORTS) throw error;
    }
  }
}

/** Made aside and renamed, so that one that was cut short is made again. */
async function makeHospital(): Promise<void> {
  if (existsSync(HOSPITAL)) return;
  const unfinished = `${HOSPITAL}.part`;
  const args = [GENERATOR, '--seed', SEED, '--out', unfinished, '--quiet'];
  const code = await new Promise<number | null>((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] });
    child.on('error', reject);
    child.on('exit', resolve);
  });
  if (code !== 0) throw new Error(`${GENERATOR} ended with ${code}`);
  renameSync(unfinished, HOSPITAL);
}

/** Has the captures read that an earlier demonstration has not read. */
async function addCaptures({ queue, store, clock }: Server): Promise<void> {
  const part = { offset: 0, limit: CAPTURES_LISTED };
  const known = await store.transaction((transaction) => captures.list(transaction, part));
  const add = async (name: string, location: string): Promise<void> => {
    if (known.captures.some((capture) => capture.name === name)) return;
    const act = { kind: 'capture.read-requested', actor: SERVER, atUs: clock.nowUs() } as const;
    await queue.add(act, { name, origin: 'folder', location, sizeBytes: statSync(location).size });
  };
  await makeHospital();
  await add('hospital.pcap', HOSPITAL);
}

function welcome(address: string, password: string): string {
  return `
Mimamori demo: ${address}/
  Sign in as  ${LOGIN}
  Password    ${password}
  Devices of an invented hospital appear as its capture is read. Ctrl-C ends.

見守りデモ: ${address}/
  ログイン名  ${LOGIN}
  パスワード  ${password}
  架空の病院のキャプチャを読み込むにつれて機器が現れます。終了は Ctrl-C。

`;
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { fresh: { type: 'boolean', default: false } } });
  if (values.fresh) await forget();
  mkdirSync(CAPTURES, { recursive: true, mode: FOLDER_MODE });
  const password = passwordOfDemo();
  const server = await startOnFreePort(password);
  process.stdout.write(welcome(server.address, password));
  const end = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  addCaptures(server).catch((error: unknown) => {
    process.stderr.write(`demo: ${error instanceof Error ? error.message : String(error)}\n`);
  });
  await end;
  await server.close();
}

try {
  await main();
} catch (error) {
  const told = inBothLanguages(error);
  process.stderr.write(`demo: ${told instanceof Error ? told.message : String(told)}\n`);
  if (told instanceof TypeError) process.stderr.write(`\n${USAGE}`);
  process.exitCode = 1;
}
