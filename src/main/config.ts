import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { fileURLToPath } from 'node:url';
import { LOG_LEVELS, type LogLevel } from '#server';
import type { StorePlace } from '#store';

/** Every variable that the server reads, with what it means; docs/reference/configuration.md has the same. */
export const VARIABLES = {
  MIMAMORI_DATA: 'Folder of the data; made when it is missing. Default: .data/site in the checkout.',
  MIMAMORI_DATABASE:
    'postgres:// address of a PostgreSQL server (15 or newer). Default: an embedded database in the data folder.',
  MIMAMORI_HOST: 'Address to listen on. Default: 127.0.0.1. Any other than loopback needs TLS, see below.',
  MIMAMORI_PORT: 'Port to listen on, 0 for any free one. Default: 4180.',
  MIMAMORI_ORIGIN:
    'Where browsers find the server when it stands behind a proxy, such as https://mimamori.hospital.example.',
  MIMAMORI_TRUSTED_PROXIES:
    'Addresses of the proxies in front, separated by commas; their X-Forwarded-For is believed.',
  MIMAMORI_TLS_CERTIFICATE: 'File with the certificate chain in PEM, to speak TLS without a proxy.',
  MIMAMORI_TLS_KEY: 'File with its private key in PEM.',
  MIMAMORI_CAPTURE_FOLDER: 'Folder of capture files that people may choose for reading.',
  MIMAMORI_KEPT_CAPTURES_KEY_FILE:
    'File with the key of kept captures, so that it can lie on other storage. Default: kept-captures.key in the data folder, made when it is needed.',
  MIMAMORI_UPLOAD_MOST_BYTES: 'Largest capture that may be uploaded. Default: 2147483648 (2 GiB).',
  MIMAMORI_LOG_LEVEL: `One of ${LOG_LEVELS.join(', ')}. Default: info.`,
} as const;
type Variable = keyof typeof VARIABLES;

/** What the command line says; it goes before the environment. */
export interface Given {
  readonly data?: string | undefined;
  readonly database?: string | undefined;
  readonly host?: string | undefined;
  readonly port?: string | undefined;
}

export interface Config {
  readonly dataFolder: string;
  readonly place: StorePlace;
  readonly host: string;
  readonly port: number;
  readonly origin?: string;
  readonly trustedProxies?: readonly string[];
  readonly tls?: { readonly cert: string; readonly key: string };
  readonly captureFolder?: string;
  /** Made by whoever runs the server; the one in the data folder is made by the server. */
  readonly keptCapturesKeyFile?: string;
  readonly uploadMostBytes: number;
  readonly logLevel: LogLevel;
}

/** The server does not start; the message says why and what to do, in both languages. */
export class StartRefused extends Error {
  override readonly name = 'StartRefused';
  readonly en: string;
  readonly ja: string;

  constructor(en: string, ja: string) {
    super(`${en} / ${ja}`);
    this.en = en;
    this.ja = ja;
  }
}

const CHECKOUT = fileURLToPath(new URL('../../', import.meta.url));
const DEFAULT_PORT = 4180;
const PORT_MOST = 65_535;
const DEFAULT_UPLOAD_BYTES = 2 ** 31;
const LOOPBACK = ['127.0.0.1', '::1', 'localhost'];

