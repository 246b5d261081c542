import type { anomalies as Shape } from '../en/anomalies.ts';

const kinds: Readonly<Record<string, string>> = {
  'addresses-full': '保持できる数を超えたアドレス',
  'arp-sender-is-no-host': '機器ではあり得ないアドレスからのARP',
  'capture-block': 'ファイル内の壊れたブロック',
  'capture-block-too-long': '上限を超える長さのブロック',
  'capture-cut': 'パケットの途中でファイルが終わっている',
  'capture-damaged': 'ファイルが壊れている',
  'capture-format': 'pcap・pcapngではないファイル',
  'capture-section-version': '対応していない版のセクション',
  'fragment-bounds': 'パケットの範囲を超えるIPフラグメント',
  'fragment-overlap': '重なり合うIPフラグメント',
  'fragments-dropped': '残りが届かなかったIPフラグメント',
  'ipv6-extension-headers': 'IPv6拡張ヘッダが多すぎる',
  'link-headers': 'リンク層ヘッダが規格と異なる',
  'link-type-unread': '読み取れないリンク種別',
  'message-too-long': '保持できる長さを超えたメッセージ',
  other: 'その他',
  'reassembly-evicted': '領域が足りず、組み立てをやめた通信',
  'streams-full': '同時に追える数を超えた接続',
  'tcp-gap': 'キャプチャに抜けがある接続',
  'tunnel-depth': 'トンネルの入れ子が深すぎる',
};

const problems: Readonly<Record<string, string>> = {
  address: 'アドレスが正しくない',
  banner: 'バナーが正しくない',
  'banner-missing': 'バナーがない',
  checksum: 'チェックサムが合わない',
  command: 'コマンドが正しくない',
  cut: 'メッセージが途中で終わっている',
  framing: '区切りが正しくない',
  'framing-lost': '区切りを見失った',
  header: 'ヘッダが正しくない',
  length: '長さが合わない',
  malformed: 'メッセージが正しくない',
  message: 'メッセージが正しくない',
  name: '名前が正しくない',
  'option-past-end': 'オプションが範囲を超えている',
  'past-end': '項目が範囲を超えている',
  question: '問い合わせが正しくない',
  record: 'レコードが正しくない',
  unframed: '区切りのないメッセージ',
  version: '版が分からない',
};

export const anomalies = {
  kinds,
  problems,
  of: (protocol: string, problem: string) => `${protocol}: ${problem}`,
  not: (part: string) => `「${part}」が規格と異なる`,
} satisfies typeof Shape;
