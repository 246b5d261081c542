/** Installs what the lock says, and finds the Node that runs it. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, realpathSync, renameSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { withLock } from './lock.mjs';
import { CACHE, ROOT } from './places.mjs';
import { capture } from './programs.mjs';
import { elapsed, Problem, say } from './report.mjs';

const LOCK_FILE = join(ROOT, 'package-lock.json');
const MARK = join(ROOT, 'node_modules', '.mimamori-installed');
const PLATFORM = `${process.platform}-${process.arch}`;
const BUNDLED = `node_modules/node-linux-${process.arch}/bin/node`;

const NODE_MIN_MAJOR = 24;
const PROGRESS_EVERY_MS = 5_000;
const NPM_LINES_SHOWN = 15;

export function majorOf(version) {
  return Number.parseInt(version.replace(/^v/, ''), 10);
}

/** The mark as it must be now: hash of the lock and platform. `bin/mimamori` reads the same lines. */
function wantedMark() {
  if (!existsSync(LOCK_FILE)) {
    throw new Problem(
      [
        'the list of packages is missing',
        LOCK_FILE,
        'restore package-lock.json, for example with: git checkout package-lock.json',
      ],
      [
        'パッケージの一覧がありません',
        LOCK_FILE,
        'package-lock.json を元に戻してください（例: git checkout package-lock.json）',
      ],
    );
  }
  return `lock ${createHash('sha256').update(readFileSync(LOCK_FILE)).digest('hex')}\nplatform ${PLATFORM}\n`;
}

/** `node_modules/…/node`, `system`, or undefined when what is installed is not what the lock says. */
function installedNode() {
  if (!existsSync(MARK)) return undefined;
  const mark = readFileSync(MARK, 'utf8');
  const wanted = wantedMark();
  if (!mark.startsWith(wanted)) return undefined;
  const node = mark
    .slice(wanted.length)
    .replace(/^node /, '')
    .trim();
  if (node === 'system') return majorOf(process.versions.node) >= NODE_MIN_MAJOR ? node : undefined;
  return existsSync(join(ROOT, node)) ? node : undefined;
}

/** Path of the Node to run, after installing if need be. */
export async function install() {
  const present = installedNode();
  if (present !== undefined) return present;
  return await withLock(join(CACHE, 'install.lock'), async () => {
    // Another start may have done it while this one waited.
    const installed = installedNode();
    if (installed !== undefined) return installed;
    await installAll();
    const node = usableNode();
    const mark = `${wantedMark()}node ${node}\n`;
    writeFileSync(`${MARK}.new`, mark);
    renameSync(`${MARK}.new`, MARK);
    return node;
  });
}

/**
 * npm leaves out an optional package whose `engines` do not fit the Node that runs npm, or whose download failed, and
 * calls that success. The binaries of compilers and of Node itself are such packages. Where an old Node is the reason,
 * the Node that just came with them can do better.
 */
async function installAll() {
  const [command, ...first] = npmCommand();
  await npmCi(command, first);
  if (missingBinaries().length === 0) return;
  const script = first[0] ?? npmScript();
  const bundled = join(ROOT, BUNDLED);
  if (script !== undefined && existsSync(bundled)) {
    say(`npm left out packages under Node ${process.versions.node}; once more with the bundled Node`);
    say(`Node ${process.versions.node} では入らないパッケージがあるため、同梱の Node でもう一度実行します`);
    await npmCi(bundled, [script]);
  }
  const missing = missingBinaries();
  if (missing.length === 0) return;
  throw new Problem(
    [
      `npm left out what this machine needs: ${missing.join(', ')}`,
      ROOT,
      'check the network and start again, or start with Node 24',
    ],
    [
      `必要なパッケージが入りませんでした: ${missing.join(', ')}`,
      ROOT,
      'ネットワークを確かめてもう一度実行するか、Node 24 で実行してください',
    ],
  );
}

/** Locked packages that name this platform and are not there. */
function missingBinaries() {
  const header = process.report?.getReport().header ?? {};
  const libc = header.glibcVersionRuntime === undefined ? 'musl' : 'glibc';
  const fits = (allowed, own) => allowed === undefined || [allowed].flat().includes(own);
  return Object.entries(JSON.parse(readFileSync(LOCK_FILE, 'utf8')).packages ?? {})
    .filter(([, entry]) => entry.os !== undefined)
    .filter(
      ([, { os, cpu, libc: built }]) => fits(os, process.platform) && fits(cpu, process.arch) && fits(built, libc),
    )
    .map(([path]) => path)
    .filter((path) => !existsSync(join(ROOT, path)));
}

