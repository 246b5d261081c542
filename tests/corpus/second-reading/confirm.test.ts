import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { factOf } from '../sample.ts';
import { confirmation } from './confirm.ts';

/** True when the value is read again in `part` of a frame. */
function confirms(
  attribute: string,
  value: string,
  before: string,
  part: string | Buffer,
  layers: readonly string[] = ['tls', 'bacapp', 'mbtcp'],
): boolean {
  const head = Buffer.from(before, 'latin1');
  const body = typeof part === 'string' ? Buffer.from(part, 'latin1') : part;
  const frame = { linkType: 1, bytes: Buffer.concat([head, body, Buffer.from('after')]) };
  const range = { frame: 1, offset: head.length, length: body.length };
  return confirmation({ ...factOf(attribute, value), ranges: [range] }, [frame], new Set(layers)) !== undefined;
}

describe('text', () => {
  test('stands in the bytes named', () => expect(confirms('ssh.banner', 'SSH-2.0-x', '', 'SSH-2.0-x\r\n')).toBe(true));
  test('beside the bytes named is not confirmed', () =>
    expect(confirms('ssh.banner', 'SSH-2.0-x', 'SSH-2.0-x', 'y')).toBe(false));
  test('in UTF-16 is read', () =>
    expect(confirms('smb.native-os', 'Unix', '', Buffer.from('Unix', 'utf16le'))).toBe(true));
  test('outside the capture is not confirmed', () => {
    expect(
      confirmation({ ...factOf('ssh.banner', 'x'), ranges: [{ frame: 2, offset: 0, length: 1 }] }, [], new Set()),
    ).toBeUndefined();
    expect(confirmation(factOf('ssh.banner', 'x'), [], new Set())).toBeUndefined();
  });
});

test('a header value needs its header', () => {
  expect(confirms('http.host', 'pacs', 'GET / HTTP/1.1\r\nHost: ', 'pacs')).toBe(true);
  expect(confirms('http.host', 'pacs', 'GET / HTTP/1.1\r\nReferer: ', 'pacs')).toBe(false);
  expect(confirms('ssdp.type', 'upnp:rootdevice', 'NOTIFY * HTTP/1.1\r\nNT:', 'upnp:rootdevice')).toBe(true);
});

test('names are read as labels', () => {
  expect(confirms('dns.query', 'ct.ward.test', '', '\u0002ct\u0004ward\u0004test\0')).toBe(true);
  expect(confirms('mdns.name', 'ct.local', '', '\u0002ct\u00c0\u000c')).toBe(true);
  expect(confirms('dns.query', 'mr.ward.test', '', '\u0002ct\u0004ward\u0004test\0')).toBe(false);
  expect(confirms('nbns.name', 'CT<20>', '', 'EDFECACACACACACACACACACACACACACA')).toBe(true);
});

test('addresses and numbers are read in binary', () => {
  const arp = Buffer.from('001122334455c0a80001', 'hex');
  expect(confirms('arp.binding', '192.168.0.1=00:11:22:33:44:55', '', arp)).toBe(true);
  expect(confirms('arp.binding', '192.168.0.2=00:11:22:33:44:55', '', arp)).toBe(false);
  expect(confirms('tls.version', '0x0303', '', Buffer.from('0303', 'hex'))).toBe(true);
  expect(confirms('bacnet.device', '260000', '', Buffer.from('0203f7a0', 'hex'))).toBe(true);
  expect(confirms('modbus.unit', '2', '', Buffer.from('01', 'hex'))).toBe(false);
  expect(confirms('dhcp.params', '1,3,6', '', Buffer.from([1, 3, 6]))).toBe(true);
});

test('a number counts only where the oracle saw the protocol too', () => {
  expect(confirms('modbus.unit', '1', '', Buffer.from([1]), ['mbtcp'])).toBe(true);
  expect(confirms('modbus.unit', '1', '', Buffer.from([1]), ['ldap'])).toBe(false);
});

test('hashes are computed anew', () => {
  const der = Buffer.from('3003020105', 'hex');
  expect(confirms('tls.certificate.sha256', createHash('sha256').update(der).digest('hex'), '', der)).toBe(true);
  expect(confirms('tls.certificate.sha256', '00'.repeat(32), '', der)).toBe(false);
});

describe('fingerprints of a hello', () => {
  // type 1, length, version 0303, random, no session, suites 1301 c02f, no compression, extensions:
  // server name, groups (1d), point formats (0), GREASE
  const suites = '00041301c02f';
  const body = (list: string) =>
    `0303${'00'.repeat(32)}00${suites}0100${(list.length / 2).toString(16).padStart(4, '0')}${list}`;
  const message = (list: string) =>
    Buffer.from(`01${(body(list).length / 2).toString(16).padStart(6, '0')}${body(list)}`, 'hex');
  const hello = message('00000000000a00040002001d000b000201000a0a0000');
  const ja3 = createHash('md5').update('771,4865-49199,0-10-11,29,0').digest('hex');

  test('JA3', () => {
    expect(confirms('tls.ja3', ja3, '', hello)).toBe(true);
    expect(confirms('tls.ja3', ja3, '', Buffer.concat([Buffer.from('1603010000', 'hex')]))).toBe(false);
  });

  test('JA4, also inside a record', () => {
    const sha = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 12);
    const ja4 = `t12d020300_${sha('1301,c02f')}_${sha('000a,000b')}`;
    const record = Buffer.concat([Buffer.from([0x16, 3, 1, 0, hello.length]), hello]);
    expect(confirms('tls.ja4', ja4, '', record)).toBe(true);
  });
});

test('HASSH is computed from the lists of its direction', () => {
  const lists = ['kex', 'key', 'enc-c', 'enc-s', 'mac-c', 'mac-s', 'comp-c', 'comp-s'];
  const kexinit = Buffer.concat([
    Buffer.from([20]),
    Buffer.alloc(16),
    ...lists.map((list) => Buffer.concat([Buffer.from([0, 0, 0, list.length]), Buffer.from(list)])),
  ]);
  const md5 = (text: string) => createHash('md5').update(text).digest('hex');
  expect(confirms('ssh.hassh', md5('kex;enc-c;mac-c;comp-c'), '', kexinit)).toBe(true);
  expect(confirms('ssh.hassh-server', md5('kex;enc-s;mac-s;comp-s'), '', kexinit)).toBe(true);
  expect(confirms('ssh.hassh', md5('kex;enc-s;mac-s;comp-s'), '', kexinit)).toBe(false);
});

test('a TCP stack is read from the headers of its frame', () => {
  // IPv4 with TTL 64 and TCP, then a SYN with a window of 1024 and MSS 1460
  const ip = Buffer.from('4500002c00000000400600000a0000010a000002', 'hex');
  const tcp = Buffer.from('c000005000000001000000006002040000000000020405b4', 'hex');
  const packet = Buffer.concat([ip, tcp]);
  expect(confirms('tcp.stack', 'syn;ttl=64;win=1024;mss=1460;opts=mss', '', packet)).toBe(true);
  expect(confirms('tcp.stack', 'syn;ttl=64;win=2048;mss=1460;opts=mss', '', packet)).toBe(false);
});
