/** The truth cuts values at this many characters. */
export const TRUTH_VALUE_LIMIT = 200;

/** tshark writes line breaks and tabs of a value as two characters. */
export function unescapeOracle(value: string): string {
  return value.replace(/\\[rnt]/g, ' ');
}

/** Differences that are no misses: case, white space, trailing dots, the escapes of the oracle. */
export function spelling(value: string): string {
  return unescapeOracle(value).replace(/\0/g, ' ').replace(/\s+/g, ' ').trim().replace(/\.+$/, '').trim().toLowerCase();
}

/** Hashes, serial numbers and identifiers in hex: no colons, no prefix, lower case. */
export function hex(value: string): string {
  return value
    .trim()
    .replace(/^0x/i, '')
    .replace(/[:\s-]/g, '')
    .toLowerCase();
}

/** A number written in decimal or with `0x`; other text stays. */
export function number(value: string): string {
  const trimmed = value.trim();
  return /^(0x[0-9a-f]+|\d+)$/i.test(trimmed) ? String(Number(trimmed)) : spelling(value);
}

/** IPv6 groups without zero compression, so that two spellings of one address are equal; IPv4 and names stay. */
export function address(value: string): string {
  const text = value.trim().toLowerCase().split('%')[0] ?? '';
  if (!text.includes(':') || /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/.test(text)) return text;
  const dotted = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(text);
  const plain =
    dotted === null
      ? text
      : `${dotted[1]}${((Number(dotted[2]) << 8) | Number(dotted[3])).toString(16)}:${((Number(dotted[4]) << 8) | Number(dotted[5])).toString(16)}`;
  const [head = '', tail] = plain.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros =
    tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0');
  return [...left, ...zeros, ...right].map((group) => group.replace(/^0+(?=.)/, '')).join(':');
}

/** `left=right`, each side by its own rule; the right side holds no `=`. */
export function pair(value: string, left: (side: string) => string, right: (side: string) => string): string {
  const at = value.lastIndexOf('=');
  return at < 0 ? spelling(value) : `${left(value.slice(0, at))}=${right(value.slice(at + 1))}`;
}

const NAMED_VERSIONS: Readonly<Record<string, number>> = {
  'ssl 2.0': 0x0002,
  'ssl 3.0': 0x0300,
  'tls 1.0': 0x0301,
  'tls 1.1': 0x0302,
  'tls 1.2': 0x0303,
  'tls 1.3': 0x0304,
  'dtls 1.0': 0xfeff,
  'dtls 1.2': 0xfefd,
  'dtls 1.3': 0xfefc,
};

/** The number of a TLS version, whether it is written as the wire has it or by name. */
export function tlsVersion(value: string): string {
  const named = NAMED_VERSIONS[spelling(value).replace(/^(ssl|tls|dtls)v?\s*/, '$1 ')];
  return named === undefined ? number(value) : String(named);
}

/** Names of distinguished-name attributes that programs write differently (RFC 4514 section 3, RFC 4519, X.520). */
const DN_TYPES: Readonly<Record<string, string>> = {
  cn: '2.5.4.3',
  c: '2.5.4.6',
  l: '2.5.4.7',
  st: '2.5.4.8',
  s: '2.5.4.8',
  o: '2.5.4.10',
  ou: '2.5.4.11',
  emailaddress: '1.2.840.113549.1.9.1',
  e: '1.2.840.113549.1.9.1',
  serialnumber: '2.5.4.5',
  street: '2.5.4.9',
  streetaddress: '2.5.4.9',
  title: '2.5.4.12',
  description: '2.5.4.13',
  businesscategory: '2.5.4.15',
  postalcode: '2.5.4.17',
  name: '2.5.4.41',
  gn: '2.5.4.42',
  givenname: '2.5.4.42',
  sn: '2.5.4.4',
  surname: '2.5.4.4',
  initials: '2.5.4.43',
  dnqualifier: '2.5.4.46',
  organizationidentifier: '2.5.4.97',
  jurisdictionl: '1.3.6.1.4.1.311.60.2.1.1',
  jurisdictionst: '1.3.6.1.4.1.311.60.2.1.2',
  jurisdictionc: '1.3.6.1.4.1.311.60.2.1.3',
  unstructuredname: '1.2.840.113549.1.9.2',
  uid: '0.9.2342.19200300.100.1.1',
  dc: '0.9.2342.19200300.100.1.25',
};

/** `#<hex of DER>` of a short string value (RFC 4514 section 2.4), as text. */
function hexString(value: string): string {
  const bytes = Buffer.from(value.slice(1), 'hex');
  const length = bytes[1];
  if (length === undefined || length >= 0x80 || bytes.length !== length + 2) return value;
  return bytes.subarray(2).toString('utf8');
}

function dnPart(part: string): string {
  const at = part.indexOf('=');
  if (at < 0) return spelling(part);
  const type = part.slice(0, at).trim().toLowerCase();
  const raw = part.slice(at + 1).trim();
  const value = raw.startsWith('#') ? hexString(raw) : raw;
  const plain = value.replace(/(?:\\[0-9a-f]{2})+/gi, (run) =>
    Buffer.from(run.replace(/\\/g, ''), 'hex').toString('utf8'),
  );
  return `${DN_TYPES[type] ?? type.replace(/^oid\./, '')}=${spelling(plain.replace(/\\(.)/g, '$1'))}`;
}

/** A distinguished name as a sorted list of its parts: programs write them in either order. */
export function distinguishedName(value: string): string {
  const parts: string[] = [];
  let part = '';
  for (let at = 0; at < value.length; at++) {
    const char = value.charAt(at);
    if (char === '\\') {
      part += char + value.charAt(++at);
    } else if (char === ',' || char === '+') {
      parts.push(part);
      part = '';
    } else {
      part += char;
    }
  }
  if (part.trim() !== '') parts.push(part);
  return parts.map(dnPart).sort().join(',');
}

/** A moment as ISO 8601 UTC with seconds; text that is none stays. */
export function moment(value: string): string {
  const time = Date.parse(value);
  return Number.isNaN(time) ? spelling(value) : new Date(time).toISOString().slice(0, 19);
}
