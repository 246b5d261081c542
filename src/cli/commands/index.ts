import type { Command } from '../command.ts';
import { backup } from './backup.ts';
import { doctor } from './doctor.ts';
import { inspect } from './inspect.ts';
import { sensor } from './sensor.ts';
import { serve } from './serve.ts';

/** All commands, in the order in which help lists them. */
export const COMMANDS: readonly Command[] = [inspect, serve, sensor, backup, doctor];
