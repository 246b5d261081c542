import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ROOT } from './tree.ts';

/**
 * The start of a fresh checkout, with an npm of our own that "installs" a Node: what the real ones do takes half a
 * minute and a network. Everything else is the real thing.
 */
const FAKE_NPM = `#!/bin/sh
echo "$*" >>"$FAKE_LOG"
if [ -n "\${FAKE_FAULT:-}" ]; then echo "npm error $FAKE_FAULT" >&2; exit 1; fi
sleep 0.1
rm -rf node_modules
mkdir -p node_modules/node-linux-${process.arch}/bin
printf '#!/bin/sh\\nFAKE_BUNDLED=1 exec "%s" "$@"\\n' "$FAKE_NODE" >node_modules/node-linux-${process.arch}/bin/node
chmod +x node_modules/node-linux-${process.arch}/bin/node
`;

const CLI = `
import { readFileSync } from 'node:fs';
console.log(JSON.stringify({
  args: process.argv.slice(2),
  cwd: process.cwd(),
  bundled: process.env.FAKE_BUNDLED ?? '',
  cache: process.env.NODE_COMPILE_CACHE ?? '',
  firstInPath: (process.env.PATH ?? '').split(':')[0],
}));
process.exitCode = Number(process.argv.at(-1)) || 0;
`;

let folder = '';
let root = '';

function put(path: string, text: string, mode = 0o644): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text, { mode });
  chmodSync(join(folder, path), mode);
}

function environment(more: Record<string, string> = {}): NodeJS.ProcessEnv {
  const { npm_execpath: _, NODE_COMPILE_CACHE: __, NODE_OPTIONS: ___, ...env } = process.env;
  const nodeFolder = join(folder, 'bin');
  const log = join(folder, 'npm.log');
  return { ...env, PATH: `${nodeFolder}:/usr/bin:/bin`, FAKE_LOG: log, FAKE_NODE: process.execPath, ...more };
}

function start(file: string, args: readonly string[], more: Record<string, string> = {}, cwd = folder) {
  const { status, stdout, stderr } = spawnSync(file, args, { cwd, env: environment(more), encoding: 'utf8' });
  return { status, stdout, stderr };
}

function installs(): string[] {
  const log = join(folder, 'npm.log');
  return existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : [];
}

const mimamori = () => join(root, 'bin', 'mimamori');
const bootstrap = () => join(root, 'scripts', 'bootstrap.mjs');

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mimamori start '));
  root = join(folder, 'a checkout');
  put('bin/npm', FAKE_NPM, 0o755);
  symlinkSync(process.execPath, join(folder, 'bin', 'node'));
  put('a checkout/package-lock.json', '{ "packages": {} }');
  put('a checkout/package.json', '{ "type": "module" }');
  put('a checkout/src/main/cli.ts', CLI);
  for (const path of ['scripts/bootstrap.mjs', 'scripts/bootstrap', 'bin/mimamori']) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    cpSync(join(ROOT, path), join(root, path), { recursive: true });
  }
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('a fresh checkout', () => {
  it('installs once, then starts at once', () => {
    const first = start(mimamori(), ['--help']);
    expect(first.stderr).toContain('installed in');
    expect(first.status).toBe(0);
    expect(JSON.parse(first.stdout)).toMatchObject({ args: ['--help'], bundled: '1' });
    const second = start(mimamori(), ['--help']);
    expect(second.stderr).toBe('');
    expect(installs()).toHaveLength(1);
    expect(installs()[0]).toMatch(/^ci --ignore-scripts/);
  });

  it('installs again when the lock changes', () => {
    start(mimamori(), []);
    put('a checkout/package-lock.json', '{ "packages": { "": {} } }');
    start(mimamori(), []);
    expect(installs()).toHaveLength(2);
  });

  it('hands over arguments, folder and exit code, also through links', () => {
    mkdirSync(join(folder, 'links'));
    symlinkSync(mimamori(), join(folder, 'links', 'first'));
    symlinkSync('first', join(folder, 'links', 'second'));
    for (const round of ['through the bootstrap', 'directly']) {
      const { status, stdout } = start(join(folder, 'links', 'second'), ['a b', '', '7'], {}, join(folder, 'bin'));
      expect(status, round).toBe(7);
      expect(JSON.parse(stdout), round).toEqual({
        args: ['a b', '', '7'],
        cwd: join(folder, 'bin'),
        bundled: '1',
        cache: join(root, '.cache', 'compile'),
        firstInPath: join(root, 'node_modules', `node-linux-${process.arch}`, 'bin'),
      });
    }
  });

  it('needs neither npm nor another Node once it is installed', () => {
    start(mimamori(), []);
    rmSync(join(folder, 'bin'), { recursive: true });
    expect(start(mimamori(), []).status).toBe(0);
  });

  it('installs once for two starts at the same time', async () => {
    const run = () =>
      new Promise<number | null>((done) => {
        const child = spawn(process.execPath, [bootstrap(), 'run', 'src/main/cli.ts', '3'], {
          env: environment(),
          stdio: 'ignore',
        });
        child.on('exit', done);
      });
    expect(await Promise.all([run(), run(), run()])).toEqual([3, 3, 3]);
    expect(installs()).toHaveLength(1);
  });

  it('installs once more with the bundled Node when an old one made npm leave something out', () => {
    put('a checkout/package-lock.json', JSON.stringify({ packages: { 'node_modules/binary': { os: ['linux'] } } }));
    const script = `
      import { execFileSync } from 'node:child_process';
      import { mkdirSync } from 'node:fs';
      execFileSync('sh', [process.env.FAKE_SHELL_NPM, ...process.argv.slice(2)]);
      if (process.env.FAKE_BUNDLED === '1') mkdirSync('node_modules/binary');
    `;
    put('bin/npm-shell', FAKE_NPM, 0o755);
    put('bin/npm-cli.mjs', script);
    put('bin/npm', `#!/bin/sh\nexec node "${join(folder, 'bin', 'npm-cli.mjs')}" "$@"\n`, 0o755);
    const shell = { FAKE_SHELL_NPM: join(folder, 'bin', 'npm-shell') };
    const alone = start(mimamori(), [], shell);
    expect(alone.status).toBe(1);
    expect(alone.stderr).toContain('npm left out what this machine needs: node_modules/binary');
    rmSync(join(folder, 'bin', 'npm'));
    put('bin/npm-cli.js', script);
    put('bin/package.json', '{ "type": "module" }');
    expect(start(mimamori(), [], { ...shell, npm_execpath: join(folder, 'bin', 'npm-cli.js') }).status).toBe(0);
    expect(installs()).toHaveLength(3);
  });

  it('does not wait for a start that died', () => {
    const { pid } = spawnSync(process.execPath, ['--version']);
    put('a checkout/.cache/install.lock', `${pid} ${hostname()}`);
    expect(start(mimamori(), []).status).toBe(0);
    expect(existsSync(join(root, '.cache', 'install.lock'))).toBe(false);
  });
});

