import { spawn } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Finding } from '#cli';
import { type Micros, toIso } from '#kernel';
import { bad, ok } from './finding.ts';

const NODE_MAJOR = 24;
/** No clock of a machine that runs this is right before it. */
const OLDEST_US = Date.UTC(2026, 0, 1) * 1000;
/** systemd-timesyncd makes the folder when it runs, and the file when the clock is right. */
const TIMESYNC = '/run/systemd/timesync';
/** Debian keeps tcpdump where an ordinary user's PATH may not look. */
const MORE_FOLDERS = ['/usr/bin', '/usr/sbin', '/sbin'];
/** A recorder that may not capture says so at once. */
const TRIAL_MS = 1500;
const LOOPBACK = 'lo';
const TCPDUMP_TODO = [
  'Debian: apt-get install tcpdump; then setcap cap_net_raw,cap_net_admin+ep on it, or run the server as root',
  'Debian: apt-get install tcpdump。さらに tcpdump に setcap cap_net_raw,cap_net_admin+ep を行うか、サーバをrootで実行してください',
] as const;

export function nodeFinding(version: string): Finding {
  const isRight = Number(version.split('.')[0]) >= NODE_MAJOR;
  if (isRight) return ok('node', `Node ${version}`, `Node ${version}`);
  return bad(
    'problem',
    'node',
    [`Node ${version} is too old`, `Node ${version} は古すぎます`],
    [
      `start with bin/mimamori, which brings Node ${NODE_MAJOR}`,
      `Node ${NODE_MAJOR} を含む bin/mimamori から起動してください`,
    ],
  );
}

export function clockFinding(nowUs: Micros, timesync = TIMESYNC): Finding {
  const now = toIso(nowUs);
  const todo = [
    'set it, and let it be kept right (Debian: apt-get install systemd-timesyncd)',
    '時刻を合わせ、自動で同期してください（Debian: apt-get install systemd-timesyncd）',
  ] as const;
  if (nowUs < OLDEST_US) return bad('problem', 'clock', [`it shows ${now}`, `時計が ${now} を示しています`], todo);
  if (existsSync(timesync) && !existsSync(join(timesync, 'synchronized'))) {
    return bad('warning', 'clock', [`${now}, not synchronised`, `${now}（同期していません）`], todo);
  }
  return ok('clock', now, now);
}

export function webFinding(folder: string): Finding {
  if (existsSync(join(folder, 'index.html'))) return ok('web-app', 'is built', 'ビルド済みです');
  return bad(
    'problem',
    'web-app',
    ['is not built, so the server has no pages', 'ビルドされていないため、画面を表示できません'],
    ['run npm run demo once', '一度 npm run demo を実行してください'],
  );
}

/** Listens on the loopback interface for a moment; nothing is sent. */
export async function tcpdumpFinding(path = process.env['PATH'] ?? ''): Promise<Finding> {
  const program = [...path.split(delimiter), ...MORE_FOLDERS].map((folder) => join(folder, 'tcpdump')).find(isProgram);
  if (program === undefined) {
    return bad(
      'warning',
      'tcpdump',
      [
        'is not installed: files can be read, live capture cannot',
        '未導入です。ファイルは読めますが、ライブ観測はできません',
      ],
      TCPDUMP_TODO,
    );
  }
  const refusal = await trial(program);
  if (refusal === undefined) return ok('tcpdump', `${program} may capture`, `${program} で観測できます`);
  return bad(
    'warning',
    'tcpdump',
    [`${program} may not capture: ${refusal}`, `${program} で観測できません: ${refusal}`],
    TCPDUMP_TODO,
  );
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Why it may not capture; undefined when it may. */
async function trial(program: string): Promise<string | undefined> {
  const child = spawn(program, ['-n', '-i', LOOPBACK, '-w', '/dev/null'], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  return await new Promise((resolve) => {
    const end = (refusal: string | undefined): void => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      resolve(refusal);
    };
    const timer = setTimeout(() => end(undefined), TRIAL_MS);
    child.stderr.on('data', (text: Buffer) => {
      said += text.toString();
      if (said.includes('listening on')) end(undefined);
    });
    child.on('error', (error) => end(error.message));
    child.on('close', () => end(said.trim().split('\n').at(-1) ?? ''));
  });
}
