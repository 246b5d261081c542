import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { collectNotRun } from '../../scripts/closing-line.ts';
import { chromiumPath, natsServer, postgresBin } from '../available.ts';

let folder = '';

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

describe('programs that a machine may lack', () => {
  it('are found in the PATH', () => {
    folder = mkdtempSync(join(tmpdir(), 'mimamori-available-'));
    for (const name of ['chromium', 'initdb', 'postgres', 'nats-server']) {
      writeFileSync(join(folder, name), '');
      chmodSync(join(folder, name), 0o755);
    }
    vi.stubEnv('PATH', folder);
    expect(chromiumPath()).toBe(join(folder, 'chromium'));
    expect(postgresBin()).toBe(folder);
    expect(natsServer()).toBe(join(folder, 'nats-server'));
  });

  it('may be named', () => {
    vi.stubEnv('MIMAMORI_CHROMIUM', 'elsewhere/chrome');
    vi.stubEnv('MIMAMORI_POSTGRES_BIN', 'elsewhere/bin');
    expect([chromiumPath(), postgresBin()]).toEqual(['elsewhere/chrome', 'elsewhere/bin']);
  });

  it('are named at the end of the run when they are missing, and nothing else is held back', () => {
    expect(collectNotRun('not a line of ours\n')).toBeUndefined();
    expect(collectNotRun('')).toBeUndefined();
  });
});
