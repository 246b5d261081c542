import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keptCapturesKeyFinding } from './kept-captures-key.ts';

let scratch = '';
let dataFolder = '';
let own = '';
let elsewhere = '';
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'mimamori-doctor-'));
  dataFolder = join(scratch, 'data');
  own = join(dataFolder, 'kept-captures.key');
  elsewhere = join(scratch, 'key');
  mkdirSync(dataFolder);
});
afterEach(() => rmSync(scratch, { recursive: true, force: true }));

const keepOne = (): void => {
  mkdirSync(join(dataFolder, 'kept'));
  writeFileSync(join(dataFolder, 'kept', 'one.sealed'), 'x');
};
const makeKey = (file: string, mode = 0o600, bytes = 32): void => {
  writeFileSync(file, Buffer.alloc(bytes, 7));
  chmodSync(file, mode);
};
const look = () => keptCapturesKeyFinding({ dataFolder });
const lookElsewhere = () => keptCapturesKeyFinding({ dataFolder, keptCapturesKeyFile: elsewhere });

test('nothing kept and no key is well, and none is made', async () => {
  expect(await look()).toMatchObject({
    verdict: 'ok',
    what: { en: expect.stringContaining('made when it is needed') },
  });
  const named = await lookElsewhere();
  expect(named).toMatchObject({ verdict: 'ok', what: { en: expect.stringContaining(`makes the key ${elsewhere}`) } });
  rmSync(dataFolder, { recursive: true });
  expect(await look()).toMatchObject({ verdict: 'ok' });
  expect(readdirSync(scratch)).toEqual([]);
});

test('the key may be there before the data folder is', async () => {
  rmSync(dataFolder, { recursive: true });
  makeKey(elsewhere);
  expect(await lookElsewhere()).toMatchObject({ verdict: 'ok', what: { en: expect.stringContaining('outside') } });
});

test('a key in the data folder lies beside the data, by whatever name; another does not', async () => {
  keepOne();
  makeKey(own);
  const beside = { verdict: 'ok', what: { en: expect.stringContaining('beside the data') } };
  expect(await look()).toMatchObject(beside);
  symlinkSync(own, elsewhere);
  expect(await lookElsewhere()).toMatchObject(beside);
  rmSync(elsewhere);
  makeKey(elsewhere);
  expect(await lookElsewhere()).toMatchObject({
    verdict: 'ok',
    what: { en: expect.stringContaining('outside'), ja: expect.stringContaining('データフォルダの外') },
  });
});

test.each([
  ['missing', () => {}, /cannot be read from .*: ENOENT\. What is kept cannot be opened\.$/],
  ['unreadable', () => mkdirSync(own), /cannot be read from .*: EISDIR\./],
  ['no key', () => makeKey(own, 0o600, 31), /is not the key/],
])('captures are kept and the key is %s', async (_what, makeBad, said) => {
  keepOne();
  makeBad();
  const { verdict, what, todo } = await look();
  expect([verdict, what.en]).toEqual(['problem', expect.stringMatching(said)]);
  expect(what.ja).toMatch(/。保管したキャプチャを開けません。$/);
  expect(todo?.en).toMatch(/^Put the .*file.*must own it\.$/);
  expect(todo?.ja).toMatch(/戻.*所有者.*。$/);
});

test('nothing is kept, and what should be the key is none', async () => {
  makeKey(own, 0o600, 33);
  expect(await look()).toMatchObject({
    verdict: 'warning',
    what: { en: expect.stringMatching(/Nothing can be kept\.$/) },
  });
});

test.each([0o640, 0o604, 0o620, 0o610])('others may use a key of mode %o', async (mode) => {
  keepOne();
  makeKey(own, mode);
  const { verdict, what, todo } = await look();
  expect([verdict, what.en]).toEqual(['warning', expect.stringContaining(`(mode ${mode.toString(8)})`)]);
  expect([todo?.en, todo?.ja]).toEqual([
    expect.stringContaining(`chmod 600 ${own}`),
    expect.stringContaining(`chmod 600 ${own}`),
  ]);
});

test('a folder of kept captures that cannot be read', async () => {
  writeFileSync(join(dataFolder, 'kept'), 'where the folder should be');
  expect(await look()).toMatchObject({ verdict: 'problem', what: { en: expect.stringContaining('ENOTDIR') } });
});
