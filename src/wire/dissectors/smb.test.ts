import { describe, expect, test } from 'vitest';
import { apRequest, principal } from '../../../tests/kerberos-ticket.ts';
import { bytesOf, fromHex } from '../../../tests/packets.ts';
import { rehearse, type Said } from '../../../tests/rehearsal.ts';
import { withstands } from '../../../tests/withstands.ts';
import { smb } from './smb.ts';

const CLIENT = ['10.0.0.9', 50445] as const;
const SERVER = ['10.0.0.7', 445] as const;
const toServer = (bytes: Uint8Array) => ({ tcp: { from: CLIENT, to: SERVER }, bytes }) satisfies Said;
const toClient = (bytes: Uint8Array) => ({ tcp: { from: SERVER, to: CLIENT }, bytes }) satisfies Said;
const see = (...packets: Said[]) => rehearse({ dissectors: [smb], packets });
const le16 = (value: number) => [value & 0xff, value >> 8];
const utf16 = (text: string) => Array.from(text).flatMap((letter) => le16(letter.charCodeAt(0)));
const frame = (message: Uint8Array, type = 0) => bytesOf(type, 0, message.length >> 8, message.length & 0xff, message);

/** [MS-SMB2] §2.2.1: 64 bytes, of which command (12) and flags (16) matter. */
const smb2 = (command: number, reply: boolean, body: Uint8Array) =>
  frame(
    bytesOf(0xfe, 'SMB', le16(64), new Uint8Array(6), le16(command), le16(0), reply ? 1 : 0, new Uint8Array(47), body),
  );
const GUID = fromHex('ed7cce37 0cb2 4b4c a1b2 010203040506');
const NEGOTIATE = smb2(
  0,
  false,
  bytesOf(le16(36), le16(2), le16(1), le16(0), new Uint8Array(4), GUID, new Uint8Array(8), le16(0x0202), le16(0x0311)),
);
const CHOSEN = smb2(0, true, bytesOf(le16(65), le16(3), le16(0x0311), le16(0), GUID, new Uint8Array(40)));

/** The vector `ntlmssp-challenge`: target HOSP, computer CTCONSOLE1, Windows 6.1.7601. */
const CHALLENGE = fromHex(`4e544c4d53535000020000000800080038000000158289e2112233445566778800000000000000007a007a00
  400000000601b11d0000000f48004f00530050000200080048004f0053005000010014004300540043004f004e0053004f004c0045003100
  0400140068006f00730070002e006c006f00630061006c0003002a006300740063006f006e0073006f006c00650031002e0068006f007300
  70002e006c006f00630061006c0007000800000000000000db0100000000`);

/** [MS-NLMP] §2.2.1.3: the fields' headers, flags (Unicode), then domain, user and workstation behind 64 bytes. */
function authenticate(domain: string, user: string, workstation: string): Uint8Array {
  const parts = [domain, user, workstation].map(utf16);
  let at = 64;
  const headers = parts.map((part) => {
    const header = [...le16(part.length), ...le16(part.length), ...le16(at), 0, 0];
    at += part.length;
    return header;
  });
  const response = user === '' ? [0, 0, 0, 0, 64, 0, 0, 0] : [1, 0, 1, 0, ...le16(at), 0, 0];
  return bytesOf(
    'NTLMSSP\0',
    [3, 0, 0, 0],
    [0, 0, 0, 0, 64, 0, 0, 0],
    response,
    ...headers,
    [0, 0, 0, 0, 64, 0, 0, 0],
    [1, 0, 0, 0],
    ...parts,
    [9],
  );
}
const setup = (blob: Uint8Array) =>
  smb2(1, false, bytesOf(le16(25), new Uint8Array(10), le16(88), le16(blob.length), new Uint8Array(8), blob));
const setupReply = (blob: Uint8Array, flags = 0) =>
  smb2(1, true, bytesOf(le16(9), le16(flags), le16(72), le16(blob.length), blob));
const SESSION = [
  toServer(NEGOTIATE),
  toClient(CHOSEN),
  toClient(setupReply(CHALLENGE)),
  toServer(setup(authenticate('HOSP', 'taro.test', 'WS07'))),
];

