import { expect, test } from 'vitest';
import { worldFor } from '../../tests/world.ts';
import { EXIT } from './command.ts';
import { runCommand } from './run-command.ts';

test('help lists the commands in both languages; nothing asked is a usage error', async () => {
  const { world: w, out } = worldFor({});
  expect(await runCommand(['--help'], w)).toBe(EXIT.done);
  expect(out()).toMatch(/inspect +devices.*機器/);
  expect(await runCommand([], w)).toBe(EXIT.usage);
});

test('an unknown command is named, in both languages', async () => {
  const { world: w, err } = worldFor({});
  expect(await runCommand(['inspekt'], w)).toBe(EXIT.usage);
  expect(err()).toMatch(/no command "inspekt" \/ コマンド「inspekt」/);
});

test('what goes wrong inside a command is a line and exit code 3', async () => {
  const broken = worldFor({});
  Object.defineProperty(broken.world, 'knowledge', {
    get: () => {
      throw new Error('data folder is gone');
    },
  });
  expect(await runCommand(['inspect', 'x.pcap'], broken.world)).toBe(EXIT.failed);
  expect(broken.err()).toMatch(/mimamori inspect: data folder is gone/);
});
