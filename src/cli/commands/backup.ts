import { parseArgs } from 'node:util';
import { type BackupContent, type Command, EXIT, type ExitCode, type PlaceOptions, type World } from '../command.ts';

const USAGE = `mimamori backup export FILE [--data DIR] [--database URL] [--json]
mimamori backup import FILE [--data DIR] [--database URL] [--json]

  export FILE     write everything that is kept into a new file; .gz and .zst are compressed
  import FILE     read such a file into an empty data folder or database: all of it or nothing
  --data DIR      folder of the data (MIMAMORI_DATA)
  --database URL  a PostgreSQL server instead of the embedded database (MIMAMORI_DATABASE)
  --json          one document on standard output: mimamori.backup.result/1

The file holds password hashes: keep it where the data may lie. Live sessions are not in it. With the embedded database the
server must be stopped. docs/reference/backup.md describes the file.
`;

const OPTIONS = {
  data: { type: 'string' },
  database: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

interface Wishes {
  readonly act: 'export' | 'import';
  readonly file: string;
  readonly place: PlaceOptions;
  readonly json: boolean;
}

function parse(args: readonly string[]): Wishes | 'help' | { readonly wrong: string } {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
    const { help, json, ...place } = values;
    if (help) return 'help';
    const [act, file, ...more] = positionals;
    if ((act !== 'export' && act !== 'import') || file === undefined || more.length > 0) {
      return { wrong: 'say export or import, and one file / export または import と、ファイルを1つ指定してください' };
    }
    return { act, file, place, json };
  } catch (error) {
    return { wrong: error instanceof Error ? error.message : String(error) };
  }
}

async function run(args: readonly string[], world: World): Promise<ExitCode> {
  const wishes = parse(args);
  if (wishes === 'help') {
    world.stdout.write(USAGE);
    return EXIT.done;
  }
  if ('wrong' in wishes) {
    world.stderr.write(`mimamori backup: ${wishes.wrong}\n\n${USAGE}`);
    return EXIT.usage;
  }
  const { act, file, place, json } = wishes;
  const content = await world.backup(act, file, place);
  if (json) {
    const document = { schema: 'mimamori.backup.result/1', act, file, ...content };
    world.stdout.write(`${JSON.stringify(document, undefined, 2)}\n`);
  } else world.stdout.write(tableOf(act, file, content));
  return EXIT.done;
}

function tableOf(act: Wishes['act'], file: string, { rows, sha256 }: BackupContent): string {
  const entries = Object.entries(rows).filter(([, count]) => count !== undefined && count > 0);
  const width = Math.max(...entries.map(([table]) => table.length), 0);
  const lines = entries.map(([table, count]) => `  ${table.padEnd(width)}  ${count}\n`);
  const done = act === 'export' ? 'written / 書き込みました' : 'imported / 取り込みました';
  return `${file}: ${done}\n${lines.join('')}  SHA-256 ${sha256}\n`;
}

export const backup: Command = {
  id: 'backup',
  summary: {
    en: 'everything that is kept into a file, and back',
    ja: 'すべてのデータをファイルに書き出す、または取り込む',
  },
  usage: USAGE,
  run,
};
