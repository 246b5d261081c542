import { parseArgs } from 'node:util';
import { type Command, EXIT, type ExitCode, type World } from '../command.ts';

const USAGE = `mimamori serve [--data DIR] [--port N] [--host H] [--database URL]

  --data DIR      folder of the data; made when it is missing (MIMAMORI_DATA)
  --port N        port to listen on, 0 for any free one (MIMAMORI_PORT, 4180)
  --host H        address to listen on; any other than loopback needs TLS (MIMAMORI_HOST, 127.0.0.1)
  --database URL  a PostgreSQL server instead of the embedded database (MIMAMORI_DATABASE)

All settings: docs/reference/configuration.md. The first start prints the password of the first administrator, once.
`;

const OPTIONS = {
  data: { type: 'string' },
  port: { type: 'string' },
  host: { type: 'string' },
  database: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

async function run(args: readonly string[], world: World): Promise<ExitCode> {
  let values;
  try {
    ({ values } = parseArgs({ args: [...args], options: OPTIONS }));
  } catch (error) {
    world.stderr.write(`mimamori serve: ${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
    return EXIT.usage;
  }
  const { help, ...given } = values;
  if (help) {
    world.stdout.write(USAGE);
    return EXIT.done;
  }
  await world.serve(given);
  return EXIT.done;
}

export const serve: Command = {
  id: 'serve',
  summary: {
    en: 'the server with its web pages',
    ja: 'サーバとWeb画面を起動する',
  },
  usage: USAGE,
  run,
};
