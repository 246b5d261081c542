/**
 * Everything that can be refused or go wrong towards a person or a machine, by code. Bad input on the wire is an
 * anomaly and never one of these. Codes are never used again for something else. `{name}` takes a detail of the fault.
 */
export interface ErrorText {
  /** What is wrong. */
  readonly what: string;
  /** What the reader can do about it. */
  readonly remedy: string;
}

export const ERRORS = {
  'input-invalid': {
    en: { what: 'The request is not valid.', remedy: 'Correct the named fields and send it again.' },
    ja: { what: '入力内容に誤りがあります。', remedy: '示された項目を直して、もう一度送ってください。' },
  },
  'not-signed-in': {
    en: { what: 'You are not signed in.', remedy: 'Sign in and try again.' },
    ja: { what: 'ログインしていません。', remedy: 'ログインしてから、もう一度操作してください。' },
  },
  'sign-in-refused': {
    en: {
      what: 'The name or the password is wrong, or the account is disabled.',
      remedy: 'Check both. An administrator can set a new password.',
    },
    ja: {
      what: 'ログイン名またはパスワードが違うか、利用者が無効になっています。',
      remedy: '入力を確かめてください。パスワードは管理者が再設定できます。',
    },
  },
  'too-many-attempts': {
    en: { what: 'Too many attempts.', remedy: 'Wait {seconds} seconds and try again.' },
    ja: { what: '試行回数が多すぎます。', remedy: '{seconds}秒待ってから、もう一度試してください。' },
  },
  'password-too-weak': {
    en: { what: 'The password is too short or too common.', remedy: 'Use at least {least} characters.' },
    ja: { what: 'パスワードが短すぎるか、よく使われるものです。', remedy: '{least}文字以上にしてください。' },
  },
  'password-change-required': {
    en: { what: 'The password was set by somebody else.', remedy: 'Change it first.' },
    ja: { what: 'ほかの人が設定したパスワードのままです。', remedy: '先にパスワードを変更してください。' },
  },
  'permission-denied': {
    en: { what: 'Your role does not allow this.', remedy: 'Ask an administrator.' },
    ja: { what: 'この操作を行う権限がありません。', remedy: '管理者に相談してください。' },
  },
  'origin-refused': {
    en: { what: 'The request comes from another web site.', remedy: 'Use the address of Mimamori itself.' },
    ja: { what: '別のサイトからの要求です。', remedy: 'Mimamoriのアドレスから操作してください。' },
  },
  'not-found': {
    en: { what: 'There is no {what} "{id}".', remedy: 'It may have been removed; reload the list.' },
    ja: { what: '{what}「{id}」が見つかりません。', remedy: '削除された可能性があります。一覧を読み直してください。' },
  },
  'already-exists': {
    en: { what: 'A {what} "{id}" exists already.', remedy: 'Choose another name.' },
    ja: { what: '{what}「{id}」はすでにあります。', remedy: '別の名前にしてください。' },
  },
  'state-conflict': {
    en: { what: 'The {what} "{id}" is {state}, so this is not possible now.', remedy: 'Reload and look at its state.' },
    ja: {
      what: '{what}「{id}」の状態が「{state}」のため、この操作はできません。',
      remedy: '読み直して状態を確かめてください。',
    },
  },
  'last-administrator': {
    en: {
      what: 'This is the last administrator who can sign in.',
      remedy: 'Make another account administrator first.',
    },
    ja: { what: 'ログインできる最後の管理者です。', remedy: '先に別の利用者を管理者にしてください。' },
  },
  'second-person-required': {
    en: { what: 'Nobody may approve their own request.', remedy: 'Ask another person to decide.' },
    ja: { what: '自分の申請を自分で承認することはできません。', remedy: '別の人に判断を依頼してください。' },
  },
  'approval-required': {
    en: { what: 'This needs the approval of a second person.', remedy: 'Request it and wait for the decision.' },
    ja: { what: 'この操作には別の人の承認が必要です。', remedy: '申請して、承認を待ってください。' },
  },
  'upload-too-large': {
    en: {
      what: 'The file is larger than {limitBytes} bytes.',
      remedy: 'Split the capture, or read it from a folder of the server.',
    },
    ja: {
      what: 'ファイルが{limitBytes}バイトを超えています。',
      remedy: '分割するか、サーバのフォルダから読み込んでください。',
    },
  },
  'capture-unreadable': {
    en: { what: 'No packet could be read from "{id}".', remedy: 'Give a pcap or pcapng file, also as gzip or zstd.' },
    ja: {
      what: '「{id}」からパケットを読み取れません。',
      remedy: 'pcapまたはpcapng(gzip・zstd圧縮も可)のファイルを指定してください。',
    },
  },
  'live-capture-unavailable': {
    en: {
      what: 'Live capture on "{id}" could not be started: {reason}.',
      remedy: 'Install tcpdump and give its user the right to capture.',
    },
    ja: {
      what: '「{id}」でのライブ観測を始められません: {reason}。',
      remedy: 'tcpdumpを導入し、実行する利用者に観測の権限を与えてください。',
    },
  },
  'kept-capture-missing': {
    en: {
      what: 'The file that was kept of "{id}" is not in its place.',
      remedy: 'Backups hold no kept captures. Put it back from a copy of the data folder, or remove the kept capture.',
    },
    ja: {
      what: '「{id}」の保管ファイルが元の場所にありません。',
      remedy:
        'バックアップに保管ファイルは含まれません。データフォルダの複製から戻すか、保管したキャプチャを削除してください。',
    },
  },
  'kept-capture-damaged': {
    en: {
      what: 'The file that was kept of "{id}" was altered or is damaged; nothing of it was handed out.',
      remedy: 'Put it back from a copy of the data folder, or remove the kept capture.',
    },
    ja: {
      what: '「{id}」の保管ファイルが改変されたか壊れています。内容は渡していません。',
      remedy: 'データフォルダの複製から戻すか、保管したキャプチャを削除してください。',
    },
  },
  'kept-captures-key-missing': {
    en: {
      what: 'The key of kept captures cannot be read from "{file}": {reason}.',
      remedy: 'Put the file back, or mount its storage; docs/reference/kept-captures.md says how a key is made.',
    },
    ja: {
      what: '保管したキャプチャの鍵を「{file}」から読み込めません: {reason}。',
      remedy:
        '鍵ファイルを戻すか、その記憶装置を接続してください。作り方は docs/reference/kept-captures.md にあります。',
    },
  },
  'kept-captures-key-wrong': {
    en: {
      what: 'The file "{file}" is not the key with which this was encrypted: a key has 32 bytes and never changes.',
      remedy: 'Put the right file in its place.',
    },
    ja: {
      what: '「{file}」は暗号化に使った鍵ではありません。鍵は32バイトで、途中で変わることはありません。',
      remedy: '正しい鍵ファイルに戻してください。',
    },
  },
  'batch-out-of-order': {
    en: {
      what: 'Batch {number} of run {run} of sensor "{id}" came where {expected} was expected.',
      remedy: 'The sensor sends its spool again from {expected}.',
    },
    ja: {
      what: 'センサー「{id}」の実行{run}のバッチ{number}が届きましたが、次は{expected}のはずです。',
      remedy: 'センサーが{expected}から送り直します。',
    },
  },
  'store-locked': {
    en: {
      what: 'The data folder "{folder}" is in use by process {pid}.',
      remedy: 'Stop that process, or choose another folder.',
    },
    ja: {
      what: 'データフォルダ「{folder}」はプロセス{pid}が使用中です。',
      remedy: 'そのプロセスを止めるか、別のフォルダを指定してください。',
    },
  },
  'store-version': {
    en: {
      what: 'The data in "{where}" were written by {found}; this program needs {needed}.',
      remedy: 'Use the matching version of Mimamori, or start with another place.',
    },
    ja: {
      what: '「{where}」のデータは{found}のもので、このプログラムには{needed}が必要です。',
      remedy: '対応する版のMimamoriを使うか、別の場所を指定してください。',
    },
  },
  'store-unavailable': {
    en: { what: 'The database does not answer: {reason}.', remedy: 'Look at its log and its disk, then try again.' },
    ja: {
      what: 'データベースが応答しません: {reason}。',
      remedy: 'ログとディスクを確認してから、もう一度試してください。',
    },
  },
  'store-timeout': {
    en: { what: 'The database needed longer than {limitMs} ms.', remedy: 'Narrow the request and try again.' },
    ja: { what: 'データベースの処理が{limitMs}ミリ秒を超えました。', remedy: '条件を絞って、もう一度試してください。' },
  },
  'file-unreadable': {
    en: { what: 'The file "{file}" cannot be read: {reason}.', remedy: 'Check its path and who may read it.' },
    ja: {
      what: 'ファイル「{file}」を読み込めません: {reason}。',
      remedy: 'パスと読み取り権限を確かめてください。',
    },
  },
  'file-unwritable': {
    en: {
      what: 'The file "{file}" cannot be written: {reason}.',
      remedy: 'Check the folder, who may write there, and the space on the disk; a file that exists is never replaced.',
    },
    ja: {
      what: 'ファイル「{file}」に書き込めません: {reason}。',
      remedy: 'フォルダ、書き込み権限、ディスクの空きを確かめてください。既存のファイルは上書きしません。',
    },
  },
  'store-missing': {
    en: { what: 'There are no data of Mimamori in "{where}".', remedy: 'Check --data, or MIMAMORI_DATA.' },
    ja: {
      what: '「{where}」にMimamoriのデータがありません。',
      remedy: '--data または MIMAMORI_DATA を確かめてください。',
    },
  },
  'store-not-empty': {
    en: {
      what: 'There are data in "{where}" already.',
      remedy: 'A backup is imported into an empty place only: name another folder or database.',
    },
    ja: {
      what: '「{where}」にはすでにデータがあります。',
      remedy: 'バックアップは空の場所にだけ取り込めます。別のフォルダまたはデータベースを指定してください。',
    },
  },
  'backup-format': {
    en: {
      what: 'The file "{file}" is no backup of Mimamori: its first line says nothing of one.',
      remedy: 'Give a file that "mimamori backup export" has written.',
    },
    ja: {
      what: '「{file}」はMimamoriのバックアップではありません(先頭行に識別情報がありません)。',
      remedy: '「mimamori backup export」で作成したファイルを指定してください。',
    },
  },
  'backup-version': {
    en: {
      what: 'The backup "{file}" is of {found}; this program knows up to {needed}.',
      remedy: 'Import it with a newer version of Mimamori.',
    },
    ja: {
      what: 'バックアップ「{file}」の版は{found}で、このプログラムが扱えるのは{needed}までです。',
      remedy: '新しい版のMimamoriで取り込んでください。',
    },
  },
  'backup-unpacking': {
    en: {
      what: 'The backup "{file}" cannot be unpacked behind line {line}: {reason}.',
      remedy: 'Nothing was imported. Copy the file again from where it was kept, or use an older backup.',
    },
    ja: {
      what: 'バックアップ「{file}」の{line}行目より後を展開できません: {reason}。',
      remedy: '何も取り込んでいません。保管場所からコピーし直すか、以前のバックアップを使ってください。',
    },
  },
  'backup-cut': {
    en: {
      what: 'The backup "{file}" ends at line {line}, before its end.',
      remedy: 'Nothing was imported. Copy the file again from where it was kept, or use an older backup.',
    },
    ja: {
      what: 'バックアップ「{file}」は{line}行目で途切れています。',
      remedy: '何も取り込んでいません。保管場所からコピーし直すか、以前のバックアップを使ってください。',
    },
  },
  'backup-line': {
    en: {
      what: 'Line {line} of the backup "{file}" is not a row of a table that this program knows.',
      remedy: 'Nothing was imported. Copy the file again from where it was kept, or use an older backup.',
    },
    ja: {
      what: 'バックアップ「{file}」の{line}行目は、このプログラムが知る表の行ではありません。',
      remedy: '何も取り込んでいません。保管場所からコピーし直すか、以前のバックアップを使ってください。',
    },
  },
  'backup-checksum': {
    en: {
      what: 'The content of the backup "{file}" was altered: its SHA-256 is {found}, and line {line} states {stated}.',
      remedy: 'Nothing was imported. Copy the file again from where it was kept, or use an older backup.',
    },
    ja: {
      what: 'バックアップ「{file}」の内容が変わっています。SHA-256は{found}ですが、{line}行目には{stated}とあります。',
      remedy: '何も取り込んでいません。保管場所からコピーし直すか、以前のバックアップを使ってください。',
    },
  },
  'backup-counts': {
    en: {
      what: 'The backup "{file}" has {found} rows of the table "{table}", and line {line} states {stated}.',
      remedy: 'Nothing was imported. Copy the file again from where it was kept, or use an older backup.',
    },
    ja: {
      what: 'バックアップ「{file}」の表「{table}」は{found}行ですが、{line}行目には{stated}行とあります。',
      remedy: '何も取り込んでいません。保管場所からコピーし直すか、以前のバックアップを使ってください。',
    },
  },
  'backup-row': {
    en: {
      what: 'The database refuses a row of the table "{table}" up to line {line} of the backup "{file}": {reason}.',
      remedy: 'Nothing was imported. Use another backup, and keep this file for whoever looks for the cause.',
    },
    ja: {
      what: 'バックアップ「{file}」の{line}行目までにある表「{table}」の行をデータベースが受け付けません: {reason}。',
      remedy: '何も取り込んでいません。別のバックアップを使い、このファイルは原因調査のために残してください。',
    },
  },
  'backup-audit': {
    en: {
      what: 'The audit trail in the backup "{file}" is broken at record {number}.',
      remedy: 'Nothing was imported. Somebody altered the records before the backup or in it: use an older backup.',
    },
    ja: {
      what: 'バックアップ「{file}」の監査記録が{number}番で途切れているか改変されています。',
      remedy: '何も取り込んでいません。記録が改変されています。以前のバックアップを使ってください。',
    },
  },
  internal: {
    en: { what: 'Something failed inside the server.', remedy: 'Try again; the log names the cause under {id}.' },
    ja: { what: 'サーバの内部で問題が起きました。', remedy: 'もう一度試してください。原因はログの{id}にあります。' },
  },
} as const satisfies Readonly<Record<string, { readonly en: ErrorText; readonly ja: ErrorText }>>;

