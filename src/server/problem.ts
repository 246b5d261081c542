import { STATUS_OF, type Problem } from '#contract';
import { explain, Fault, type Language } from '#kernel';
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

/** The answer to a request that was refused (RFC 9457). */
export function problemOf(fault: Fault, language: Language): Problem {
  const { code, details } = fault;
  const { what, remedy } = explain(code, language, details);
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
