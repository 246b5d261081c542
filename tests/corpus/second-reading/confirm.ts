import { createHash } from 'node:crypto';
import { address, hex, number, spelling } from '../normalise.ts';
import type { ProductFact } from '../product.ts';
import { holdsCertificateField } from './certificate-fields.ts';
import type { Frame } from './frames.ts';
import { holdsName, holdsNetbiosName } from './names.ts';
import { hassh } from './ssh-kexinit.ts';
import { synsOf } from './syn.ts';
import { canonicalStack, stackOf } from './tcp-stack.ts';
import { hasFingerprint } from './tls-hello.ts';

/** What stands in the frames that a fact names as its source. */
interface Passage {
  readonly frames: readonly Frame[];
  /** The bytes of all ranges, joined. */
  readonly bytes: Buffer;
  /** What stands before the first range in its frame. */
  readonly before: Buffer;
}

/** Enough for a header name, an option code or a length before a value. */
const CONTEXT_BYTES = 64;

function passageOf(fact: ProductFact, frames: readonly Frame[]): Passage | undefined {
  const parts: Buffer[] = [];
  const named: Frame[] = [];
  for (const range of fact.ranges) {
    const frame = frames[range.frame - 1];
    if (frame === undefined || range.offset < 0 || range.offset + range.length > frame.bytes.length) return undefined;
    parts.push(frame.bytes.subarray(range.offset, range.offset + range.length));
    named.push(frame);
  }
  const [first] = fact.ranges;
  const [frame] = named;
  if (first === undefined || frame === undefined) return undefined;
  const before = frame.bytes.subarray(Math.max(0, first.offset - CONTEXT_BYTES), first.offset);
  return { frames: named, bytes: Buffer.concat(parts), before };
}

/** The header, option or code that must stand before a value for it to be that value and no other. */
const HEADERS: Readonly<Record<string, RegExp>> = {
  'http.host': /(^|\n)host:[ \t]*$/i,
  'http.user-agent': /(^|\n)user-agent:[ \t]*$/i,
  'http.server': /(^|\n)server:[ \t]*$/i,
  'http.realm': /realm=[ \t]*"?$/i,
  'http.auth-scheme': /(^|\n)(proxy-)?authorization:[ \t]*$/i,
  'ssdp.server': /(^|\n)server:[ \t]*$/i,
  'ssdp.type': /(^|\n)[ns]t:[ \t]*$/i,
  'ssdp.usn': /(^|\n)usn:[ \t]*$/i,
  'ssdp.location': /(^|\n)location:[ \t]*$/i,
  'ssdp.user-agent': /(^|\n)user-agent:[ \t]*$/i,
  'ftp.banner': /220[ -]$/,
};

/** The text must follow its header; a range that takes the header in is as good. */
function followsHeader(passage: Passage, header: RegExp, value: string): boolean {
  const text = passage.before.toString('latin1') + passage.bytes.toString('latin1');
  const wanted = Buffer.from(value, 'utf8').toString('latin1');
  for (const candidate of [wanted, value]) {
    for (let at = text.indexOf(candidate); at >= 0; at = text.indexOf(candidate, at + 1)) {
      if (header.test(text.slice(0, at))) return true;
    }
  }
  return false;
}

function holdsText(passage: Passage, value: string): boolean {
  const wanted = spelling(value);
  if (wanted === '') return false;
  const { bytes } = passage;
  const readings = [bytes.toString('utf8'), bytes.toString('latin1'), bytes.toString('utf16le')];
  if (bytes.length > 1) readings.push(bytes.subarray(1).toString('utf16le'));
  return readings.some((reading) => spelling(reading).includes(wanted));
}

function octets(value: string): Buffer | undefined {
  if (/^\d+(\.\d+){3}$/.test(value)) return Buffer.from(value.split('.').map(Number));
  if (/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/i.test(value)) return Buffer.from(hex(value), 'hex');
  if (!value.includes(':')) return undefined;
  return Buffer.from(
    address(value)
      .split(':')
      .map((group) => group.padStart(4, '0'))
      .join(''),
    'hex',
  );
}

/** An address stands in the range, or in the frame where the value joins two fields. */
function holdsAddress(bytes: Buffer, value: string): boolean {
  const wanted = octets(value.trim());
  return wanted !== undefined && bytes.includes(wanted);
}

function holdsNumber(passage: Passage, value: string): boolean {
  const { bytes } = passage;
  const text = number(value.replace(/^2c$/, '1'));
  if (!/^\d+$/.test(text) || bytes.length === 0 || bytes.length > 6) return false;
  const wanted = Number(text);
  const big = bytes.readUIntBE(0, bytes.length);
  const little = bytes.readUIntLE(0, bytes.length);
  // The low 22 bits of a BACnet object identifier, the low 3 bits of the first byte of NTP.
  return [big, little, big % 0x400000, big & 0x07].includes(wanted);
}

