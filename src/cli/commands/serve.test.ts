import { expect, test } from 'vitest';
import { EXIT, type ServeOptions } from '../command.ts';
import { worldFor } from '../../../tests/world.ts';
import { serve } from './serve.ts';

test('hands on what the command line says, and nothing of its own', async () => {
  const given: ServeOptions[] = [];
  const { world } = worldFor({
    serve: (options) => {
      given.push(options);
      return Promise.resolve();
    },
  });
  expect(await serve.run(['--data', 'here', '--port', '0'], world)).toBe(EXIT.done);
  expect(await serve.run([], world)).toBe(EXIT.done);
  expect(given).toEqual([{ data: 'here', port: '0' }, {}]);
});

test.each([[['--prot', '1']], [['--port']], [['surplus']]])('usage: %j', async (args) => {
  const { world, err } = worldFor({});
  expect(await serve.run(args, world)).toBe(EXIT.usage);
  expect(err()).toContain('mimamori serve [--data DIR]');
});

test('help names every setting and starts nothing', async () => {
  const { world, out } = worldFor({});
  expect(await serve.run(['--help'], world)).toBe(EXIT.done);
  expect(out()).toMatch(/--data[\s\S]*--port[\s\S]*--host[\s\S]*--database/);
});
