import { accessSync, constants, existsSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Finding } from '#cli';
import { explain, Fault, type Micros, toIso } from '#kernel';
import { holderOf, holdsDatabase, type StorePlace, type StoreState, stateOf } from '#store';
import { bad, ok, reasonOf } from './finding.ts';

const GIBIBYTE = 2 ** 30;
/** A day of a busy network fits into this. */
const SCARCE_BYTES = 10 * GIBIBYTE;
/** Below it the next checkpoint may fail. */
const FULL_BYTES = GIBIBYTE;
const DAY_US = 86_400_000_000;
/** How old the newest backup may be. */
const BACKUP_DAYS = 30;

export interface DataPlace {
  readonly dataFolder: string;
  readonly place: StorePlace;
}

/** The data folder, who uses it, its disk, the database in it, and its backups. */
export async function examineData({ dataFolder, place }: DataPlace, nowUs: Micros): Promise<Finding[]> {
  const folder = folderFinding(dataFolder);
  const findings = [folder];
  if (folder.verdict === 'problem') return findings;
  findings.push(diskFinding(dataFolder));
  const holder = existsSync(dataFolder) ? await holderOf(dataFolder) : undefined;
  const lock =
    holder === undefined
      ? ok('lock', 'no process uses the data folder', 'データフォルダを使用中のプロセスはありません')
      : ok('lock', `process ${holder} uses the data folder`, `プロセス${holder}がデータフォルダを使用中です`);
  findings.push(lock);
  if ('folder' in place && holder !== undefined) {
    findings.push(ok('database', 'in use, so not opened', '使用中のため開いていません'));
  } else if ('folder' in place && !holdsDatabase(place.folder)) {
    findings.push(ok('database', 'none yet; the first start makes it', 'まだありません。最初の起動時に作成されます'));
  } else findings.push(...(await databaseFindings(place, nowUs)));
  return findings;
}

function folderFinding(folder: string): Finding {
  const there = existsSync(folder) ? folder : nearest(folder);
  try {
    accessSync(there, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    return bad(
      'problem',
      'data-folder',
      [`${there} cannot be written: ${reasonOf(error)}`, `${there} に書き込めません: ${reasonOf(error)}`],
      [
        'give it to the user that runs the server (chown), or name another folder with --data or MIMAMORI_DATA',
        'サーバを実行する利用者に権限を与えるか（chown）、--data または MIMAMORI_DATA で別のフォルダを指定してください',
      ],
    );
  }
  return there === folder
    ? ok('data-folder', `${folder} can be written`, `${folder} に書き込めます`)
    : ok('data-folder', `${folder} is made at the first start`, `${folder} は最初の起動時に作成されます`);
}

/** The folder in which the missing one would be made. */
function nearest(folder: string): string {
  const parent = dirname(folder);
  return existsSync(parent) || parent === folder ? parent : nearest(parent);
}

function diskFinding(folder: string): Finding {
  const { bavail, bsize } = statfsSync(existsSync(folder) ? folder : nearest(folder));
  return freeFinding(bavail * bsize);
}

export function freeFinding(freeBytes: number): Finding {
  const free = `${(freeBytes / GIBIBYTE).toFixed(1)} GiB`;
  if (freeBytes >= SCARCE_BYTES) return ok('disk', `${free} free`, `空き容量 ${free}`);
  return bad(
    freeBytes < FULL_BYTES ? 'problem' : 'warning',
    'disk',
    [`only ${free} free where the data are`, `データのあるディスクの空きが ${free} しかありません`],
    [
      'make room, move the data folder, or shorten the retention time on the settings page',
      '空きを増やすか、データフォルダを移すか、設定画面で保存期間を短くしてください',
    ],
  );
}

async function databaseFindings(place: StorePlace, nowUs: Micros): Promise<Finding[]> {
  try {
    return stateFindings(await stateOf(place), nowUs);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const [en, ja] = (['en', 'ja'] as const).map((language) => explain(error.code, language, error.details));
    return [
      bad(
        'problem',
        'database',
        [`${error.code}: ${en?.what ?? ''}`, `${error.code}: ${ja?.what ?? ''}`],
        [en?.remedy ?? '', ja?.remedy ?? ''],
      ),
    ];
  }
}

export function stateFindings(
  { pending, unknown, trail, lastBackupAtUs, newestRecordAtUs }: StoreState,
  nowUs: Micros,
) {
  const findings: Finding[] = [];
  if (unknown.length > 0) {
    findings.push(
      bad(
        'problem',
        'database',
        [
          `a newer Mimamori has changed it (${unknown.join(', ')})`,
          `新しい版のMimamoriが変更しています（${unknown.join('、')}）`,
        ],
        ['start that version', 'その版を起動してください'],
      ),
    );
  } else if (pending.length > 0) {
    findings.push(
      bad(
        'warning',
        'database',
        [
          `opens; the next start changes its tables (${pending.join(', ')})`,
          `次の起動で表が更新されます（${pending.join('、')}）`,
        ],
        [
          'copy the data folder while the server is stopped, then start',
          'サーバを止めた状態でデータフォルダを複製してから起動してください',
        ],
      ),
    );
  } else findings.push(ok('database', 'opens, and its tables are up to date', '開くことができ、表は最新です'));
  if (trail !== undefined) findings.push(trailFinding(trail));
  if (pending.length === 0) findings.push(backupFinding(lastBackupAtUs, nowUs));
  if (newestRecordAtUs !== undefined && newestRecordAtUs > nowUs) {
    const at = toIso(newestRecordAtUs);
    findings.push(
      bad(
        'problem',
        'records-in-future',
        [`the newest audit record is of ${at}, which is yet to come`, `最新の監査記録の時刻 ${at} が未来です`],
        ['set the clock of this machine right', 'このコンピュータの時計を合わせてください'],
      ),
    );
  }
  return findings;
}

function trailFinding({ intact, records, brokenAt }: NonNullable<StoreState['trail']>): Finding {
  if (intact) return ok('audit-trail', `${records} records, unbroken`, `監査記録${records}件、改変なし`);
  return bad(
    'problem',
    'audit-trail',
    [`broken at record ${brokenAt ?? '?'}`, `監査記録が${brokenAt ?? '?'}番で途切れているか改変されています`],
    [
      'keep a copy of the data for whoever investigates, then import a backup of before',
      '調査のためデータの複製を保管し、それ以前のバックアップを取り込んでください',
    ],
  );
}

function backupFinding(atUs: Micros | undefined, nowUs: Micros): Finding {
  const todo = ['run: mimamori backup export FILE.zst', '実行: mimamori backup export FILE.zst'] as const;
  if (atUs === undefined) {
    return bad('warning', 'backup', ['there has never been a backup', 'バックアップがまだありません'], todo);
  }
  const day = toIso(atUs).slice(0, 'yyyy-mm-dd'.length);
  if (nowUs - atUs <= BACKUP_DAYS * DAY_US) return ok('backup', `the last is of ${day}`, `最新は${day}です`);
  return bad(
    'warning',
    'backup',
    [`the last is of ${day}, more than ${BACKUP_DAYS} days ago`, `最新は${day}で、${BACKUP_DAYS}日以上前です`],
    todo,
  );
}
