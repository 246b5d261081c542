import type { World } from '#cli';
import { wirePorts } from '#connect';
import { loadKnowledge } from '#knowledge';

const unexpected = (): never => {
  throw new Error('not to be called');
};

/** The outside for a command, with what a test gives; the rest is not to be used. Gathers what is written. */
export function worldFor(given: Partial<World>): { world: World; out: () => string; err: () => string } {
  let out = '';
  let err = '';
  const world: World = {
    stdout: { write: (text) => void (out += text) },
    stderr: { write: (text) => void (err += text), isTTY: false },
    ports: wirePorts(),
    seed: 1,
    knowledge: loadKnowledge(() => undefined),
    readCapture: unexpected,
    nowMs: () => 0,
    onEnd: () => () => {},
    serve: unexpected,
    backup: unexpected,
    doctor: unexpected,
    watch: unexpected,
    ...given,
  };
  return { world, out: () => out, err: () => err };
}
