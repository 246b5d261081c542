import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { clockFinding, nodeFinding, tcpdumpFinding, webFinding } from './machine.ts';

const NOW_US = Date.UTC(2026, 10, 21) * 1000;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mimamori-doctor-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('Node', () => {
  expect(nodeFinding('24.1.0').verdict).toBe('ok');
  expect(nodeFinding('22.20.0')).toMatchObject({ verdict: 'problem', what: { en: 'Node 22.20.0 is too old' } });
});

test('the clock: impossible, not synchronised, synchronised, and kept by nobody that is known', () => {
  expect(clockFinding(0, folder).verdict).toBe('problem');
  expect(clockFinding(NOW_US, folder).verdict).toBe('warning');
  writeFileSync(join(folder, 'synchronized'), '');
  expect(clockFinding(NOW_US, folder).verdict).toBe('ok');
  expect(clockFinding(NOW_US, join(folder, 'absent')).verdict).toBe('ok');
});

test('the web app', () => {
  expect(webFinding(folder).verdict).toBe('problem');
  writeFileSync(join(folder, 'index.html'), '');
  expect(webFinding(folder).verdict).toBe('ok');
});

const program = (text: string): void => writeFileSync(join(folder, 'tcpdump'), `#!/bin/sh\n${text}\n`, { mode: 0o755 });

test('a recorder that listens may capture', async () => {
  program('echo "tcpdump: listening on lo" >&2; exec sleep 30');
  expect(await tcpdumpFinding(folder)).toMatchObject({ verdict: 'ok' });
});

test('a recorder that may not says why', async () => {
  program(`echo "tcpdump: lo: You don't have permission" >&2; exit 1`);
  const { verdict, what, todo } = await tcpdumpFinding(folder);
  expect([verdict, what.en]).toEqual(['warning', expect.stringContaining("may not capture: tcpdump: lo: You don't")]);
  expect(todo?.en).toContain('setcap');
});