/** [MS-CIFS] §2.2.3.1: 32 bytes; flags (9) and flags2 (10) matter; then words and bytes. */
const smb1 = (command: number, reply: boolean, unicode: boolean, words: Uint8Array, data: Uint8Array) =>
  frame(
    bytesOf(
      0xff,
      'SMB',
      command,
      [0, 0, 0, 0],
      reply ? 0x80 : 0,
      le16(unicode ? 0x8000 : 0),
      new Uint8Array(20),
      words.length / 2,
      words,
      le16(data.length),
      data,
    ),
  );
/** Thirteen words: AndX, sizes, …, lengths of both passwords (14, 16), …; no password, so that strings begin at byte 61. */
const SETUP_XP = smb1(
  0x73,
  false,
  true,
  bytesOf(new Uint8Array(14), le16(1), le16(0), new Uint8Array(8)),
  bytesOf(0, utf16('\0'), utf16('WARD\0'), utf16('Windows 5.1\0'), utf16('Windows 2000 LAN Manager\0')),
);
const SETUP_XP_REPLY = smb1(0x73, true, false, bytesOf(new Uint8Array(6)), bytesOf('Unix\0Samba 3.0.20\0RADIOLOGY\0'));
const OLD_SESSION = [toServer(SETUP_XP), toClient(SETUP_XP_REPLY)];

describe('SMB 2', () => {
  withstands(smb, SESSION);
});
describe('SMB 1', () => {
  withstands(smb, OLD_SESSION);
});

test('SMB 2 and 3 negotiate dialects and show the server', () => {
  const seen = see(...SESSION);
  const said = (ip: string) =>
    seen.facts.filter((fact) => fact.subject.ip === ip).map(({ attribute, value }) => `${attribute}=${value}`);
  expect(said('10.0.0.9')).toEqual([
    'smb.signing=enabled',
    'smb.client-guid=37ce7ced-b20c-4c4b-a1b2-010203040506',
    'smb.dialect=0x0202',
    'smb.version=2',
    'smb.dialect=0x0311',
    'smb.version=3',
    'ntlm.domain=HOSP',
    'ntlm.computer=WS07',
  ]);
  expect(said('10.0.0.7')).toEqual([
    'smb.signing=required',
    'smb.dialect=0x0311',
    'smb.version=3',
    'smb.server-guid=37ce7ced-b20c-4c4b-a1b2-010203040506',
    'ntlm.target=HOSP',
    'ntlm.domain=HOSP',
    'ntlm.computer=CTCONSOLE1',
    'ntlm.dns-domain=hosp.local',
    'ntlm.dns-computer=ctconsole1.hosp.local',
    'ntlm.os=6.1.7601',
  ]);
  expect(seen.anomalies).toEqual({});
});

test('the name of a person is counted, not told', () => {
  const seen = rehearse({ dissectors: [smb], packets: SESSION, excerpts: true });
  expect(seen.edges[0]!.personalData).toEqual(['account']);
  expect(seen.everything).not.toMatch(/t.?a.?r.?o.?\..?t.?e.?s.?t/);
});

test('a machine account is no person', () => {
  expect(
    see(toServer(NEGOTIATE), toServer(setup(authenticate('HOSP', 'WS07$', 'WS07')))).edges[0]!.personalData,
  ).toEqual([]);
});

test('a session without account is an anonymous log-in', () => {
  expect(see(toServer(NEGOTIATE), toServer(setup(authenticate('', '', 'WS07')))).value('login.anonymous')).toBe('smb');
  expect(see(toClient(setupReply(new Uint8Array(0), 2))).value('login.anonymous')).toBe('smb');
});

test('a Kerberos ticket tells the realm and the service, in either version', () => {
  const ticket = bytesOf(fromHex('06092a864886f712010202 0100'), apRequest(principal(2, 'cifs', 'pacs.hosp.local')));
  // Twelve words: the length of the security blob is the eighth ([MS-SMB] §2.2.4.6.1).
  const old = smb1(0x73, false, true, bytesOf(new Uint8Array(14), le16(ticket.length), new Uint8Array(8)), ticket);
  for (const message of [setup(ticket), old]) {
    const seen = see(toServer(NEGOTIATE), toServer(message));
    const realm = seen.facts.find(({ attribute }) => attribute === 'kerberos.realm')!;
    expect(realm).toMatchObject({ value: 'HOSP.LOCAL', protocol: 'smb', subject: { ip: '10.0.0.9' } });
    expect(seen.bytesOf(realm)).toEqual(bytesOf('HOSP.LOCAL'));
    expect(seen.values('kerberos.service')).toEqual(['cifs/pacs.hosp.local']);
  }
});

