import { randomInt } from 'node:crypto';
import { wirePorts } from '#connect';
import { runEngineChild } from '#sensor';
import { Engine } from '#wire';
import { defaultCredentials, knowledgeFromData } from './knowledge.ts';

const SEED_BOUND = 2 ** 32;

/** A capture is read here, apart from the server: see runEngineChild. Started by EngineProcess with a channel. */
const engineFor = ({ excerpts }: { readonly excerpts: boolean }): Engine =>
  new Engine({ ports: wirePorts(defaultCredentials(knowledgeFromData())), seed: randomInt(SEED_BOUND), excerpts });

/** A read of a quiet interface may be under way, and process.exit() would wait for it. */
const end = (): boolean => process.kill(process.pid, 'SIGKILL');

// The message of an error may quote what was read; where it happened says enough.
process.on('uncaughtException', ({ name, stack = '' }) => {
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line));
  process.stderr.write(`the parser ended: ${name}\n${frames.join('\n')}\n`);
  end();
});

// Told at the end, and when the server is gone: nobody would commit what is read from now on.
process.on('disconnect', end);

await runEngineChild(engineFor, {
  send: (report) => process.send?.(report),
  onOrder: (handle) => process.on('message', handle),
});
process.disconnect();
