import { CAPTURE_ERRORS } from './errors/captures.ts';
import { REQUEST_ERRORS } from './errors/requests.ts';
import { STORE_ERRORS } from './errors/store.ts';

/** What a person reads of a code. */
export interface ErrorText {
  /** What is wrong. */
  readonly what: string;
  /** What the reader can do about it. */
  readonly remedy: string;
}

/**
 * Everything that can be refused or go wrong towards a person or a machine, by code. Bad input on the wire is an
 * anomaly and never one of these. Codes are never used again for something else. `{name}` takes a detail of the fault.
 */
export const ERRORS = {
  ...REQUEST_ERRORS,
  ...CAPTURE_ERRORS,
  ...STORE_ERRORS,
} as const satisfies Readonly<Record<string, Readonly<Record<Language, ErrorText>>>>;

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
