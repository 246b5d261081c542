import { X509Certificate } from 'node:crypto';
import { address, distinguishedName, hex, moment, spelling } from '../normalise.ts';

interface Element {
  readonly tag: number;
  readonly value: Buffer;
}

const SEQUENCE = 0x30;
const SET = 0x31;
const OBJECT_IDENTIFIER = 0x06;
const UTC_TIME = 0x17;
const GENERALIZED_TIME = 0x18;
const BMP_STRING = 0x1e;

/** The DER elements that stand one after another in the bytes; what is cut or no DER ends the list. */
function elementsOf(bytes: Buffer): readonly Element[] {
  const elements: Element[] = [];
  for (let at = 0; at + 2 <= bytes.length; ) {
    const tag = bytes.readUInt8(at);
    const short = bytes.readUInt8(at + 1);
    const lengthBytes = short < 0x80 ? 0 : short & 0x7f;
    if (lengthBytes > 3 || at + 2 + lengthBytes > bytes.length) break;
    const length = lengthBytes === 0 ? short : bytes.readUIntBE(at + 2, lengthBytes);
    const start = at + 2 + lengthBytes;
    if (start + length > bytes.length) break;
    elements.push({ tag, value: bytes.subarray(start, start + length) });
    at = start + length;
  }
  return elements;
}

function identifier(value: Buffer): string {
  const arcs: number[] = [];
  let arc = 0;
  for (const byte of value) {
    arc = arc * 128 + (byte & 0x7f);
    if ((byte & 0x80) !== 0) continue;
    if (arcs.length === 0) arcs.push(Math.min(2, Math.floor(arc / 40)), arc - 40 * Math.min(2, Math.floor(arc / 40)));
    else arcs.push(arc);
    arc = 0;
  }
  return arcs.join('.');
}

function characters({ tag, value }: Element): readonly string[] {
  if (tag === BMP_STRING) return [Buffer.from(value).swap16().toString('utf16le')];
  return [value.toString('utf8'), value.toString('latin1')];
}

const escaped = (text: string) => text.replace(/[\\,+]/g, '\\$&');

/** X.501 Name: a sequence of sets of pairs. Two texts, as old certificates write Latin-1 where UTF-8 was meant. */
function namesOf(bytes: Buffer): readonly string[] {
  const [name] = elementsOf(bytes);
  if (name?.tag !== SEQUENCE) return [];
  const pairs = elementsOf(name.value)
    .filter(({ tag }) => tag === SET)
    .flatMap(({ value }) => elementsOf(value))
    .map((pair) => elementsOf(pair.value));
  return [0, 1].map((encoding) =>
    pairs
      .map(([type, value]) => {
        if (type?.tag !== OBJECT_IDENTIFIER || value === undefined) return '';
        const texts = characters(value);
        return `${identifier(type.value)}=${escaped(texts[encoding] ?? texts[0] ?? '')}`;
      })
      .join(','),
  );
}

/** RFC 5280 section 4.1.2.5: years from 50 on are of the last century. */
function timesOf(bytes: Buffer): readonly string[] {
  return elementsOf(bytes).flatMap(({ tag, value }) => {
    if (tag === SEQUENCE) return timesOf(value);
    if (tag !== UTC_TIME && tag !== GENERALIZED_TIME) return [];
    const text = value.toString('latin1');
    const year = tag === GENERALIZED_TIME ? '' : Number(text.slice(0, 2)) >= 50 ? '19' : '20';
    const [, y, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?/.exec(year + text) ?? [];
    return y === undefined ? [] : [`${y}-${month}-${day}T${hour}:${minute}:${second ?? '00'}Z`];
  });
}

function holdsAlternativeName(bytes: Buffer, value: string): boolean {
  const at = value.indexOf(':');
  const type = value.slice(0, at).toLowerCase();
  const name = value.slice(at + 1);
  if (type.startsWith('ip')) {
    const wanted = address(name);
    return elementsOf(bytes).some(({ value: octets }) => {
      const groups = octets.toString('hex').match(/.{4}/g) ?? [];
      return wanted === (octets.length === 4 ? [...octets].join('.') : address(groups.join(':')));
    });
  }
  if (type === 'dirname') {
    return elementsOf(bytes).some((element) => holdsDistinguishedName(element.value, name));
  }
  return spelling(bytes.toString('utf8')).includes(spelling(name));
}

function holdsDistinguishedName(bytes: Buffer, value: string): boolean {
  const wanted = distinguishedName(value);
  return namesOf(bytes).some((name) => distinguishedName(name) === wanted);
}

function certificateOf(bytes: Buffer): X509Certificate | undefined {
  try {
    return new X509Certificate(bytes);
  } catch {
    return undefined;
  }
}

/** True when the bytes, a whole certificate or the field alone, hold the value of the attribute. */
export function holdsCertificateField(attribute: string, bytes: Buffer, value: string): boolean {
  const whole = certificateOf(bytes);
  switch (attribute) {
    case 'tls.certificate.subject':
    case 'tls.certificate.issuer': {
      const name = attribute.endsWith('subject') ? whole?.subject : whole?.issuer;
      if (name === undefined) return holdsDistinguishedName(bytes, value);
      return distinguishedName(name.replace(/\n/g, ',')) === distinguishedName(value);
    }
    case 'tls.certificate.serial': {
      const digits = hex(value).replace(/^0+/, '');
      return hex(whole?.serialNumber ?? bytes.toString('hex')).endsWith(digits);
    }
    case 'tls.certificate.not-before':
    case 'tls.certificate.not-after': {
      const times = whole === undefined ? timesOf(bytes) : [whole.validFrom, whole.validTo];
      return times.some((time) => moment(time) === moment(value));
    }
    default:
      return whole === undefined
        ? holdsAlternativeName(bytes, value)
        : spelling(whole.subjectAltName ?? '').includes(spelling(value));
  }
}
