import { cat } from '../../../bench/captures/bytes.ts';
import { ask, tell, type Turn } from '../network/tcp.ts';

const text = (value: string): Buffer => Buffer.from(value, 'utf8');

export type Fields = Readonly<Record<string, string>>;

const lines = (fields: Fields): string =>
  Object.entries(fields)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('');

/** A request with its body, if it has one (RFC 9112 §3). */
export function request(method: string, target: string, fields: Fields, body = ''): Buffer {
  const bytes = text(body);
  const length = bytes.length > 0 ? { 'Content-Length': String(bytes.length) } : {};
  return cat(text(`${method} ${target} HTTP/1.1\r\n${lines({ ...fields, ...length })}\r\n`), bytes);
}

export function response(status: string, fields: Fields, body: string | Buffer = ''): Buffer {
  const bytes = typeof body === 'string' ? text(body) : body;
  return cat(text(`HTTP/1.1 ${status}\r\n${lines({ ...fields, 'Content-Length': String(bytes.length) })}\r\n`), bytes);
}

/** One request and its answer. */
export const fetching = (asked: Buffer, answered: Buffer, wait = 0.01): Turn[] => [
  ask(asked, wait),
  tell(answered, 0.008),
];