/** npm that started us, or npm from the PATH. */
function npmCommand() {
  const script = process.env.npm_execpath;
  if (script !== undefined && /npm-cli\.c?js$/.test(script) && existsSync(script)) return [process.execPath, script];
  return ['npm'];
}

/** The script behind `npm` in the PATH, which another Node can run; undefined when it is something else. */
function npmScript() {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const npm = join(folder, 'npm');
    if (!existsSync(npm)) continue;
    const script = realpathSync(npm);
    return /\.c?js$/.test(script) ? script : undefined;
  }
  return undefined;
}

async function npmCi(command, first) {
  const seconds = elapsed();
  say('installing the locked packages; the first time this takes about half a minute');
  say('固定されたパッケージをインストールしています。初回は30秒ほどかかります');
  // Development packages too, whatever the machine's settings: the web app is built and tests run here.
  const flags = [
    'ci',
    '--ignore-scripts',
    '--include=dev',
    '--include=optional',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ];
  const timer = setInterval(() => say(`still installing, ${seconds()} s`), PROGRESS_EVERY_MS);
  const { code, output } = await capture(command, [...first, ...flags], ROOT);
  clearInterval(timer);
  if (code === 0) {
    say(`installed in ${seconds()} s`);
    return;
  }
  const said = output.trimEnd().split('\n').slice(-NPM_LINES_SHOWN).join('\n');
  if (said !== '') process.stderr.write(`${said}\n`);
  throw npmProblem(code, output);
}

/** Causes that people can do something about, by what npm prints. */
const NPM_CAUSES = [
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH/,
    'check the network and the proxy, then start again',
    'ネットワークとプロキシの設定を確かめて、もう一度実行してください',
  ],
  [
    /ENOSPC/,
    'free at least 1 GB on this disk, then start again',
    'ディスクに1 GB以上の空きを作り、もう一度実行してください',
  ],
  [
    /EACCES|EPERM|EROFS/,
    'make this folder writable for the user who starts it',
    '実行するユーザーがこのフォルダーに書き込めるようにしてください',
  ],
  [
    /EINTEGRITY/,
    'a package is not what the lock says: do not go on; ask who runs your package mirror',
    'パッケージが固定された内容と一致しません。中止して、パッケージミラーの管理者に確認してください',
  ],
];

function npmProblem(code, output) {
  if (code === 'ENOENT') {
    return new Problem(
      ['npm was not found', process.env.PATH ?? '', 'install npm 9 or newer (Debian: apt-get install npm)'],
      [
        'npm が見つかりません',
        process.env.PATH ?? '',
        'npm 9 以降をインストールしてください（Debian: apt-get install npm）',
      ],
    );
  }
  const [, todo, todoJa] = NPM_CAUSES.find(([pattern]) => pattern.test(output)) ?? [
    undefined,
    'read the lines of npm above, then start again',
    '上に表示された npm のメッセージを確かめて、もう一度実行してください',
  ];
  return new Problem([`npm ci failed (${code})`, ROOT, todo], [`npm ci が失敗しました (${code})`, ROOT, todoJa]);
}

/** The bundled Node where it runs (it needs glibc), else this one when it is new enough. */
function usableNode() {
  const bundled = join(ROOT, BUNDLED);
  if (existsSync(bundled)) {
    const { status, stdout } = spawnSync(bundled, ['--version'], { encoding: 'utf8' });
    if (status === 0 && majorOf(stdout) >= NODE_MIN_MAJOR) return BUNDLED;
  }
  if (majorOf(process.versions.node) >= NODE_MIN_MAJOR) return 'system';
  throw new Problem(
    [
      `no Node ${NODE_MIN_MAJOR} for this machine (${PLATFORM})`,
      bundled,
      `install Node ${NODE_MIN_MAJOR} or newer and start again with it`,
    ],
    [
      `この環境 (${PLATFORM}) で使える Node ${NODE_MIN_MAJOR} がありません`,
      bundled,
      `Node ${NODE_MIN_MAJOR} 以降をインストールし、それで実行してください`,
    ],
  );
}
