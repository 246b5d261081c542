export { type Command, EXIT, type ExitCode, type World } from './command.ts';
export { COMMANDS } from './commands/index.ts';
export { runCommand } from './run-command.ts';