test('values open into their bytes', () => {
  const seen = see(...SESSION);
  const computer = seen.facts.find(({ value }) => value === 'CTCONSOLE1')!;
  expect(new TextDecoder('utf-16le').decode(seen.bytesOf(computer))).toBe('CTCONSOLE1');
  expect(seen.bytesOf(seen.facts.find(({ attribute }) => attribute === 'smb.server-guid')!)).toEqual(GUID);
});

test('SMB 1 tells the system in clear, in either character set', () => {
  const seen = see(...OLD_SESSION);
  expect(seen.facts.map(({ attribute, value, subject }) => [attribute, value, subject.ip])).toEqual([
    ['smb.version', '1', '10.0.0.9'],
    ['login.anonymous', 'smb', '10.0.0.7'],
    ['smb.domain', 'WARD', '10.0.0.9'],
    ['smb.native-os', 'Windows 5.1', '10.0.0.9'],
    ['smb.native-lan-manager', 'Windows 2000 LAN Manager', '10.0.0.9'],
    ['smb.version', '1', '10.0.0.7'],
    ['smb.native-os', 'Unix', '10.0.0.7'],
    ['smb.native-lan-manager', 'Samba 3.0.20', '10.0.0.7'],
    ['smb.domain', 'RADIOLOGY', '10.0.0.7'],
  ]);
});

test('SMB 1 without extended security names domain and server', () => {
  // Seventeen words: signing enabled (2), capabilities without the highest bit (19), eight bytes of challenge (33).
  const words = new Uint8Array(34);
  words[2] = 4;
  words[33] = 8;
  const seen = see(
    toClient(smb1(0x72, true, true, words, bytesOf(new Uint8Array(8), utf16('WARD\0'), utf16('CTROOM\0')))),
  );
  expect(seen.values('smb.domain')).toEqual(['WARD']);
  expect(seen.values('smb.netbios-name')).toEqual(['CTROOM']);
  expect(seen.values('smb.signing')).toEqual(['enabled']);
});

test('a NetBIOS session request names both ends', () => {
  const encoded = (name: string) =>
    bytesOf(
      32,
      Array.from(name.padEnd(16))
        .map((letter) => String.fromCharCode(0x41 + (letter.charCodeAt(0) >> 4), 0x41 + (letter.charCodeAt(0) & 15)))
        .join(''),
      0,
    );
  const request = (called: string) => toServer(frame(bytesOf(encoded(called), encoded('WS07')), 0x81));
  const names = (called: string) => see(request(called)).facts.map(({ value, subject }) => [value, subject.ip]);
  expect(names('CTROOM')).toEqual([
    ['CTROOM', '10.0.0.7'],
    ['WS07', '10.0.0.9'],
  ]);
  expect(names('*SMBSERVER')).toEqual([['WS07', '10.0.0.9']]);
  expect(names('10.0.0.7')).toEqual([['WS07', '10.0.0.9']]);
});

test('an encrypted session is one', () => {
  const seen = see(toServer(NEGOTIATE), toServer(frame(bytesOf(0xfd, 'SMB', new Uint8Array(60)))));
  expect(seen.edges[0]).toMatchObject({ protocol: 'smb', encrypted: true });
});

test('is recognised on another port and from the middle', () => {
  const read = smb2(8, false, new Uint8Array(49));
  const packets = [{ tcp: { from: CLIENT, to: ['10.0.0.7', 41234] }, bytes: read }] satisfies Said[];
  expect(rehearse({ dissectors: [smb], packets, midstream: true }).edges[0]!.protocol).toBe('smb');
});

test('keeps what it read before the framing breaks', () => {
  const seen = see(toServer(NEGOTIATE), toServer(bytesOf(0x55, 'nonsense')));
  expect(seen.values('smb.dialect')).toEqual(['0x0202', '0x0311']);
  expect(seen.anomalies).toEqual({ 'smb-framing-lost': 1 });
});
