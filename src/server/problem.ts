import { STATUS_OF, type Problem } from '#contract';
import { type ErrorDetails, explain, Fault, type Language } from '#kernel';
import * as z from 'zod';

export type Place = 'params' | 'query' | 'body';

export interface Field {
  /** Like `body.login`. */
  readonly path: string;
  readonly message: string;
}

/** A request that does not fit its operation. */
export class InvalidInput extends Fault {
  readonly fields: readonly Field[];

  constructor(fields: readonly Field[]) {
    super('input-invalid');
    this.fields = fields;
  }
}

const MESSAGES = { ja: z.locales.ja().localeError, en: z.locales.en().localeError };

/** The value in the shape, or a refusal that names the fields in the language of the request. */
export function checked<Shape extends z.ZodType>(
  shape: Shape,
  value: unknown,
  place: Place,
  language: Language,
): z.output<Shape> {
  const result = shape.safeParse(value, { error: MESSAGES[language] });
  if (result.success) return result.data;
  throw new InvalidInput(
    result.error.issues.map(({ path, message }) => ({ path: [place, ...path.map(String)].join('.'), message })),
  );
}

/** What details call things, in the words of the pages. */
const WORDS: Readonly<Record<string, { readonly en: string; readonly ja: string }>> = {
  account: { en: 'account', ja: '利用者' },
  address: { en: 'address', ja: 'アドレス' },
  approval: { en: 'approval', ja: '承認申請' },
  capture: { en: 'capture', ja: 'キャプチャ' },
  correction: { en: 'correction', ja: '訂正' },
  device: { en: 'device', ja: '機器' },
  evidence: { en: 'evidence', ja: '根拠' },
  file: { en: 'file', ja: 'ファイル' },
  interface: { en: 'interface', ja: 'インターフェース' },
  run: { en: 'run', ja: '実行' },
  sensor: { en: 'sensor', ja: 'センサー' },
  approved: { en: 'approved', ja: '承認済み' },
  cancelled: { en: 'cancelled', ja: '中止' },
  done: { en: 'done', ja: '完了' },
  ended: { en: 'ended', ja: '終了' },
  expired: { en: 'expired', ja: '期限切れ' },
  failed: { en: 'failed', ja: '失敗' },
  idle: { en: 'idle', ja: '待機中' },
  live: { en: 'live', ja: 'ライブ観測中' },
  pending: { en: 'pending', ja: '承認待ち' },
  queued: { en: 'queued', ja: '順番待ち' },
  reading: { en: 'reading', ja: '読み込み中' },
  refused: { en: 'refused', ja: '却下' },
  used: { en: 'used', ja: '使用済み' },
};
/** Details whose values are such words. */
const NAMED: ReadonlySet<string> = new Set(['what', 'state']);

function worded(details: ErrorDetails, language: Language): ErrorDetails {
  return Object.fromEntries(
    Object.entries(details).map(([name, value]) => [
      name,
      NAMED.has(name) ? (WORDS[String(value)]?.[language] ?? value) : value,
    ]),
  );
}

/** The answer to a request that was refused (RFC 9457). */
export function problemOf(fault: Fault, language: Language): Problem {
  const { code, details } = fault;
  const { what, remedy } = explain(code, language, worded(details, language));
  return {
    type: 'about:blank',
    status: STATUS_OF[code],
    title: what,
    detail: remedy,
    code,
    ...(fault instanceof InvalidInput && { fields: [...fault.fields] }),
    ...(Object.keys(details).length > 0 && { details }),
  };
}

/**
 * Every error as a fault. What Fastify refuses by itself becomes `input-invalid`; what nobody expected becomes
 * `internal` with the id under which the log has it, and nothing else of it leaves the server.
 */
export function faultOf(error: unknown, requestId: string): Fault {
  if (error instanceof Fault) return error;
  const { statusCode = 500 } = error instanceof Error ? (error as Error & { statusCode?: number }) : {};
  if (statusCode >= 400 && statusCode < 500) return new InvalidInput([]);
  return new Fault('internal', { id: requestId }, error);
}
