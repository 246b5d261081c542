import { expect, test } from 'vitest';
import { worldFor } from '../../../tests/world.ts';
import { EXIT, type Finding, type PlaceOptions } from '../command.ts';
import { doctor } from './doctor.ts';

const OK: Finding = { id: 'disk', verdict: 'ok', what: { en: '20 GiB free', ja: '空き容量 20 GiB' } };
const WARNING: Finding = {
  id: 'backup',
  verdict: 'warning',
  what: { en: 'there has never been a backup', ja: 'バックアップがまだありません' },
  todo: { en: 'make one', ja: '作成してください' },
};
const PROBLEM: Finding = { ...WARNING, id: 'database', verdict: 'problem' };

const finding = (findings: readonly Finding[]) => {
  const given: PlaceOptions[] = [];
  const parts = worldFor({
    doctor: (place) => {
      given.push(place);
      return Promise.resolve(findings);
    },
  });
  return { ...parts, given };
};

test('a line for what is well, and what to do about the rest, in both languages', async () => {
  const { world, out, given } = finding([OK, WARNING]);
  expect(await doctor.run(['--data', 'here'], world)).toBe(EXIT.findings);
  expect(given).toEqual([{ data: 'here' }]);
  expect(out()).toBe(
    'ok       disk: 20 GiB free / 空き容量 20 GiB\n' +
      'WARNING  backup: there has never been a backup / バックアップがまだありません\n' +
      '         to do: make one\n         対処: 作成してください\n',
  );
});

test.each([
  [[OK], 'ok', EXIT.done],
  [[OK, WARNING], 'warning', EXIT.findings],
  [[PROBLEM, WARNING, OK], 'problem', EXIT.findings],
] as const)('one document with the worst verdict: %#', async (findings, verdict, code) => {
  const { world, out } = finding(findings);
  expect(await doctor.run(['--json'], world)).toBe(code);
  expect(JSON.parse(out())).toEqual({ schema: 'mimamori.doctor/1', verdict, findings });
});

test.each([[['--what']], [['surplus']]])('usage: %j', async (args) => {
  const { world, err } = worldFor({});
  expect(await doctor.run(args, world)).toBe(EXIT.usage);
  expect(err()).toContain('mimamori doctor [--data DIR]');
});
