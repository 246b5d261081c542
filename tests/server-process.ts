import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { type Client, createClient } from '../src/contract/index.ts';

const PROGRAM = join(import.meta.dirname, '..', 'src', 'main', 'cli.ts');
const START_MS = 60_000;

/** `mimamori serve` as a process of its own, to be killed. */
export interface ServerProcess {
  readonly address: string;
  /** The first administrator's password, when this was the first start. */
  readonly firstPassword: string | undefined;
  readonly child: ChildProcess;
  signIn(login: string, password: string): Promise<Client>;
  /** SIGKILL: no code of ours runs any more. */
  kill(): Promise<void>;
  /** SIGTERM: the server ends in order. Answers its exit code. */
  end(): Promise<number | null>;
}

export async function startServerProcess(
  folder: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<ServerProcess> {
  const child = spawn(process.execPath, [PROGRAM, 'serve', '--data', folder, '--port', '0'], {
    env: { PATH: process.env['PATH'], MIMAMORI_LOG_LEVEL: 'error', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = new Promise<number | null>((resolve) => child.on('exit', resolve));
  let said = '';
  let complained = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complained += text));
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`the server did not start: ${complained}`)), START_MS);
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (/^Mimamori: .*\n/m.test(said)) {
        clearTimeout(timer);
        resolve();
      }
    });
    child.on('exit', (code) => reject(new Error(`the server ended with ${code}: ${complained}`)));
  });
  const address = /^Mimamori: (.*)$/m.exec(said)?.[1] ?? '';
  return {
    address,
    firstPassword: /shown once: \S+ {2}(\S+)/.exec(said)?.[1],
    child,
    signIn: (login, password) => signIn(address, login, password),
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
    end: async () => {
      child.kill('SIGTERM');
      return await exited;
    },
  };
}

async function signIn(address: string, login: string, password: string): Promise<Client> {
  let cookie = '';
  const client = createClient(async ({ method, path, body }) => {
    const answer = await fetch(address + path, {
      method,
      headers: { 'content-type': 'application/json', 'accept-language': 'en', cookie },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    return { status: answer.status, body: await answer.json() };
  });
  await client.session.signIn({ body: { login, password } });
  return client;
}
