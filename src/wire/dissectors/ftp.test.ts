import { describe, expect, test } from 'vitest';
import { bytesOf } from '../../../tests/packets.ts';
import { rehearse, type Said } from '../../../tests/rehearsal.ts';
import { CHANGE_CIPHER_SPEC, clientHello, record } from '../../../tests/tls-flight.ts';
import { withstands } from '../../../tests/withstands.ts';
import { ftp } from './ftp.ts';
import { tls } from './tls.ts';

const CLIENT = ['10.0.0.9', 50021] as const;
const SERVER = ['10.0.0.7', 21] as const;
const say = (text: string) => ({ tcp: { from: CLIENT, to: SERVER }, bytes: bytesOf(text) }) satisfies Said;
const reply = (text: string) => ({ tcp: { from: SERVER, to: CLIENT }, bytes: bytesOf(text) }) satisfies Said;
const see = (...packets: Said[]) => rehearse({ dissectors: [ftp], packets });
const SESSION = [
  reply('220-Modality export\r\n220-  \r\nno code\r\n220 VxWorks FTP server (VxWorks 5.4.2) ready.\r\n'),
  say('USER biomed\r\n'),
  reply('331 Password please\r\n'),
  say('PASS SECRETWORD\r\n'),
  reply('230 In\r\n'),
  say('SYST\r\nCLNT MonitorFW 3.2\r\n'),
  reply('215 UNIX Type: L8\r\n'),
  say('RETR TEST-PATIENT.dcm\r\n'),
];

withstands(ftp, SESSION);

test('a session', () => {
  const seen = see(...SESSION);
  expect(seen.facts.map(({ attribute, value, subject }) => [attribute, value, subject.ip])).toEqual([
    [
      'ftp.banner',
      expect.stringMatching(/^Modality export\sno code\sVxWorks FTP server \(VxWorks 5\.4\.2\) ready\.$/),
      '10.0.0.7',
    ],
    ['credential.cleartext', 'ftp', '10.0.0.7'],
    ['ftp.client', 'MonitorFW 3.2', '10.0.0.9'],
    ['ftp.system', 'UNIX Type: L8', '10.0.0.7'],
  ]);
  expect(seen.edges[0]).toMatchObject({ protocol: 'ftp', personalData: ['account'] });
});

test('neither account nor secret nor file name leaves', () => {
  const { everything } = rehearse({ dissectors: [ftp], packets: SESSION, excerpts: true });
  expect(everything).not.toMatch(/biomed|SECRETWORD|TEST-PATIENT/);
});

test('a published default is named', () => {
  const seen = rehearse({ dissectors: [ftp], packets: SESSION, defaults: { 'ftp biomed SECRETWORD': 'acme' } });
  expect(seen.values('credential.cleartext')).toHaveLength(2);
  expect(seen.values('credential.cleartext')[1]).toContain('acme');
});

test.each(['anonymous', 'FTP'])('%s is no account', (name) => {
  const seen = see(say(`USER ${name}\r\n`), say('PASS someone@example.test\r\n'));
  expect(seen.values('login.anonymous')).toEqual(['ftp']);
  expect(seen.values('credential.cleartext')).toEqual([]);
  expect(seen.everything).not.toContain('someone');
});

test('AUTH TLS carries TLS from then on', () => {
  const secured = bytesOf(record(22, clientHello('ftp.hosp.test')), CHANGE_CIPHER_SPEC);
  const packets = [say('AUTH TLS\r\n'), reply('234 Go\r\n'), { ...say(''), bytes: secured }];
  const seen = rehearse({ dissectors: [ftp, tls], packets });
  expect(seen.edges[0]).toMatchObject({ protocol: 'ftp', encrypted: true });
  expect(seen.values('tls.sni')).toEqual(['ftp.hosp.test']);
});

describe('recognition on another port', () => {
  const move = (said: Said & { tcp: { from: readonly [string, number]; to: readonly [string, number] } }) => ({
    ...said,
    tcp: {
      from: [said.tcp.from[0], said.tcp.from[1] === 21 ? 4021 : 50021] as const,
      to: [said.tcp.to[0], said.tcp.to[1] === 21 ? 4021 : 50021] as const,
    },
  });

  test.each([
    ['a greeting that says FTP', [reply('220 FTP server\r\n')], 'ftp'],
    ['own commands behind a plain greeting', [reply('220 ready\r\n'), say('USER a\r\n'), say('SYST\r\n')], 'ftp'],
    ['SMTP', [reply('220 host ESMTP\r\n'), say('EHLO a\r\n')], undefined],
    ['POP3', [reply('+OK\r\n'), say('USER a\r\nPASS b\r\nSTAT\r\nRETR 1\r\n')], undefined],
    ['numbers', [reply('2200 rows\r\n')], undefined],
  ])('%s', (_what, packets, protocol) => {
    const seen = see(...packets.map(move));
    expect(seen.edges[0]!.protocol).toBe(protocol);
  });

  test('keeps the greeting until the commands decide', () => {
    const seen = see(...[reply('220 ready\r\n'), say('USER a\r\n'), say('SYST\r\n')].map(move));
    expect(seen.value('ftp.banner')).toBe('ready');
  });
});

test('a line without end is given up', () => {
  expect(see(reply('220 FTP\r\n'), say('x'.repeat(1000)), say('x'.repeat(4000))).anomalies).toEqual({
    'ftp-line-too-long': 1,
  });
  expect(see(...Array.from({ length: 20 }, () => reply(`220-FTP ${'x'.repeat(500)}\r\n`))).anomalies).toEqual({
    'ftp-greeting-too-long': 1,
  });
});
