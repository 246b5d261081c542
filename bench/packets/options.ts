import { parseArgs } from 'node:util';

/** What can be measured, each with its capture or captures. */
export const PARTS = ['mq', 'mixed', 'small', 'bulk', 'churn', 'memory', 'start'] as const;
export type Part = (typeof PARTS)[number];
/** Those that have a floor. */
const DEFAULT_PARTS: readonly Part[] = ['mq', 'mixed', 'memory', 'start'];

export interface Options {
  readonly parts: readonly Part[];
  readonly rounds: number;
  /** Captures of this share of their size, to try the harness; then nothing is judged. */
  readonly scale: number;
  /** A capture of one's own instead of the generated ones. */
  readonly capture: string | undefined;
  readonly folder: string | undefined;
  readonly json: boolean;
}

export const USAGE = `npm run bench -- packets [--only LIST] [--rounds N] [--capture FILE] [--folder DIR] [--scale X] [--json]

  --only LIST     some of ${PARTS.join(',')} (${DEFAULT_PARTS.join(',')})
  --rounds N      rounds in which all programs take turns (3)
  --capture FILE  another capture; there are no floors for it
  --folder DIR    where captures are made, 4 GB (a folder for temporary files)
  --scale X       captures of X times their size, to try the harness; nothing is judged
  --json          one document on standard output
`;

const isPart = (text: string): text is Part => PARTS.some((part) => part === text);

/** @throws TypeError or RangeError when an argument is wrong. */
export function parseOptions(args: readonly string[]): Options | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string' },
      rounds: { type: 'string', default: '3' },
      capture: { type: 'string' },
      folder: { type: 'string' },
      scale: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  const parts = values.only === undefined ? DEFAULT_PARTS : values.only.split(',').filter(isPart);
  if (values.only !== undefined && parts.length !== values.only.split(',').length) {
    throw new RangeError(`--only wants some of ${PARTS.join(',')}, not ${values.only}`);
  }
  const rounds = Number(values.rounds);
  const scale = Number(values.scale);
  if (!Number.isInteger(rounds) || rounds < 1) throw new RangeError(`--rounds wants a whole number, not ${rounds}`);
  if (!(scale > 0)) throw new RangeError(`--scale wants a number above 0, not ${values.scale}`);
  return { parts, rounds, scale, capture: values.capture, folder: values.folder, json: values.json };
}
