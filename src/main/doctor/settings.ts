import { accessSync, constants, statSync } from 'node:fs';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { Finding } from '#cli';
import { type Micros, toIso } from '#kernel';
import type { Config } from '../config.ts';
import { bad, ok, reasonOf } from './finding.ts';

const DAY_US = 86_400_000_000;
/** Time enough to get a new certificate. */
const RENEW_DAYS = 30;

export function tlsFinding({ tls, origin }: Pick<Config, 'tls' | 'origin'>, nowUs: Micros): Finding {
  if (tls === undefined) {
    return origin === undefined
      ? ok('tls', 'none: only this machine reaches the server', 'なし（このコンピュータからだけ接続できます）')
      : ok('tls', `spoken by the proxy in front, ${origin}`, `前段のプロキシ（${origin}）が担います`);
  }
  const todo = [
    'renew the files of MIMAMORI_TLS_CERTIFICATE and MIMAMORI_TLS_KEY and start the server again',
    'MIMAMORI_TLS_CERTIFICATE と MIMAMORI_TLS_KEY のファイルを更新し、サーバを再起動してください',
  ] as const;
  try {
    const certificate = new X509Certificate(tls.cert);
    if (!certificate.checkPrivateKey(createPrivateKey(tls.key))) {
      return bad(
        'problem',
        'tls',
        ['the key is not that of the certificate', '秘密鍵が証明書と対応していません'],
        todo,
      );
    }
    const endsUs = certificate.validToDate.getTime() * 1000;
    const beginsUs = certificate.validFromDate.getTime() * 1000;
    const [begins, ends] = [toIso(beginsUs), toIso(endsUs)].map((time) => time.slice(0, 'yyyy-mm-dd'.length));
    if (nowUs >= endsUs)
      return bad('problem', 'tls', [`the certificate ended on ${ends}`, `証明書は${ends}に失効しました`], todo);
    if (nowUs < beginsUs) {
      return bad('problem', 'tls', [`the certificate begins on ${begins}`, `証明書は${begins}から有効です`], todo);
    }
    if (endsUs - nowUs < RENEW_DAYS * DAY_US) {
      return bad('warning', 'tls', [`the certificate ends on ${ends}`, `証明書は${ends}に失効します`], todo);
    }
    return ok('tls', `the certificate is valid until ${ends}`, `証明書は${ends}まで有効です`);
  } catch (error) {
    const reason = reasonOf(error);
    return bad('problem', 'tls', [`cannot be read: ${reason}`, `証明書または鍵を読み込めません: ${reason}`], todo);
  }
}

export function captureFolderFinding(folder: string | undefined): Finding {
  if (folder === undefined) return ok('capture-folder', 'none is set', '設定なし');
  try {
    accessSync(folder, constants.R_OK | constants.X_OK);
    if (statSync(folder).isDirectory())
      return ok('capture-folder', `${folder} can be read`, `${folder} を読み込めます`);
    throw new Error('not a folder');
  } catch (error) {
    return bad(
      'problem',
      'capture-folder',
      [`${folder} cannot be read: ${reasonOf(error)}`, `${folder} を読み込めません: ${reasonOf(error)}`],
      [
        'make it and let the user that runs the server read it, or correct MIMAMORI_CAPTURE_FOLDER',
        'フォルダを作成し、サーバを実行する利用者に読み取りを許すか、MIMAMORI_CAPTURE_FOLDER を直してください',
      ],
    );
  }
}