/** Handshake type of RFC 8446 section 4.3.2 and its headers before the body: four bytes in TLS, twelve in DTLS. */
const CERTIFICATE_REQUEST = 13;
const HANDSHAKE_HEADERS = [4, 12];

function followsCertificateRequest({ before, bytes }: Passage): boolean {
  const types = [bytes[0], ...HANDSHAKE_HEADERS.map((length) => before[before.length - length])];
  return types.includes(CERTIFICATE_REQUEST);
}

const NTLM_AUTHENTICATE = Buffer.from('NTLMSSP\0\x03\0\0\0', 'latin1');
const NTLM_USER_NAME_FIELDS = 36;

/** MS-NLMP 2.2.1.3: the length of the user name in an AUTHENTICATE message. */
function holdsNullSession(frame: Frame): boolean {
  const at = frame.bytes.indexOf(NTLM_AUTHENTICATE);
  const field = at + NTLM_USER_NAME_FIELDS;
  return at >= 0 && field + 2 <= frame.bytes.length && frame.bytes.readUInt16LE(field) === 0;
}

type Check = (fact: ProductFact, passage: Passage) => boolean;

const text: Check = (fact, passage) => holdsText(passage, fact.value);
const name: Check = (fact, passage) => holdsName(passage.bytes, fact.value);
const figure: Check = (fact, passage) => holdsNumber(passage, fact.value);
const binding: Check = (fact, passage) => {
  const [ip = '', mac = ''] = fact.value.split('=');
  return passage.frames.some((frame) => holdsAddress(frame.bytes, ip) && holdsAddress(frame.bytes, mac));
};
const certificate: Check = (fact, passage) => holdsCertificateField(fact.attribute, passage.bytes, fact.value);
const hello: Check = (fact, passage) => hasFingerprint(fact.attribute, passage.bytes, fact.value);
const sha256: Check = (fact, passage) => createHash('sha256').update(passage.bytes).digest('hex') === hex(fact.value);
const clientHassh: Check = (fact, passage) => hassh(passage.bytes, false) === hex(fact.value);
const serverHassh: Check = (fact, passage) => hassh(passage.bytes, true) === hex(fact.value);
const stack: Check = (fact, passage) =>
  passage.frames.some((frame) =>
    synsOf(frame).some((syn) => canonicalStack(stackOf(syn)) === canonicalStack(fact.value)),
  );

/** How a value is read again, by attribute; the beginning of a name stands for all attributes that begin with it. */
const CHECKS: Readonly<Record<string, Check>> = {
  'arp.binding': binding,
  'dhcp.lease': binding,
  'dhcp.params': (fact, passage) => passage.bytes.includes(Buffer.from(fact.value.split(',').map(Number))),
  'dhcp.server-id': (fact, passage) => holdsAddress(passage.bytes, fact.value),
  'dhcp.requested-ip': (fact, passage) => holdsAddress(passage.bytes, fact.value),
  'dhcp.fqdn': name,
  'dhcpv6.duid': (fact, passage) => passage.bytes.includes(Buffer.from(hex(fact.value), 'hex')),
  'dhcpv6.server-duid': (fact, passage) => passage.bytes.includes(Buffer.from(hex(fact.value), 'hex')),
  'dhcpv6.fqdn': name,
  'dhcpv6.vendor-enterprise': figure,
  'dns.answer': (fact, passage) => {
    const at = fact.value.lastIndexOf('=');
    const first = spelling(fact.value.slice(0, at)).split('.')[0] ?? '';
    // The fragments of one answer are several frames.
    return (
      passage.frames.some((frame) => holdsAddress(frame.bytes, fact.value.slice(at + 1))) &&
      passage.frames.some((frame) => frame.bytes.toString('latin1').toLowerCase().includes(first))
    );
  },
  dns: name,
  mdns: name,
  'mdns.txt': text,
  'mdns.address': (fact, passage) => holdsAddress(passage.bytes, fact.value),
  llmnr: name,
  nbns: (fact, passage) => holdsNetbiosName(passage.bytes, fact.value),
  'browser.os': (fact, passage) =>
    fact.value.split('.').every((part) => passage.bytes.includes(Buffer.from([Number(part) & 0xff]))),
  'lldp.chassis-id': (fact, passage) => holdsAddress(passage.bytes, fact.value) || holdsText(passage, fact.value),
  'lldp.port-id': (fact, passage) => holdsAddress(passage.bytes, fact.value) || holdsText(passage, fact.value),
  'lldp.management-address': (fact, passage) => holdsAddress(passage.bytes, fact.value),
  'cdp.native-vlan': figure,
  'tls.version': figure,
  'tls.cipher': figure,
  'tls.client-certificate': (_, passage) => followsCertificateRequest(passage),
  'tls.ja3': hello,
  'tls.ja3s': hello,
  'tls.ja4': hello,
  'tls.certificate.sha256': sha256,
  'tls.certificate': certificate,
  'ssh.hassh': clientHassh,
  'ssh.hassh-server': serverHassh,
  'smb.dialect': figure,
  'smb.server-guid': (fact, passage) => passage.bytes.includes(guidBytes(fact.value)),
  'snmp.version': figure,
  'snmp.system': (fact, passage) => holdsText(passage, fact.value.slice(fact.value.indexOf('=') + 1)),
  'ntp.mode': figure,
  'mqtt.version': figure,
  'modbus.unit': figure,
  'modbus.function': figure,
  'modbus.device-id': (fact, passage) => holdsText(passage, fact.value.slice(fact.value.indexOf('=') + 1)),
  'bacnet.device': figure,
  'bacnet.vendor-id': figure,
  'bacnet.protocol-version': figure,
  'bacnet.protocol-revision': figure,
  'enip.vendor-id': figure,
  'enip.device-type': figure,
  'enip.product-code': figure,
  'enip.serial': (fact, passage) => holdsNumber(passage, `0x${hex(fact.value)}`),
  'login.anonymous': (fact, passage) => fact.value.startsWith('smb') && passage.frames.some(holdsNullSession),
  'tcp.stack': stack,
};