/** Reads the environment once. Throws StartRefused. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>, given: Given = {}): Config {
  const read = (name: Variable): string | undefined => environment[name]?.trim() || undefined;
  refuseUnknown(environment);
  const dataFolder = given.data ?? read('MIMAMORI_DATA') ?? `${CHECKOUT}.data/site`;
  const database = given.database ?? read('MIMAMORI_DATABASE');
  const host = given.host ?? read('MIMAMORI_HOST') ?? '127.0.0.1';
  const origin = originOf(read('MIMAMORI_ORIGIN'));
  const tls = tlsOf(read('MIMAMORI_TLS_CERTIFICATE'), read('MIMAMORI_TLS_KEY'));
  const captureFolder = read('MIMAMORI_CAPTURE_FOLDER');
  const keptCapturesKeyFile = read('MIMAMORI_KEPT_CAPTURES_KEY_FILE');
  const proxies = read('MIMAMORI_TRUSTED_PROXIES')
    ?.split(',')
    .map((each) => each.trim());
  if (!LOOPBACK.includes(host) && tls === undefined && origin?.startsWith('https:') !== true) {
    throw new StartRefused(
      `${host} is reachable from the network, and passwords would cross it in clear: set MIMAMORI_TLS_CERTIFICATE and MIMAMORI_TLS_KEY, or put a TLS proxy in front and name its address in MIMAMORI_ORIGIN`,
      `${host} はネットワークから到達でき、パスワードが平文で流れます。MIMAMORI_TLS_CERTIFICATE と MIMAMORI_TLS_KEY を設定するか、TLSプロキシを置いてそのアドレスを MIMAMORI_ORIGIN に設定してください`,
    );
  }
  return {
    dataFolder,
    place: database === undefined ? { folder: dataFolder } : { url: databaseOf(database) },
    host,
    port: numberOf('MIMAMORI_PORT', given.port ?? read('MIMAMORI_PORT'), DEFAULT_PORT, 0, PORT_MOST),
    ...(origin !== undefined && { origin }),
    ...(proxies !== undefined && { trustedProxies: proxies.map(proxyOf) }),
    ...(tls !== undefined && { tls }),
    ...(captureFolder !== undefined && { captureFolder }),
    ...(keptCapturesKeyFile !== undefined && { keptCapturesKeyFile }),
    uploadMostBytes: numberOf(
      'MIMAMORI_UPLOAD_MOST_BYTES',
      read('MIMAMORI_UPLOAD_MOST_BYTES'),
      DEFAULT_UPLOAD_BYTES,
      1,
      Number.MAX_SAFE_INTEGER,
    ),
    logLevel: logLevelOf(read('MIMAMORI_LOG_LEVEL')),
  };
}

/** A name that was mistyped would be a setting that silently does nothing. Test programs have names of their own. */
function refuseUnknown(environment: Readonly<Record<string, string | undefined>>): void {
  const OTHERS = /^MIMAMORI_(?:CHROMIUM|POSTGRES_BIN|COUNTS|KILLS)$/;
  const unknown = Object.keys(environment).find(
    (name) => name.startsWith('MIMAMORI_') && !(name in VARIABLES) && !OTHERS.test(name),
  );
  if (unknown === undefined) return;
  throw new StartRefused(
    `${unknown} is no setting; there are ${Object.keys(VARIABLES).join(', ')}`,
    `${unknown} という設定はありません。使える設定: ${Object.keys(VARIABLES).join('、')}`,
  );
}

function numberOf(name: string, text: string | undefined, otherwise: number, least: number, most: number): number {
  if (text === undefined) return otherwise;
  const number = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new StartRefused(
    `${name} must be a whole number from ${least} to ${most}, not "${text}"`,
    `${name} には${least}から${most}までの整数を指定してください（現在: ${text}）`,
  );
}

/** The address may hold a password, so it is not repeated in a message. */
function databaseOf(text: string): string {
  if (URL.canParse(text) && /^postgres(?:ql)?:$/.test(new URL(text).protocol)) return text;
  throw new StartRefused(
    'MIMAMORI_DATABASE or --database must be an address like postgres://user@host/database',
    'MIMAMORI_DATABASE または --database には postgres://user@host/database の形のアドレスを指定してください',
  );
}

function originOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && /^https?:$/.test(url.protocol) && url.pathname === '/' && url.search === '')
    return url.origin;
  throw new StartRefused(
    `MIMAMORI_ORIGIN must be like https://mimamori.hospital.example, not "${text}"`,
    `MIMAMORI_ORIGIN には https://mimamori.hospital.example の形で指定してください（現在: ${text}）`,
  );
}

function tlsOf(certificate: string | undefined, key: string | undefined): Config['tls'] {
  if (certificate === undefined && key === undefined) return undefined;
  if (certificate !== undefined && key !== undefined) {
    return {
      cert: fileOf('MIMAMORI_TLS_CERTIFICATE', certificate),
      key: fileOf('MIMAMORI_TLS_KEY', key),
    };
  }
  throw new StartRefused(
    'MIMAMORI_TLS_CERTIFICATE and MIMAMORI_TLS_KEY go together',
    'MIMAMORI_TLS_CERTIFICATE と MIMAMORI_TLS_KEY は両方とも設定してください',
  );
}

function fileOf(name: Variable, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartRefused(
      `the file of ${name} cannot be read: ${reason}`,
      `${name} のファイルを読み込めません: ${reason}`,
    );
  }
}

function proxyOf(address: string): string {
  const [ip = '', length] = address.split('/');
  if (isIP(ip) !== 0 && (length === undefined || /^\d{1,3}$/.test(length))) return address;
  throw new StartRefused(
    `MIMAMORI_TRUSTED_PROXIES must name addresses, not "${address}"`,
    `MIMAMORI_TRUSTED_PROXIES にはアドレスを指定してください（現在: ${address}）`,
  );
}

function logLevelOf(text: string | undefined): LogLevel {
  if (text === undefined) return 'info';
  const level = LOG_LEVELS.find((each) => each === text);
  if (level !== undefined) return level;
  throw new StartRefused(
    `MIMAMORI_LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}, not "${text}"`,
    `MIMAMORI_LOG_LEVEL には ${LOG_LEVELS.join('・')} のいずれかを指定してください（現在: ${text}）`,
  );
}
