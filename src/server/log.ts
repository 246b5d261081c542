import type { FastifyBaseLogger, FastifyRequest } from 'fastify';
import { Fault } from '#kernel';

export const LOG_LEVELS = ['silent', 'error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/**
 * What may stand in a log: names of operations, codes, ids, numbers. Never a body, a query, a header, a cookie or a value
 * from an error that we did not write: texts of parsers quote what they could not read, and that may be anything.
 */
export interface LoggedError {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly stack: readonly string[];
  readonly cause?: LoggedError;
}

const FRAMES = 12;
/** Causes of causes that are followed. */
const DEPTH = 4;

export function loggedError(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error)) return { name: typeof error, message: '', stack: [] };
  const { code } = error as Error & { code?: unknown };
  const stack = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    name: error.name,
    message: error instanceof Fault ? error.message : withoutQuotes(error.message),
    ...(typeof code === 'string' && { code }),
    stack: stack.slice(0, FRAMES).map((line) => line.trim()),
    ...(error.cause !== undefined && depth < DEPTH && { cause: loggedError(error.cause, depth + 1) }),
  };
}

/** Everything from the first quotation mark to the last is foreign. */
function withoutQuotes(message: string): string {
  return message.replace(/["'`“‘「].*["'`”’」]/s, '"…"');
}

/** One line for a request that has been answered. Reading is told at level debug, so that the log shows what was done. */
export function logAnswer(
  log: FastifyBaseLogger,
  request: FastifyRequest,
  given: { readonly operation: string; readonly status: number; readonly ms: number; readonly accountId?: string },
): void {
  const level = given.status >= 500 ? 'error' : given.status >= 400 || request.method !== 'GET' ? 'info' : 'debug';
  log[level]({ ...given, ms: Math.round(given.ms) }, 'answered');
}
