import { expect, test } from 'vitest';
import { bytesOf, u32 } from '../../../tests/packets.ts';
import { rehearse, type Said } from '../../../tests/rehearsal.ts';
import { withstands } from '../../../tests/withstands.ts';
import { vnc } from './vnc.ts';

const CLIENT = ['10.0.0.9', 50900] as const;
const SERVER = ['10.0.0.7', 5900] as const;
type Part = Parameters<typeof bytesOf>[0];
const say = (...parts: Part[]) => ({ tcp: { from: CLIENT, to: SERVER }, bytes: bytesOf(...parts) }) satisfies Said;
const show = (...parts: Part[]) => ({ tcp: { from: SERVER, to: CLIENT }, bytes: bytesOf(...parts) }) satisfies Said;
const see = (...packets: Said[]) => rehearse({ dissectors: [vnc], packets });
/** The client opens, and then waits for the server's version. */
const OPEN = say('');
const SESSION = [OPEN, show('RFB 003.008\n'), say('RFB 003.007\n'), show([2, 1, 2]), say([1]), show('screen content')];

withstands(vnc, SESSION.slice(1));

test('a server that takes anybody', () => {
  const seen = see(...SESSION);
  expect(seen.facts.map(({ attribute, value, subject }) => [attribute, value, subject.ip])).toEqual([
    ['vnc.version', '003.008', '10.0.0.7'],
    ['vnc.version', '003.007', '10.0.0.9'],
    ['vnc.security', '1', '10.0.0.7'],
    ['vnc.security', '2', '10.0.0.7'],
    ['login.anonymous', 'vnc', '10.0.0.7'],
  ]);
  expect(seen.edges[0]).toMatchObject({ protocol: 'vnc', encrypted: false });
});

test('before version 3.7 the server decides', () => {
  const seen = see(OPEN, show('RFB 003.008\n'), say('RFB 003.003\n'), show(u32(2)));
  expect(seen.values('vnc.security')).toEqual(['2']);
  expect(see(OPEN, show('RFB 003.003\n'), say('RFB 003.003\n'), show(u32(1))).values('login.anonymous')).toEqual([
    'vnc',
  ]);
});

test('later versions offer a list as well', () => {
  expect(see(OPEN, show('RFB 004.001\n'), say('RFB 004.001\n'), show([2, 5, 30])).values('vnc.security')).toEqual([
    '5',
    '30',
  ]);
});

test('a security type that encrypts', () => {
  const seen = see(OPEN, show('RFB 003.008\n'), say('RFB 003.008\n'), show([2, 2, 18]), say([18]));
  expect(seen.edges[0]!.encrypted).toBe(true);
  expect(seen.values('login.anonymous')).toEqual([]);
});

test('is recognised on any port', () => {
  const said = { tcp: { from: CLIENT, to: ['10.0.0.7', 6900] }, bytes: bytesOf('RFB 003.008\n') } satisfies Said;
  expect(see(said).edges[0]!.protocol).toBe('vnc');
  expect(see({ ...said, bytes: bytesOf('RFC 003.008\n') }).edges[0]!.protocol).toBeUndefined();
});
