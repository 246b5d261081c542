import { readdir, realpath, stat } from 'node:fs/promises';
import { isAbsolute, relative, sep } from 'node:path';
import type { Finding, Told } from '#cli';
import { explain, Fault } from '#kernel';
import type { Config } from '../config.ts';
import { keptCapturesPlace } from '../reading/kept-captures-place.ts';
import { bad, ok, reasonOf } from './finding.ts';

const ID = 'kept-captures-key';
/** What anybody but the owner may do. */
const MODE_OF_OTHERS = 0o077;

type Place = Pick<Config, 'dataFolder' | 'keptCapturesKeyFile'>;

/** The key of kept captures: it is there when there is something to open, and only the server may read it. */
export async function keptCapturesKeyFinding(place: Place): Promise<Finding> {
  const { folder, key } = keptCapturesPlace(place);
  let isAnyKept: boolean;
  try {
    isAnyKept = await holdsAny(folder);
  } catch (error) {
    return bad(
      'problem',
      ID,
      [`${folder} cannot be read: ${reasonOf(error)}`, `${folder} を読み込めません: ${reasonOf(error)}`],
      [
        'look with the user that runs the server, or let that user read the folder (chown)',
        'サーバを実行する利用者で確認するか、その利用者にフォルダの権限を与えてください（chown）',
      ],
    );
  }
  try {
    await key.read();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const isNone = error.details['reason'] === 'ENOENT';
    return isNone && !isAnyKept ? noneFinding(place) : unusableFinding(error, isAnyKept);
  }
  return await usableFinding(key.file, place.dataFolder);
}

/** As the server sees it before it makes a first key: whatever lies there may need the one that is missing. */
async function holdsAny(folder: string): Promise<boolean> {
  try {
    return (await readdir(folder)).length > 0;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw error;
  }
}

function noneFinding({ keptCapturesKeyFile: file }: Place): Finding {
  return file === undefined
    ? ok(ID, 'nothing is kept; the key is made when it is needed', '保管したキャプチャはなく、鍵は必要時に作成されます')
    : ok(
        ID,
        `nothing is kept, and nothing can be until somebody makes the key ${file}`,
        `保管したキャプチャはありません。保管するには鍵 ${file} を作成してください`,
      );
}

function unusableFinding(fault: Fault, isAnyKept: boolean): Finding {
  const en = explain(fault.code, 'en', fault.details);
  const ja = explain(fault.code, 'ja', fault.details);
  const effect: Told = isAnyKept
    ? { en: 'What is kept cannot be opened.', ja: '保管したキャプチャを開けません。' }
    : { en: 'Nothing can be kept.', ja: 'キャプチャを保管できません。' };
  return bad(
    isAnyKept ? 'problem' : 'warning',
    ID,
    [`${en.what} ${effect.en}`, `${ja.what}${effect.ja}`],
    [
      `${en.remedy} The user that runs the server must own it.`,
      `${ja.remedy}ファイルの所有者はサーバを実行する利用者にしてください。`,
    ],
  );
}

async function usableFinding(file: string, dataFolder: string): Promise<Finding> {
  const mode = (await stat(file)).mode & 0o777;
  if ((mode & MODE_OF_OTHERS) !== 0) {
    const octal = mode.toString(8).padStart(3, '0');
    return bad(
      'warning',
      ID,
      [
        `others than its owner may use ${file} (mode ${octal})`,
        `${file} を所有者以外も利用できます（アクセス権 ${octal}）`,
      ],
      [
        `run: chmod 600 ${file}; whoever has read it can open every file that is kept`,
        `実行: chmod 600 ${file}（鍵を読んだ人は、保管したすべてのファイルを開けます）`,
      ],
    );
  }
  return (await liesIn(dataFolder, file))
    ? ok(
        ID,
        `${file} is for its owner only; it lies beside the data, so whoever has a copy of the data folder can open what is kept`,
        `${file} は所有者だけが読めます。データと同じ場所にあるため、データフォルダの複製があれば保管したキャプチャを開けます`,
      )
    : ok(
        ID,
        `${file} is for its owner only, outside the data folder`,
        `${file} は所有者だけが読め、データフォルダの外にあります`,
      );
}

async function liesIn(folder: string, file: string): Promise<boolean> {
  const root = await realpath(folder).catch(() => undefined);
  if (root === undefined) return false;
  const way = relative(root, await realpath(file));
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
