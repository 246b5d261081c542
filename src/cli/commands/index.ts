import type { Command } from '../command.ts';
import { inspect } from './inspect.ts';

/** All commands, in the order in which help lists them. */
export const COMMANDS: readonly Command[] = [inspect];
