import { describe, expect, test } from 'vitest';
import { bytesOf, fromHex } from '../../../tests/packets.ts';
import { rehearse } from '../../../tests/rehearsal.ts';
import { withstands } from '../../../tests/withstands.ts';
import { astm } from './astm.ts';

type Part = number | readonly number[] | Uint8Array | string;

const ANALYSER = ['10.0.0.1', 40000] as const;
const HOST = ['10.0.0.2', 10001] as const;
const toHost = (...parts: Part[]) => ({
  tcp: { from: ANALYSER, to: HOST },
  bytes: bytesOf(...parts),
});
const toAnalyser = (...parts: Part[]) => ({
  tcp: { from: HOST, to: ANALYSER },
  bytes: bytesOf(...parts),
});

const ENQ = 5;
const ACK = 6;
const EOT = 4;
/** STX, number, text, ETX or ETB, checksum, CR LF. */
const frame = (number: number, text: string, end = 3): Uint8Array => {
  const body = bytesOf(String(number), text, end);
  const sum = body.reduce((total, byte) => (total + byte) % 256, 0);
  return bytesOf(2, body, sum.toString(16).toUpperCase().padStart(2, '0'), '\r\n');
};

// STX '1' H|\^&|||ACME^ChemAnalyzer 9^V3.1.2^SN4711|||||LIS||P|LIS2-A2|20250101090000 CR ETX 5D CR LF
const VECTOR = fromHex(`
  0231487c5c5e267c7c7c41434d455e4368656d416e616c797a657220395e56332e312e325e534e343731317c7c7c7c7c4c49537c7c507c
  4c4953322d41327c32303235303130313039303030300d0335440d0a`);
const PATIENT = 'P|1|LOC-77|LAB-88||Tanaka^Hanako||19501231|F||1-2-3 Honcho||03-1234-5678\r';
const RESULT = 'R|1|^^^GLU|5.4|mmol/L||N||F\r';

const session = [
  toHost(ENQ),
  toAnalyser(ACK),
  toHost(VECTOR),
  toAnalyser(ACK),
  toHost(frame(2, PATIENT)),
  toAnalyser(ACK),
  toHost(frame(3, `O|1|S-1||^^^GLU\r${RESULT}L|1|N\r`)),
  toAnalyser(ACK),
  toHost(EOT),
];

describe('cut, damaged, random and split input', () => {
  withstands(astm, [toHost(ENQ, VECTOR, frame(2, RESULT)), toHost(frame(3, RESULT))]);
});

test('tells of the analyser and counts the patient', () => {
  const seen = rehearse({ dissectors: [astm], packets: session, excerpts: true });
  const facts = seen.facts.map(({ attribute, value, subject }) => `${subject.ip} ${attribute} ${value}`);
  expect(facts).toEqual(
    expect.arrayContaining([
      '10.0.0.1 astm.sender ACME^ChemAnalyzer 9^V3.1.2^SN4711',
      '10.0.0.1 astm.manufacturer ACME',
      '10.0.0.1 astm.model ChemAnalyzer 9',
      '10.0.0.1 astm.software V3.1.2',
      '10.0.0.1 astm.serial SN4711',
      '10.0.0.2 astm.receiver LIS',
      '10.0.0.1 astm.version LIS2-A2',
      '10.0.0.1 astm.record R',
    ]),
  );
  expect(seen.edges[0]).toMatchObject({
    protocol: 'astm',
    personalData: ['name', 'identifier', 'birth-date', 'sex', 'address', 'contact', 'order', 'result'],
  });
  expect(seen.everything).not.toMatch(/Tanaka|Hanako|LAB-88|LOC-77|19501231|Honcho|5678|5\.4/);
  expect(seen.anomalies).toEqual({});
});

test('is recognised from the middle by a checksum that agrees', () => {
  const packets = [toHost(frame(5, RESULT))];
  expect(rehearse({ dissectors: [astm], packets, midstream: true }).edges[0]?.protocol).toBe('astm');
  const wrong = frame(5, RESULT);
  wrong[wrong.length - 3] = 0x5a;
  const refused = rehearse({ dissectors: [astm], packets: [toHost(wrong)], midstream: true });
  expect(refused.edges[0]?.protocol).not.toBe('astm');
});

test('reads a record that goes on in the next frame as far as its whole fields', () => {
  const header = 'H|\\^&|||ACME^ChemAnalyzer 9^V3.1.2^SN4711|||||LIS||P|LIS2-A2|20250101\r';
  const seen = rehearse({
    dissectors: [astm],
    packets: [toHost(ENQ, frame(1, header.slice(0, 50), 0x17), frame(2, header.slice(50)), frame(3, RESULT))],
  });
  expect(seen.value('astm.sender')).toBe('ACME^ChemAnalyzer 9^V3.1.2^SN4711');
  expect(seen.values('astm.record')).toEqual(['H', 'R']);
});

test('counts a checksum that does not agree', () => {
  const wrong = frame(2, RESULT);
  wrong[wrong.length - 3] = 0x5a;
  expect(rehearse({ dissectors: [astm], packets: [toHost(ENQ, VECTOR, wrong)] }).anomalies).toEqual({
    'astm-checksum': 1,
  });
});

test('reports a password without keeping it', () => {
  const packets = [toHost(ENQ, frame(1, 'H|\\^&||hunter2|ACME\r'))];
  const seen = rehearse({ dissectors: [astm], packets, excerpts: true });
  expect(seen.value('credential.cleartext')).toBe('astm');
  expect(seen.everything).not.toContain('hunter2');
});

test.each([
  ['text', bytesOf('HELLO')],
  ['a frame of another protocol', bytesOf(2, '1XYZ')],
  ['letters for delimiters', bytesOf(2, '1Habcdef')],
])('does not claim %s', (_, bytes) => {
  expect(rehearse({ dissectors: [astm], packets: [toHost(bytes)] }).edges[0]?.protocol).not.toBe('astm');
});
