import { parseArgs } from 'node:util';
import { type Command, EXIT, type ExitCode, type Finding, type Verdict, type World } from '../command.ts';

const USAGE = `mimamori doctor [--data DIR] [--database URL] [--json]

  --data DIR      folder of the data (MIMAMORI_DATA)
  --database URL  a PostgreSQL server instead of the embedded database (MIMAMORI_DATABASE)
  --json          one document on standard output: mimamori.doctor/1

Says what is wrong with this installation, and what to do. Changes nothing. Exit code 1 when something is wrong.
docs/reference/doctor.md lists what is looked at.
`;

const OPTIONS = {
  data: { type: 'string' },
  database: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

const SIGNS: Readonly<Record<Verdict, string>> = { ok: 'ok', warning: 'WARNING', problem: 'PROBLEM' };
const SIGN_WIDTH = 7;

async function run(args: readonly string[], world: World): Promise<ExitCode> {
  let values;
  try {
    ({ values } = parseArgs({ args: [...args], options: OPTIONS }));
  } catch (error) {
    world.stderr.write(`mimamori doctor: ${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
    return EXIT.usage;
  }
  const { help, json, ...place } = values;
  if (help) {
    world.stdout.write(USAGE);
    return EXIT.done;
  }
  const findings = await world.doctor(place);
  const verdict = worst(findings);
  if (json) {
    world.stdout.write(`${JSON.stringify({ schema: 'mimamori.doctor/1', verdict, findings }, undefined, 2)}\n`);
  } else for (const finding of findings) world.stdout.write(lineOf(finding));
  return verdict === 'ok' ? EXIT.done : EXIT.findings;
}

function worst(findings: readonly Finding[]): Verdict {
  const has = (verdict: Verdict): boolean => findings.some((finding) => finding.verdict === verdict);
  return has('problem') ? 'problem' : has('warning') ? 'warning' : 'ok';
}

function lineOf({ id, verdict, what, todo }: Finding): string {
  const both = what.en === what.ja ? what.en : `${what.en} / ${what.ja}`;
  const line = `${SIGNS[verdict].padEnd(SIGN_WIDTH)}  ${id}: ${both}\n`;
  if (todo === undefined) return line;
  const indent = ' '.repeat(SIGN_WIDTH + 2);
  return `${line}${indent}to do: ${todo.en}\n${indent}対処: ${todo.ja}\n`;
}

export const doctor: Command = {
  id: 'doctor',
  summary: {
    en: 'what is wrong with this installation, and what to do',
    ja: 'この環境の問題点と対処を示す',
  },
  usage: USAGE,
  run,
};
