import { expect, test } from 'vitest';
import { bytesOf } from '../../../tests/packets.ts';
import { rehearse } from '../../../tests/rehearsal.ts';
import { withstands } from '../../../tests/withstands.ts';
import { syslog } from './syslog.ts';

const HOST = '10.0.0.42';
const LOGGER = '10.0.0.60';
const said = (text: string, port = 514) =>
  ({ udp: { from: [HOST, 40_000], to: [LOGGER, port] }, bytes: bytesOf(text) }) as const;
const stream = (text: string, port = 514) =>
  ({ tcp: { from: [HOST, 40_000], to: [LOGGER, port] }, bytes: bytesOf(text) }) as const;
const see = (packet: ReturnType<typeof said> | ReturnType<typeof stream>) =>
  rehearse({ dissectors: [syslog], packets: [packet] });
const pairs = (packet: ReturnType<typeof said> | ReturnType<typeof stream>) =>
  see(packet).facts.map(({ attribute, value }) => [attribute, value]);

const NEW = '<13>1 2026-11-21T18:24:44.582269+00:00 icu-3 BSM-6000 77 ID1 - alarm: asystole TARO YAMADA bed 3';
const OLD = '<34>Oct 11 22:14:15 pump7 infusiond[231]: patient HANAKO bolus';

withstands(syslog, [said(NEW), said(OLD)]);

test.each([
  [
    'RFC 5424',
    NEW,
    [
      ['syslog.hostname', 'icu-3'],
      ['syslog.program', 'BSM-6000'],
    ],
  ],
  [
    'RFC 3164',
    OLD,
    [
      ['syslog.hostname', 'pump7'],
      ['syslog.program', 'infusiond'],
    ],
  ],
  [
    'RFC 3164 with one digit of the day',
    '<34>Oct  1 22:14:15 pump7 su: x',
    [
      ['syslog.hostname', 'pump7'],
      ['syslog.program', 'su'],
    ],
  ],
  ['only a tag', '<30>snmpd[6956]: Connection from UDP', [['syslog.program', 'snmpd']]],
  ['a time and a tag', '<30>Apr  5 12:56:51 robin: Hello', [['syslog.program', 'robin']]],
  ['no tag at all', '<30>Patient Yamada: is here', []],
  ['dashes for what is unknown', '<13>1 - - - - - - text', []],
])('%s', (_, text, expected) => {
  expect(pairs(said(text))).toEqual(expected);
});

test('the text of a message never leaves', () => {
  for (const text of [NEW, OLD]) {
    const { everything } = see(said(text));
    for (const word of ['asystole', 'TARO', 'HANAKO', 'bolus', 'bed 3']) expect(everything).not.toContain(word);
  }
});

test('the software of the element origin', () => {
  const text =
    '<14>1 2026-01-01T00:00:00Z h rsyslogd - - [origin ip="10.0.0.42" software="rsyslogd" swVersion="8.2302"] start';
  expect(see(said(text)).value('syslog.software')).toBe('rsyslogd');
});

test('evidence is the header field', () => {
  const seen = see(said(NEW));
  expect(seen.bytesOf(seen.facts[1]!)).toEqual(bytesOf('BSM-6000'));
});

test.each([
  ['a priority above 191', '<192>1 2026-01-01T00:00:00Z h p - - - x'],
  ['four digits', '<0013>1 2026-01-01T00:00:00Z h p - - - x'],
  ['no digits', '<>1 2026-01-01T00:00:00Z h p - - - x'],
])('%s is no priority', (_, text) => {
  expect(see(said(text)).facts).toEqual([]);
});

test('on another port only with a header that says so', () => {
  expect(see(said(NEW, 5140)).value('syslog.program')).toBe('BSM-6000');
  expect(see(said(OLD, 5140)).value('syslog.program')).toBe('infusiond');
  expect(see(said('<30>snmpd[6956]: x', 5140)).facts).toEqual([]);
});

const LINES = `${NEW}\n${OLD}\n`;
const COUNTED = [NEW, OLD].map((text) => `${text.length} ${text}`).join('');

withstands(syslog, [stream(LINES)], { except: ['syslog.program', 'syslog.hostname'] });
withstands(syslog, [stream(COUNTED)]);

test.each([
  ['lines', LINES],
  ['counted octets', COUNTED],
])('a stream of %s', (_, text) => {
  for (const port of [514, 5140]) {
    expect(pairs(stream(text, port))).toEqual([
      ['syslog.hostname', 'icu-3'],
      ['syslog.program', 'BSM-6000'],
      ['syslog.hostname', 'pump7'],
      ['syslog.program', 'infusiond'],
    ]);
  }
});

test('a counted message that is too long is passed by', () => {
  const text = `40000 ${'<13>1 2026-01-01T00:00:00Z h p - - - '.padEnd(40_000, 'x')}${NEW.length} ${NEW}`;
  expect(pairs(stream(text))).toEqual([
    ['syslog.hostname', 'icu-3'],
    ['syslog.program', 'BSM-6000'],
  ]);
});
