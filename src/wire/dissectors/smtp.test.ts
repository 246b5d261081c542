import { describe, expect, test } from 'vitest';
import { bytesOf } from '../../../tests/packets.ts';
import { rehearse, type Said } from '../../../tests/rehearsal.ts';
import { CHANGE_CIPHER_SPEC, clientHello, record } from '../../../tests/tls-flight.ts';
import { withstands } from '../../../tests/withstands.ts';
import { smtp } from './smtp.ts';
import { ssh } from './ssh.ts';
import { tls } from './tls.ts';

const CLIENT = ['10.0.0.9', 50025] as const;
const SERVER = ['10.0.0.7', 25] as const;
const say = (text: string) => ({ tcp: { from: CLIENT, to: SERVER }, bytes: bytesOf(text) }) satisfies Said;
const reply = (text: string) => ({ tcp: { from: SERVER, to: CLIENT }, bytes: bytesOf(text) }) satisfies Said;
const see = (...packets: Said[]) => rehearse({ dissectors: [smtp], packets });
const base64 = (text: string | Uint8Array) => Buffer.from(text).toString('base64');
/** The client opens, and then waits for the greeting. */
const OPEN = say('');

const SESSION = [
  OPEN,
  reply('220 mail.hosp.test ESMTP Postfix 3.7; Sat, 7 Aug 2027 08:20:11 +0900\r\n'),
  say('EHLO MONITOR07\r\n'),
  reply('250-mail.hosp.test\r\n250 AUTH LOGIN PLAIN\r\n'),
  say('AUTH LOGIN\r\n'),
  reply(`334 ${base64('Username:')}\r\n`),
  say(`${base64('SECRETUSER')}\r\n`),
  reply(`334 ${base64('Password:')}\r\n`),
  say(`${base64('SECRETWORD')}\r\n`),
  reply('235 OK\r\n'),
  say('MAIL FROM:<SECRETUSER@hosp.test>\r\nRCPT TO:<SECRETUSER@hosp.test>\r\n'),
  say('DATA\r\nSubject: TEST^PATIENT\r\nEHLO no-command\r\n'),
];

withstands(smtp, SESSION.slice(1));

test('a session', () => {
  const seen = see(...SESSION);
  expect(seen.facts.map(({ attribute, value, subject }) => [attribute, value, subject.ip])).toEqual([
    ['smtp.banner', 'mail.hosp.test ESMTP Postfix 3.7', '10.0.0.7'],
    ['smtp.client-name', 'MONITOR07', '10.0.0.9'],
    ['credential.cleartext', 'smtp', '10.0.0.7'],
  ]);
  expect(seen.edges[0]).toMatchObject({ protocol: 'smtp', personalData: ['contact', 'account'] });
});

test('no account, secret, address or mail leaves', () => {
  const { everything } = rehearse({ dissectors: [smtp], packets: SESSION, excerpts: true });
  for (const secret of ['SECRET', base64('SECRETUSER'), base64('SECRETWORD'), 'PATIENT', 'no-command'])
    expect(everything).not.toContain(secret);
});

describe('log-in', () => {
  const defaults = { 'smtp SECRETUSER SECRETWORD': 'acme' };
  const plain = base64('\0SECRETUSER\0SECRETWORD');

  test.each([
    ['LOGIN in three lines', SESSION],
    ['PLAIN in one line', [say(`EHLO a\r\nAUTH PLAIN ${plain}\r\n`)]],
    ['PLAIN in two lines', [say('EHLO a\r\nAUTH PLAIN\r\n'), reply('334 \r\n'), say(`${plain}\r\n`)]],
    [
      'LOGIN with the name in the first line',
      [say(`EHLO a\r\nAUTH LOGIN ${base64('SECRETUSER')}\r\n${base64('SECRETWORD')}\r\n`)],
    ],
  ])('%s', (_what, packets) => {
    const seen = rehearse({ dissectors: [smtp], packets, defaults, excerpts: true });
    expect(seen.values('credential.cleartext')).toEqual([expect.stringContaining('acme')]);
    expect(seen.everything).not.toContain(plain);
  });

  test('a refusal ends it', () => {
    const seen = see(say('EHLO a\r\nAUTH LOGIN\r\n'), reply('504 no\r\n'), say('MAIL FROM:<a@b>\r\n'));
    expect(seen.values('credential.cleartext')).toEqual([]);
  });

  test('NTLM names the computers', () => {
    const challenge = bytesOf(
      'NTLMSSP\0',
      [2, 0, 0, 0, 4, 0, 4, 0, 48, 0, 0, 0, 1, 0, 0, 0],
      new Uint8Array(24),
      [0x4d, 0, 0x31, 0],
    );
    const seen = see(say('EHLO a\r\nAUTH NTLM\r\n'), reply(`334 ${base64(challenge)}\r\n`));
    expect(seen.facts.find(({ attribute }) => attribute === 'ntlm.target')).toMatchObject({
      value: 'M1',
      subject: { ip: '10.0.0.7' },
    });
  });
});

test('STARTTLS carries TLS from then on', () => {
  const secured = bytesOf(record(22, clientHello('mail.hosp.test')), CHANGE_CIPHER_SPEC);
  const packets = [
    OPEN,
    reply('220 mail ESMTP\r\n'),
    say('EHLO a\r\n'),
    reply('250 ok\r\n'),
    say('STARTTLS\r\n'),
    reply('220 go\r\n'),
    { ...say(''), bytes: secured },
  ];
  const seen = rehearse({ dissectors: [smtp, tls], packets });
  expect(seen.edges[0]).toMatchObject({ protocol: 'smtp', encrypted: true });
  expect(seen.values('smtp.banner')).toEqual(['mail ESMTP']);
  expect(seen.facts.find(({ attribute }) => attribute === 'tls.sni')).toMatchObject({
    value: 'mail.hosp.test',
    protocol: 'tls',
    subject: { ip: '10.0.0.7' },
  });
});

test('what follows STARTTLS and is no TLS is named after what it is', () => {
  const packets = [say('EHLO a\r\nSTARTTLS\r\n'), reply('220 go\r\n'), say('SSH-2.0-OpenSSH_9.2\r\n')];
  expect(rehearse({ dissectors: [smtp, tls, ssh], packets }).edges[0]!.protocol).toBe('ssh');
});

test('an address literal is no name', () => {
  expect(see(say('EHLO [10.0.0.9]\r\n')).values('smtp.client-name')).toEqual([]);
});

test.each([
  ['a greeting on another port', reply('220 a ESMTP b\r\n'), 'smtp'],
  ['a command on another port', say('HELO a\r\n'), 'smtp'],
  ['a greeting of FTP', reply('220 FTP server\r\n'), undefined],
  ['other text', say('HELLO\r\n'), undefined],
])('%s', (_what, said, protocol) => {
  const { from, to } = said.tcp;
  const elsewhere = {
    from: [from[0], from[1] === 25 ? 4025 : 50025] as const,
    to: [to[0], to[1] === 25 ? 4025 : 50025] as const,
  };
  expect(see({ ...said, tcp: elsewhere }).edges[0]!.protocol).toBe(protocol);
});

test('a line without end is given up', () => {
  const packets = [say('EHLO a\r\n'), ...Array.from({ length: 20 }, () => say('x'.repeat(1000)))];
  expect(see(...packets).anomalies).toEqual({ 'smtp-line-too-long': 1 });
});
