import { accessSync, constants, readdirSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * Programs of other people that some tests drive. A machine may lack them: `npm test` must pass there, and say what it
 * did not run. `.ci/run` installs them all.
 */

/** Debian's Chromium, or a Chrome of the same kind; MIMAMORI_CHROMIUM names another one. */
export function chromiumPath(): string | undefined {
  const own = process.env['MIMAMORI_CHROMIUM'];
  const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
  return found(own ?? program(names), 'tests in a browser', 'chromium');
}

/** The folder with `initdb` and `postgres`; MIMAMORI_POSTGRES_BIN names another one. */
export function postgresBin(): string | undefined {
  const own = process.env['MIMAMORI_POSTGRES_BIN'];
  return found(own ?? folders().find((folder) => hasPostgres(folder)), 'tests on PostgreSQL', 'postgresql');
}

export function natsServer(): string | undefined {
  return found(program(['nats-server']), 'tests with NATS', 'nats-server');
}

export function openssl(): string | undefined {
  return found(program(['openssl']), 'tests with OpenSSL', 'openssl');
}

/** Path of tcpdump, where a test may also make network interfaces of its own: that takes root and iproute2. */
export function liveCapture(): string | undefined {
  const isRoot = process.getuid?.() === 0;
  const tcpdump = program(['ip']) === undefined ? undefined : program(['tcpdump']);
  return found(isRoot ? tcpdump : undefined, 'tests of live capture', isRoot ? 'tcpdump iproute2' : 'root');
}

const said = new Set<string>();

function found(path: string | undefined, what: string, debianPackage: string): string | undefined {
  if (path === undefined && !said.has(what)) {
    said.add(what);
    // The closing line gathers what starts like this, once for all test files.
    console.log(`not run: ${what}; missing: ${debianPackage} (apt-get install ${debianPackage})`);
  }
  return path;
}

function program(names: readonly string[]): string | undefined {
  for (const name of names) {
    for (const folder of folders()) {
      const path = join(folder, name);
      if (isExecutable(path)) return path;
    }
  }
  return undefined;
}

function hasPostgres(folder: string): boolean {
  return isExecutable(join(folder, 'initdb')) && isExecutable(join(folder, 'postgres'));
}

/** PATH, what root's PATH may lack, and the newest of the versions that Debian installs side by side. */
function folders(): string[] {
  const path = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return [...path, '/usr/local/bin', '/usr/bin', '/usr/sbin', ...versionsOf('/usr/lib/postgresql')];
}

function versionsOf(folder: string): string[] {
  try {
    const versions = readdirSync(folder).sort((a, b) => Number(b) - Number(a));
    return versions.map((version) => join(folder, version, 'bin'));
  } catch {
    return [];
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
