import { expect, test } from 'vitest';
import { loadKnowledge } from '#knowledge';
import { wirePorts } from '#connect';
import type { CaptureSummary } from '#wire';
import { EXIT, type World } from './command.ts';
import { notHere } from '../../tests/not-here.ts';
import { runCommand } from './run-command.ts';

function world(readCapture: World['readCapture']): { world: World; out: () => string; err: () => string } {
  let out = '';
  let err = '';
  return {
    world: {
      stdout: { write: (text) => void (out += text) },
      stderr: { write: (text) => void (err += text), isTTY: false },
      ports: wirePorts(),
      seed: 1,
      knowledge: loadKnowledge(() => undefined),
      readCapture,
      nowMs: () => 0,
      ...notHere,
    },
    out: () => out,
    err: () => err,
  };
}

const nothing = (): Promise<CaptureSummary> => Promise.reject(new Error('not to be called'));

test('help lists the commands in both languages; nothing asked is a usage error', async () => {
  const { world: w, out } = world(nothing);
  expect(await runCommand(['--help'], w)).toBe(EXIT.done);
  expect(out()).toMatch(/inspect +devices.*機器/);
  expect(await runCommand([], w)).toBe(EXIT.usage);
});

test('an unknown command is named, in both languages', async () => {
  const { world: w, err } = world(nothing);
  expect(await runCommand(['inspekt'], w)).toBe(EXIT.usage);
  expect(err()).toMatch(/no command "inspekt" \/ コマンド「inspekt」/);
});

test('what goes wrong inside a command is a line and exit code 3', async () => {
  const broken = world(nothing);
  Object.defineProperty(broken.world, 'knowledge', {
    get: () => {
      throw new Error('data folder is gone');
    },
  });
  expect(await runCommand(['inspect', 'x.pcap'], broken.world)).toBe(EXIT.failed);
  expect(broken.err()).toMatch(/mimamori inspect: data folder is gone/);
});
