import type { ParsedTable, RowError } from '../table.ts';

/** What a text is, in recog's words; one file of patterns each. */
export const FINGERPRINT_FIELDS = [
  'dhcp_vendor_class',
  'ftp.banner',
  'http_header.server',
  'http_header.wwwauth',
  'ldap.search_result',
  'mdns.device-info.txt',
  'ntp.readvar',
  'pjl.id',
  'rtsp_header.server',
  'sip_header.server',
  'sip_header.user_agent',
  'smb.native_lm',
  'smb.native_os',
  'snmp.sys_description',
  'snmp.sys_object_id',
  'ssh.banner',
  'telnet.banner',
  'x11.vendor',
  'x509.issuer',
  'x509.subject',
] as const;
export type FingerprintField = (typeof FINGERPRINT_FIELDS)[number];

/** A fact that a pattern states: a fixed value (group 0), or the text of a group. */
export type FingerprintParam =
  | readonly [group: 0, name: string, value: string]
  | readonly [group: number, name: string];

export interface Fingerprint {
  /** Field and position in the upstream file, "ssh.banner#12". */
  readonly id: string;
  /** A JavaScript regular expression; `^` and `$` mean the ends of a line. */
  readonly pattern: string;
  readonly flags: '' | 'i';
  readonly description: string;
  /** The pattern is too costly for longer text and is then not tried. */
  readonly maxLength?: number;
  readonly params: readonly FingerprintParam[];
}

export interface FingerprintTable extends ParsedTable<Fingerprint> {
  /** How much the upstream authors trust the whole file, 0 to 1; 0.5 where they do not say. */
  readonly preference: number;
}

const DEFAULT_PREFERENCE = 0.5;
/** The longest line of the tables has about 2,000 characters. */
const MAX_LINE_LENGTH = 16_384;
const MAX_ERRORS = 1_000;

/** Reads one file of JSON Lines: what holds for the field, then one fingerprint a line. Never throws. */
export function parseFingerprints(text: string): FingerprintTable {
  const rows: Fingerprint[] = [];
  const errors: RowError[] = [];
  let preference = DEFAULT_PREFERENCE;
  let line = 0;
  for (const content of text.split('\n')) {
    line += 1;
    if (content.trim() === '') continue;
    if (errors.length >= MAX_ERRORS) break;
    const value = content.length > MAX_LINE_LENGTH ? undefined : parseObject(content);
    if (value === undefined) errors.push({ line, message: 'not an object in JSON' });
    else if (line === 1) preference = preferenceOf(value['preference']);
    else {
      const row = fingerprintOf(value);
      if (typeof row === 'string') errors.push({ line, message: row });
      else rows.push(row);
    }
  }
  return { rows, errors, preference };
}

function preferenceOf(value: unknown): number {
  return typeof value === 'number' && value >= 0 && value <= 1 ? value : DEFAULT_PREFERENCE;
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fingerprintOf(value: Readonly<Record<string, unknown>>): Fingerprint | string {
  const { id, pattern, flags = '', description = '', maxLength, params } = value;
  if (typeof id !== 'string' || id === '') return 'no id';
  if (typeof pattern !== 'string' || pattern === '') return 'no pattern';
  if (flags !== '' && flags !== 'i') return 'unknown flags';
  if (typeof description !== 'string') return 'no description';
  if (maxLength !== undefined && typeof maxLength !== 'number') return 'bad length';
  if (!Array.isArray(params)) return 'no params';
  const known: FingerprintParam[] = [];
  for (const param of params) {
    const read = paramOf(param);
    if (read === undefined) return 'bad param';
    known.push(read);
  }
  return { id, pattern, flags, description, ...(maxLength === undefined ? {} : { maxLength }), params: known };
}

function paramOf(value: unknown): FingerprintParam | undefined {
  if (!Array.isArray(value)) return undefined;
  const [group, name, fixed]: readonly unknown[] = value;
  if (typeof group !== 'number' || !Number.isInteger(group) || group < 0 || typeof name !== 'string') return undefined;
  if (group > 0) return [group, name];
  return typeof fixed === 'string' ? [0, name, fixed] : undefined;
}
