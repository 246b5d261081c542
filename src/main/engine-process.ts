import { randomInt } from 'node:crypto';
import { wirePorts } from '#connect';
import { runEngineChild } from '#sensor';
import { loggedError } from '#server';
import { Engine } from '#wire';
import { defaultCredentials, knowledgeFromData } from './knowledge.ts';

const SEED_BOUND = 2 ** 32;

/** A capture is read here, apart from the server: see runEngineChild. Started by EngineProcess with a channel. */
const engine = new Engine({
  ports: wirePorts(defaultCredentials(knowledgeFromData())),
  seed: randomInt(SEED_BOUND),
  excerpts: true,
});

// Its texts may quote what it has read; the place says enough.
process.on('uncaughtException', (error) => {
  const { name, stack } = loggedError(error);
  process.stderr.write(`parser ended: ${name} ${stack.join(' ')}\n`);
  process.exit(1);
});

// The server is gone without a word: nobody would commit what is read from now on.
process.on('disconnect', () => process.exit(1));

await runEngineChild(engine, {
  send: (report) => process.send?.(report),
  onOrder: (handle) => process.on('message', handle),
});
process.disconnect();
// A read of a quiet interface may still be under way; nothing it brings is wanted.
process.exit(0);
