import type { ServeOptions } from '#cli';
import { explain, Fault } from '#kernel';
import { readConfig, StartRefused } from './config.ts';
import { startServer } from './server.ts';

interface Terminal {
  readonly stdout: { write(text: string): void };
  readonly stderr: { write(text: string): void };
}

/** Runs the server until the program is to end. Rejects with a message in both languages when it cannot start. */
export async function serve(
  given: ServeOptions,
  { stdout, stderr }: Terminal,
  onEnd: (handle: () => void) => () => void,
): Promise<void> {
  const config = readConfig(process.env, given);
  const server = await startServer(config, {
    logStream: stderr,
    onFirstPassword: (login, password) => stdout.write(firstPasswordText(login, password)),
  }).catch((error: unknown) => {
    throw inBothLanguages(error);
  });
  stdout.write(`Mimamori: ${server.address}\n`);
  await new Promise<void>((resolve) => onEnd(resolve));
  await server.close();
}

function firstPasswordText(login: string, password: string): string {
  return `First sign-in, shown once: ${login}  ${password}\n最初のログイン（表示は一度だけ）: ${login}  ${password}\n`;
}

/** Says it to whoever started the program. */
export function inBothLanguages(error: unknown): unknown {
  if (error instanceof Fault) {
    const [en, ja] = (['en', 'ja'] as const).map((language) => explain(error.code, language, error.details));
    return new StartRefused(`${error.code}: ${en?.what} ${en?.remedy}`, `${ja?.what}${ja?.remedy}`);
  }
  if (!(error instanceof Error && 'code' in error && 'port' in error)) return error;
  const { code, port } = error;
  const reason = code === 'EADDRINUSE' ? ['in use', '使用中です'] : [String(code), `使えません（${String(code)}）`];
  return new StartRefused(
    `Port ${String(port)} is ${reason[0]}: choose another one with --port or MIMAMORI_PORT.`,
    `ポート${String(port)}は${reason[1]}。--port または MIMAMORI_PORT で別のポートを指定してください。`,
  );
}
