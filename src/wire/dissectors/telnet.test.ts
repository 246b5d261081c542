import { describe, expect, test } from 'vitest';
import { bytesOf } from '../../../tests/packets.ts';
import { rehearse, type Said } from '../../../tests/rehearsal.ts';
import { withstands } from '../../../tests/withstands.ts';
import { telnet } from './telnet.ts';

const CLIENT = ['10.0.0.9', 50023] as const;
const SERVER = ['10.0.0.7', 23] as const;
type Part = Parameters<typeof bytesOf>[0];
const type = (...parts: Part[]) => ({ tcp: { from: CLIENT, to: SERVER }, bytes: bytesOf(...parts) }) satisfies Said;
const show = (...parts: Part[]) => ({ tcp: { from: SERVER, to: CLIENT }, bytes: bytesOf(...parts) }) satisfies Said;
const see = (...packets: Said[]) => rehearse({ dissectors: [telnet], packets });

/** RFC 854: IAC DO TERMINAL-TYPE, IAC WILL ECHO; RFC 1091: IAC SB TERMINAL-TYPE IS … IAC SE. */
const NEGOTIATION = bytesOf(255, 253, 24, 255, 251, 1);
const TERMINAL = bytesOf(255, 250, 24, 0, 'xterm-256color', 255, 240);
const SESSION = [
  type([255, 253, 3]),
  show(NEGOTIATION),
  type(TERMINAL),
  show('\x1b[2J\r\nBodyGuardian 121 \r\n', [255, 241], '\r\nlogin: '),
  type('SECRETUSER\r\n'),
  show('SECRETUSER\r\nPassword: '),
  type('SECRETWORD\r\n'),
  show('Last login of SECRETUSER\r\n# '),
];

// A banner ends where the conversation ends, and negotiation with it: what was shown so far is what there is to tell.
withstands(telnet, SESSION, { except: ['telnet.options', 'telnet.banner'] });

test('shows what the server says before the log-in', () => {
  const seen = see(...SESSION);
  expect(seen.facts.map(({ attribute, value, subject }) => [attribute, value, subject.ip])).toEqual([
    ['telnet.terminal', 'xterm-256color', '10.0.0.9'],
    ['telnet.options', 'do 24,will 1', '10.0.0.7'],
    ['telnet.banner', expect.stringMatching(/^BodyGuardian 121\slogin:$/), '10.0.0.7'],
    ['credential.cleartext', 'telnet', '10.0.0.7'],
  ]);
  expect(seen.edges[0]).toMatchObject({ protocol: 'telnet', port: 23, encrypted: false, personalData: ['account'] });
});

test('nothing that is typed leaves, also when each key is a segment and the server echoes it', () => {
  for (const run of [rehearse, rehearse.splitEveryByte]) {
    const { everything } = run({ dissectors: [telnet], packets: SESSION, excerpts: true });
    expect(everything).not.toContain('SECRET');
  }
});

test('a banner without a prompt ends where the client begins to type', () => {
  const packets = [
    show('Ultrasound menu\r\n'),
    type('root'),
    show('root'),
    type('\r'),
    show('\r\nCode:'),
    type('1234\r'),
  ];
  for (const run of [rehearse, rehearse.splitEveryByte]) {
    const seen = run({ dissectors: [telnet], packets });
    expect(seen.values('telnet.banner')).toEqual(['Ultrasound menu']);
    expect(seen.everything).not.toContain('root');
  }
});

test('a password prompt alone is a log-in as well', () => {
  const seen = see(show('\r\nPassword: '), type('SECRETWORD\r'));
  expect(seen.values('telnet.banner')).toEqual(['Password:']);
  expect(seen.values('credential.cleartext')).toEqual(['telnet']);
});

test('a published default is named', () => {
  const seen = rehearse({
    dissectors: [telnet],
    packets: SESSION,
    defaults: { 'telnet SECRETUSER SECRETWORD': 'acme' },
  });
  expect(seen.value('credential.cleartext')).toContain('acme');
});

describe('recognition', () => {
  const elsewhere = (...parts: Part[]) =>
    ({ tcp: { from: CLIENT, to: ['10.0.0.7', 4001] }, bytes: bytesOf(...parts) }) satisfies Said;

  test.each([
    ['negotiation on any port', elsewhere(NEGOTIATION), 'telnet'],
    ['text on the usual port', type('hello'), 'telnet'],
    ['text on another port', elsewhere('hello'), undefined],
    ['binary data on the usual port', type([1, 2, 3, 4]), undefined],
    ['an old SMB header', elsewhere([255, 83, 77, 66]), undefined],
  ])('%s', (_what, said, protocol) => {
    expect(see(said).edges[0]!.protocol).toBe(protocol);
  });
});

test('binary data are no banner', () => {
  const noise = Array.from({ length: 300 }, (_, i) => (i * 37) & 0xff).filter((byte) => byte !== 255);
  expect(see(show('a'), show(noise), type('\r')).values('telnet.banner')).toEqual([]);
});

test('an unending command is passed', () => {
  const seen = see(show([255, 250, 24], new Uint8Array(600), 'Pump 9\r\nlogin: '));
  expect(seen.value('telnet.banner')).toMatch(/^Pump 9\slogin:$/);
});