describe('the tests and the demonstration', () => {
  const node = (...args: string[]) => start(process.execPath, [bootstrap(), ...args]);

  it.each([
    [
      'what vitest counted',
      "fs.writeFileSync(process.env.MIMAMORI_COUNTS, '3 passed, 0 failed'); console.log('late');",
      0,
      '3 passed, 0 failed',
    ],
    [
      'one failure more than vitest admits',
      "fs.writeFileSync(process.env.MIMAMORI_COUNTS, '3 passed, 1 failed');",
      1,
      '3 passed, 1 failed',
    ],
    ['a failure when vitest counted nothing', 'process.exit(1);', 1, '0 passed, 1 failed'],
  ])('end with %s', (_what, vitest, status, line) => {
    start(mimamori(), []);
    put('a checkout/node_modules/vitest/vitest.mjs', `import fs from 'node:fs';\n${vitest}`);
    const run = node('test');
    expect(run.stdout.trimEnd().split('\n').at(-1)).toBe(line);
    expect(run.status).toBe(status);
  });

  it('build the web app when its sources are newer, and only then', () => {
    start(mimamori(), []);
    const build =
      "import fs from 'node:fs'; fs.mkdirSync('dist', { recursive: true }); fs.writeFileSync('dist/index.html', 'x');";
    put('a checkout/node_modules/vite/bin/vite.js', build);
    put('a checkout/web/index.html', '<html>');
    put('a checkout/web/src/main.tsx', '1');
    put('a checkout/src/main/demo.ts', "console.log('demo');");
    const built = () => node('demo').stderr.includes('built the web app');
    expect([built(), built()]).toEqual([true, false]);
    put('a checkout/web/src/page.tsx', '1');
    expect([built(), built()]).toEqual([true, false]);
    rmSync(join(root, 'web/src/page.tsx'));
    expect([built(), built()]).toEqual([true, false]);
    rmSync(join(root, 'web/dist'), { recursive: true });
    expect([built(), built()]).toEqual([true, false]);
  });
});

describe('what people are told', () => {
  it.each([
    ['ENOTFOUND', 'check the network', 'ネットワーク'],
    ['ENOSPC', 'free at least', '空き'],
    ['EINTEGRITY', 'not what the lock says', '一致しません'],
    ['something else', 'the lines of npm above', 'npm のメッセージ'],
  ])('when npm fails with %s', (fault, english, japanese) => {
    const { status, stderr } = start(mimamori(), [], { FAKE_FAULT: fault });
    expect(status).toBe(1);
    expect(stderr).toContain(`npm error ${fault}`);
    expect(stderr).toContain(root);
    expect(stderr).toContain(english);
    expect(stderr).toContain(japanese);
    expect(existsSync(join(root, '.cache', 'install.lock'))).toBe(false);
  });

  it('when there is no npm, and no Node', () => {
    rmSync(join(folder, 'bin', 'npm'));
    const onlyNode = { PATH: join(folder, 'bin') };
    const { status, stderr } = start(process.execPath, [bootstrap(), 'run', 'src/main/cli.ts'], onlyNode);
    expect(status).toBe(1);
    expect(stderr).toContain('npm was not found');
    mkdirSync(join(folder, 'tools'));
    symlinkSync('/usr/bin/readlink', join(folder, 'tools', 'readlink'));
    const without = start(mimamori(), [], { PATH: join(folder, 'tools') });
    expect(without.status).toBe(1);
    expect(without.stderr).toContain('Node was not found');
    expect(without.stderr).toContain('Node が見つかりません');
  });

  it.each([[[]], [['dance']], [['run']], [['run', 'src/main/none.ts']], [['demo']]])('when started with %j', (args) => {
    const { status, stderr } = start(process.execPath, [bootstrap(), ...args]);
    expect(status).toBe(1);
    expect(stderr).toMatch(/where: .*\n {2}to do: .*\n.*\n {2}場所: .*\n {2}対処: /);
  });

  it('when the list of packages is missing', () => {
    rmSync(join(root, 'package-lock.json'));
    const { status, stderr } = start(mimamori(), []);
    expect(status).toBe(1);
    expect(stderr).toContain('package-lock.json');
  });
});
