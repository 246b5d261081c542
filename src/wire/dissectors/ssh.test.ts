import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { bytesOf, u32 } from '../../../tests/packets.ts';
import { rehearse, type Said } from '../../../tests/rehearsal.ts';
import { withstands } from '../../../tests/withstands.ts';
import { ssh } from './ssh.ts';

const CLIENT = ['10.0.0.9', 50022] as const;
const SERVER = ['10.0.0.7', 22] as const;
const toServer = (bytes: Uint8Array) => ({ tcp: { from: CLIENT, to: SERVER }, bytes }) satisfies Said;
const toClient = (bytes: Uint8Array) => ({ tcp: { from: SERVER, to: CLIENT }, bytes }) satisfies Said;
const string = (text: string | Uint8Array) => bytesOf(u32(text.length), text);

/** RFC 4253 §6: length, padding length, payload, padding. */
const packet = (payload: Uint8Array) => bytesOf(u32(payload.length + 5), 4, payload, [0, 0, 0, 0]);

/** RFC 4253 §7.1: 20, cookie, ten name-lists, first_kex_packet_follows, reserved. */
const LISTS = [
  'curve25519-sha256',
  'ssh-ed25519',
  'aes-cs',
  'aes-sc',
  'mac-cs',
  'mac-sc',
  'zlib-cs',
  'none-sc',
  '',
  '',
];
const KEXINIT = packet(bytesOf(20, new Uint8Array(16).fill(7), ...LISTS.map(string), 0, u32(0)));
const HOST_KEY = bytesOf(string('ssh-ed25519'), string(new Uint8Array(32).fill(0xa5)));
/** RFC 5656 §4: 31, K_S, Q_S, signature. */
const KEX_REPLY = packet(bytesOf(31, string(HOST_KEY), string('Q'), string('sig')));
const NEWKEYS = packet(bytesOf(21));
const SESSION = [
  toServer(bytesOf('SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n', KEXINIT)),
  toClient(bytesOf('SSH-2.0-dropbear_2019.78\r\n', KEXINIT)),
  toClient(bytesOf(KEX_REPLY, NEWKEYS, new Uint8Array(40).fill(0xee))),
];
const md5 = (text: string) => createHash('md5').update(text).digest('hex');

withstands(ssh, SESSION);

describe('ssh', () => {
  const seen = rehearse({ dissectors: [ssh], packets: SESSION });

  test('reports the identification of both ends', () => {
    expect(seen.values('ssh.banner')).toEqual(['SSH-2.0-OpenSSH_9.2p1 Debian-2', 'SSH-2.0-dropbear_2019.78']);
    expect(seen.values('ssh.protocol')).toEqual(['2.0', '2.0']);
    const server = seen.facts.find((fact) => fact.value.includes('dropbear'))!;
    expect(server.subject.ip).toBe('10.0.0.7');
    expect(new TextDecoder().decode(seen.bytesOf(server))).toBe('SSH-2.0-dropbear_2019.78');
  });

  test('hashes what each end offers in its own direction', () => {
    expect(seen.values('ssh.hassh')).toEqual([md5('curve25519-sha256;aes-cs;mac-cs;zlib-cs')]);
    expect(seen.values('ssh.hassh-server')).toEqual([md5('curve25519-sha256;aes-sc;mac-sc;none-sc')]);
  });

  test('names the host key by its hash', () => {
    const sha256 = createHash('sha256').update(HOST_KEY).digest('hex');
    const fact = seen.facts.find(({ attribute }) => attribute === 'ssh.host-key')!;
    expect(fact.value).toBe(`ssh-ed25519 ${sha256}`);
    expect(seen.bytesOf(fact)).toEqual(HOST_KEY);
  });

  test('is encrypted, and reads nothing behind NEWKEYS', () => {
    expect(seen.edges[0]).toMatchObject({ protocol: 'ssh', port: 22, encrypted: true });
    expect(seen.anomalies).toEqual({});
  });

  test('is recognised on any port, also byte by byte', () => {
    const elsewhere = SESSION.map((said) => ({
      ...said,
      tcp: {
        from: said.tcp.from[1] === 22 ? (['10.0.0.7', 41234] as const) : CLIENT,
        to: said.tcp.to[1] === 22 ? (['10.0.0.7', 41234] as const) : CLIENT,
      },
    }));
    expect(rehearse.splitEveryByte({ dissectors: [ssh], packets: elsewhere }).edges[0]!.protocol).toBe('ssh');
  });

  test('passes lines that a server sends before its identification', () => {
    const packets = [
      toServer(bytesOf('SSH-2.0-client\r\n')),
      toClient(bytesOf('Keep out\r\nNo, really\r\nSSH-2.0-server\r\n')),
    ];
    expect(rehearse({ dissectors: [ssh], packets }).values('ssh.banner')).toEqual(['SSH-2.0-client', 'SSH-2.0-server']);
  });

  test('protocol 1 is a capability, and its packets are left alone', () => {
    const packets = [toServer(bytesOf('SSH-1.5-OldModality\n', [0, 0, 1, 4, 9, 9, 9, 9]))];
    const old = rehearse({ dissectors: [ssh], packets });
    expect(old.values('ssh.protocol')).toEqual(['1.5']);
    expect(old.anomalies).toEqual({});
  });

  test.each([
    ['a length that leads nowhere', bytesOf('SSH-2.0-x\r\n', [0xff, 0xff, 0xff, 0xff, 4, 20])],
    [
      'name-lists that go past the packet',
      bytesOf('SSH-2.0-x\r\n', packet(bytesOf(20, new Uint8Array(16), u32(900), 'a'))),
    ],
  ])('keeps the banner before %s', (_what, bytes) => {
    const seen = rehearse({ dissectors: [ssh], packets: [toServer(bytes)] });
    expect(seen.values('ssh.banner')).toEqual(['SSH-2.0-x']);
    expect(seen.values('ssh.hassh')).toEqual([]);
    expect(seen.anomalies).toEqual({ 'ssh-packet-malformed': 1 });
  });
});