/** What a check has shown, in words. */
const SHOWN: ReadonlyMap<Check, string> = new Map([
  [text, 'the text stands there'],
  [name, 'the name stands there'],
  [figure, 'the number stands there'],
  [certificate, 'the field stands in the certificate'],
  ...[hello, sha256, clientHassh, serverHassh, stack].map((check) => [check, 'computed anew'] as const),
]);

/** MS-DTYP 2.3.4: the first three parts of a GUID are little endian. */
function guidBytes(value: string): Buffer {
  const bytes = Buffer.from(hex(value), 'hex');
  if (bytes.length !== 16) return bytes;
  bytes.subarray(0, 4).reverse();
  bytes.subarray(4, 6).reverse();
  bytes.subarray(6, 8).reverse();
  return bytes;
}

/** Layers of the oracle that must stand in a capture before a number of a few bytes may count as read again. */
const LAYERS: Readonly<Record<string, readonly string[]>> = {
  dhcpv6: ['dhcpv6'],
  cdp: ['cdp'],
  tls: ['tls', 'dtls', 'quic'],
  smb: ['smb2'],
  snmp: ['snmp'],
  ntp: ['ntp'],
  mqtt: ['mqtt'],
  modbus: ['modbus', 'mbtcp'],
  bacnet: ['bacapp'],
  enip: ['enip', 'cip'],
};

/** A byte that is 1 stands everywhere; a number counts only where somebody else saw the protocol as well. */
function isSeen(attribute: string, layers: ReadonlySet<string>): boolean {
  const named = LAYERS[attribute.split('.')[0] ?? ''];
  return named === undefined || named.some((layer) => layers.has(layer));
}

/**
 * Reads the place that a fact names once more, with code that shares nothing with the reader under test. Says what it
 * shows when the value stands there: literally, in the encoding of its protocol, or as the result of the same published
 * computation; undefined when it does not. A value that was decrypted or decompressed cannot be read again this way.
 * `layers` are those that the oracle saw in the capture.
 */
export function confirmation(
  fact: ProductFact,
  frames: readonly Frame[],
  layers: ReadonlySet<string>,
): string | undefined {
  const passage = passageOf(fact, frames);
  if (passage === undefined) return undefined;
  const header = HEADERS[fact.attribute];
  if (header !== undefined)
    return followsHeader(passage, header, fact.value.split('\n')[0] ?? '')
      ? 'the text stands there behind its header'
      : undefined;
  const parts = fact.attribute.split('.');
  const names = parts.map((_, index) => parts.slice(0, parts.length - index).join('.'));
  const check = names.map((each) => CHECKS[each]).find((each) => each !== undefined) ?? text;
  if (check === figure && !isSeen(fact.attribute, layers)) return undefined;
  return check(fact, passage) ? (SHOWN.get(check) ?? 'the value stands there') : undefined;
}
