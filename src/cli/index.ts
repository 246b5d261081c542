export {
  type BackupContent,
  type Command,
  EXIT,
  type ExitCode,
  type Finding,
  type LiveNews,
  type LiveWatch,
  type PlaceOptions,
  type ServeOptions,
  type Told,
  type Verdict,
  type World,
} from './command.ts';
export { COMMANDS } from './commands/index.ts';
export { runCommand } from './run-command.ts';