/** Words that stand in the details `what` and `state`, so that each language has its own. */
const TERMS: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  account: { en: 'account', ja: '利用者' },
  approval: { en: 'request for approval', ja: '承認申請' },
  capture: { en: 'capture', ja: 'キャプチャ' },
  correction: { en: 'correction', ja: '訂正' },
  device: { en: 'device', ja: '機器' },
  evidence: { en: 'piece of evidence', ja: '根拠' },
  file: { en: 'file', ja: 'ファイル' },
  'kept-capture': { en: 'kept capture', ja: '保管したキャプチャ' },
  interface: { en: 'network interface', ja: 'ネットワークインターフェース' },
  operation: { en: 'operation', ja: '操作' },
  run: { en: 'run of a sensor', ja: 'センサーの実行' },
  sensor: { en: 'sensor', ja: 'センサー' },
  approved: { en: 'approved', ja: '承認済み' },
  cancelled: { en: 'cancelled', ja: '中止済み' },
  done: { en: 'done', ja: '完了' },
  ended: { en: 'ended', ja: '終了' },
  expired: { en: 'expired', ja: '期限切れ' },
  failed: { en: 'failed', ja: '失敗' },
  idle: { en: 'idle', ja: '待機中' },
  live: { en: 'capturing', ja: '観測中' },
  queued: { en: 'queued', ja: '待ち' },
  reading: { en: 'reading', ja: '読み込み中' },
  refused: { en: 'refused', ja: '却下済み' },
  used: { en: 'used', ja: '使用済み' },
};
const TERM_DETAILS = new Set(['what', 'state']);

