import { randomInt } from 'node:crypto';
import { writeSync } from 'node:fs';
import { EXIT, runCommand, type World } from '#cli';
import { wirePorts } from '#connect';
import { readCapture } from '#sensor';
import { defaultCredentials, knowledgeFromData } from './knowledge.ts';
import { watch } from './watch.ts';

const STANDARD_OUTPUT = 1;
const STANDARD_ERROR = 2;
const SEED_BOUND = 2 ** 32;

/** Writes all of the text before it returns, so that a document is whole when the process ends. */
function writer(descriptor: number): (text: string) => void {
  return (text) => {
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; ) {
      try {
        at += writeSync(descriptor, bytes, at);
      } catch (error) {
        // A full pipe that does not block: the reader will make room.
        if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
      }
    }
  };
}

const ENDS = ['SIGINT', 'SIGTERM'] as const;

function onEnd(handle: () => void): () => void {
  for (const signal of ENDS) process.once(signal, handle);
  return () => {
    for (const signal of ENDS) process.removeListener(signal, handle);
  };
}

const knowledge = knowledgeFromData();

const stdout = { write: writer(STANDARD_OUTPUT) };
const stderr = { write: writer(STANDARD_ERROR), isTTY: process.stderr.isTTY };
const world: World = {
  stdout,
  stderr,
  ports: wirePorts(defaultCredentials(knowledge)),
  seed: randomInt(SEED_BOUND),
  knowledge,
  readCapture,
  nowMs: () => performance.now(),
  onEnd,
  // Loaded when asked for: the store and the web server are of no use to the other commands, which start faster without.
  serve: async (given) => {
    const { serve } = await import('./serve.ts');
    await serve(given, { stdout, stderr }, onEnd);
  },
  backup: async (act, file, given) => {
    const { backup } = await import('./backup.ts');
    return await backup(act, file, given);
  },
  doctor: async (given) => {
    const { doctor } = await import('./doctor/doctor.ts');
    return await doctor(given);
  },
  watch,
};

try {
  process.exitCode = await runCommand(process.argv.slice(2), world);
} catch (error) {
  // The reader of a pipe went away: nobody is left to be told.
  process.exitCode = error instanceof Error && 'code' in error && error.code === 'EPIPE' ? EXIT.done : EXIT.failed;
}
