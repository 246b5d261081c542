/** The database, files, and backups. */
export const STORE_ERRORS = {
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
} as const;