export type ErrorCode = keyof typeof ERRORS;
export type Language = 'ja' | 'en';
export type ErrorDetails = Readonly<Record<string, string | number>>;

/** The only error that rooms throw on purpose. `details` fill the texts and must hold nothing secret. */
export class Fault extends Error {
  override readonly name = 'Fault';
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, details: ErrorDetails = {}, cause?: unknown) {
    super(`${code}: ${explain(code, 'en', details).what}`, cause === undefined ? undefined : { cause });
    this.code = code;
    this.details = details;
  }
}

/** The texts of a code with the details put in; a detail that is missing stays visible as `{name}`. */
export function explain(code: ErrorCode, language: Language, details: ErrorDetails = {}): ErrorText {
  const { what, remedy } = ERRORS[code][language];
  const detail = (whole: string, name: string): string => {
    const value = details[name];
    if (value === undefined) return whole;
    return (TERM_DETAILS.has(name) ? termOf(value, language) : undefined) ?? String(value);
  };
  const fill = (text: string): string => text.replaceAll(/\{(\w+)\}/g, detail);
  return { what: fill(what), remedy: fill(remedy) };
}

function termOf(value: string | number, language: Language): string | undefined {
  return Object.hasOwn(TERMS, value) ? TERMS[value]?.[language] : undefined;
}
