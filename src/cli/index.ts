export {
  type Command,
  EXIT,
  type ExitCode,
  type LiveNews,
  type LiveWatch,
  type ServeOptions,
  type World,
} from './command.ts';
export { COMMANDS } from './commands/index.ts';
export { runCommand } from './run-command.ts';
