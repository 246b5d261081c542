import { EXIT, type ExitCode, type World } from './command.ts';
import { COMMANDS } from './commands/index.ts';

/** Runs the command that the first argument names. Never throws: what goes wrong is a line on standard error and an exit code. */
export async function runCommand(args: readonly string[], world: World): Promise<ExitCode> {
  const [name, ...rest] = args;
  if (name === undefined || name === '--help' || name === 'help') {
    world.stdout.write(overview());
    return name === undefined ? EXIT.usage : EXIT.done;
  }
  const command = COMMANDS.find(({ id }) => id === name);
  if (command === undefined) {
    world.stderr.write(`mimamori: no command "${name}" / コマンド「${name}」はありません\n\n${overview()}`);
    return EXIT.usage;
  }
  try {
    return await command.run(rest, world);
  } catch (error) {
    world.stderr.write(`mimamori ${name}: ${error instanceof Error ? error.message : String(error)}\n`);
    return EXIT.failed;
  }
}

function overview(): string {
  const rows = COMMANDS.map(({ id, summary }) => `  ${id.padEnd(10)} ${summary.en} / ${summary.ja}\n`);
  return `mimamori COMMAND [options]\n\n${rows.join('')}\nmimamori COMMAND --help says more.\n`;
}
