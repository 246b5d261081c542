import type { World } from '../src/cli/index.ts';

/** The parts of a world that most commands must not touch. */
export const notHere: Pick<World, 'onEnd' | 'serve' | 'watch'> = {
  onEnd: () => () => {},
  serve: () => Promise.reject(new Error('not to be called')),
  watch: () => {
    throw new Error('not to be called');
  },
};
