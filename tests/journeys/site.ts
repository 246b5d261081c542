import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FIRST_PASSWORD, runServer, type RunningServer } from '../running-server.ts';
import { type Morning, recordMorning } from './morning.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const UPLOAD_MOST_BYTES = 100_000_000;
const BUILD = `import('./scripts/bootstrap/web-app.mjs').then(({ buildWebApp }) => buildWebApp(process.execPath))`;

/** What `npm run demo` shows, on data of its own: the web app as it is built, the server, and an invented hospital. */
export interface Site {
  readonly address: string;
  readonly login: string;
  readonly password: string;
  readonly morning: Morning;
  readonly running: RunningServer;
  stop(): Promise<void>;
}

export async function openSite(): Promise<Site> {
  execFileSync(process.execPath, ['-e', BUILD], { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] });
  const folder = mkdtempSync(join(tmpdir(), 'mimamori-journey-'));
  const morning = recordMorning(join(folder, 'captures'));
  const running = await runServer({ captureFolder: morning.folder, uploadMostBytes: UPLOAD_MOST_BYTES });
  return {
    address: running.server.address,
    login: 'administrator',
    password: FIRST_PASSWORD,
    morning,
    running,
    stop: async () => {
      await running.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
