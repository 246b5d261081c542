import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { DEVICE_KINDS } from './devices/index.ts';
import { placeGenuine } from './genuine.ts';
import { Hospital, populate } from './hospital.ts';
import { truthOf } from './truth.ts';

const USAGE = `node examples/hospital/generate.ts [--seed N] [--out FILE] [--truth FILE] [--start TIME] [--hours N] [--quiet]

Makes a capture of an invented hospital: what a mirror port of its access switches sees on one morning.
The same options give the same bytes.

  --seed N      another hospital morning (1)
  --out FILE    the capture (hospital.pcap)
  --truth FILE  also what is in it, as JSON: devices, weaknesses, persons, genuine captures among it
  --start TIME  ISO 8601; when the recording begins (2026-06-09T21:00:00Z, six o'clock there)
  --hours N     how long it lasts (6)
  --quiet       no line at the end
`;
const EXIT_USAGE = 2;

interface Wishes {
  readonly seed: number;
  readonly out: string;
  readonly truth: string | undefined;
  /** Seconds since 1970. */
  readonly start: number;
  readonly hours: number;
  readonly quiet: boolean;
}

/** @throws TypeError or RangeError when an option is wrong. */
function parseWishes(args: readonly string[]): Wishes | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: 'string', default: '1' },
      out: { type: 'string', default: 'hospital.pcap' },
      truth: { type: 'string' },
      start: { type: 'string', default: '2026-06-09T21:00:00Z' },
      hours: { type: 'string', default: '6' },
      quiet: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  const seed = Number(values.seed);
  const start = Date.parse(values.start) / 1000;
  const hours = Number(values.hours);
  if (!Number.isInteger(seed)) throw new RangeError(`--seed wants a whole number, not ${values.seed}`);
  if (Number.isNaN(start)) throw new RangeError(`--start wants a time like 2026-06-09T21:00:00Z, not ${values.start}`);
  if (!(hours > 0 && hours <= 24)) throw new RangeError(`--hours wants a number up to 24, not ${values.hours}`);
  return { seed, out: values.out, truth: values.truth, start, hours, quiet: values.quiet };
}

function main(args: readonly string[]): number {
  let wishes: Wishes | 'help';
  try {
    wishes = parseWishes(args);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
    return EXIT_USAGE;
  }
  if (wishes === 'help') {
    process.stdout.write(USAGE);
    return 0;
  }
  const { seed, out, truth, start, hours, quiet } = wishes;
  const hospital = new Hospital(seed, start, hours);
  populate(hospital, DEVICE_KINDS);
  const genuine = placeGenuine(hospital);
  const written = hospital.recording.write(out, hospital.day.first, hospital.day.last);
  if (truth !== undefined) {
    writeFileSync(truth, `${JSON.stringify(truthOf(seed, hospital, genuine, written), undefined, 1)}\n`);
  }
  if (!quiet) {
    const { packets, bytes } = written;
    const devices = hospital.site.devices.length;
    process.stderr.write(
      `${out}: ${devices} devices, ${packets} packets, ${Math.round(bytes / 1e6)} MB, seed ${seed}\n`,
    );
  }
  return 0;
}

process.exitCode = main(process.argv.slice(2));
