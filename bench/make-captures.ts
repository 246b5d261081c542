import { parseFlags, USAGE } from './captures/flags.ts';
import { makeCapture } from './captures/make.ts';

const EXIT_USAGE = 2;

function main(args: readonly string[]): number {
  if (args.length === 0 || args.includes('--help') || args.includes('-h')) {
    process.stdout.write(USAGE);
    return 0;
  }
  try {
    const options = parseFlags(args);
    const beganMs = performance.now();
    const { packets, bytes, exchanges, hosts } = makeCapture(options);
    const seconds = ((performance.now() - beganMs) / 1000).toFixed(1);
    process.stderr.write(
      `${options.out}: ${packets} packets, ${bytes} bytes, ${exchanges} exchanges, ${hosts} hosts, ` +
        `seed ${options.seed}, ${seconds} s\n`,
    );
    return 0;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    process.stderr.write(`${error.message}\n\nRun with --help for usage.\n`);
    return EXIT_USAGE;
  }
}

process.exitCode = main(process.argv.slice(2));
