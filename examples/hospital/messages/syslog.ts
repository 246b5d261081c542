import { stamp } from '../day.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The older form (RFC 3164 §4.1). `priority` is facility times eight and severity. */
export function oldSyslog(priority: number, at: number, host: string, program: string, text: string): Buffer {
  const now = stamp(at);
  const month = MONTHS[Number(now.slice(4, 6)) - 1]!;
  const day = String(Number(now.slice(6, 8))).padStart(2, ' ');
  const time = `${now.slice(8, 10)}:${now.slice(10, 12)}:${now.slice(12)}`;
  return Buffer.from(`<${priority}>${month} ${day} ${time} ${host} ${program}: ${text}`, 'utf8');
}

/** The newer form (RFC 5424 §6). */
export function newSyslog(priority: number, at: number, host: string, program: string, text: string): Buffer {
  return Buffer.from(`<${priority}>1 ${new Date(at * 1000).toISOString()} ${host} ${program} - - - ${text}`, 'utf8');
}
