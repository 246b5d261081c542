/** Captures: uploaded, live, kept, and sent by sensors. */
export const CAPTURE_ERRORS = {
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
} as const;
