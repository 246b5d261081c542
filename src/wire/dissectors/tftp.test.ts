import { expect, test } from 'vitest';
import { bytesOf } from '../../../tests/packets.ts';
import { rehearse } from '../../../tests/rehearsal.ts';
import { withstands } from '../../../tests/withstands.ts';
import { tftp } from './tftp.ts';

const CLIENT = '10.0.0.5';
const SERVER = '10.0.0.1';
const said = (opcode: number, file: string, mode = 'octet', port = 69) =>
  ({
    udp: { from: [CLIENT, 40_000], to: [SERVER, port] },
    bytes: bytesOf(0, opcode, file, 0, mode, 0, 'tsize', 0, '0', 0),
  }) as const;
const see = (packet: ReturnType<typeof said>) => rehearse({ dissectors: [tftp], packets: [packet] });

withstands(tftp, [said(1, 'fw/pump-8.00.bin')]);

test('who fetches which firmware from whom', () => {
  const seen = see(said(1, 'fw\\v8/pump-8.00.bin'));
  expect(seen.facts).toMatchObject([
    { attribute: 'tftp.role', value: 'client', subject: { ip: CLIENT } },
    { attribute: 'tftp.role', value: 'server', subject: { ip: SERVER } },
    { attribute: 'tftp.file', value: 'pump-8.00.bin', kind: 'peer-sought', subject: { ip: CLIENT } },
  ]);
  expect(seen.bytesOf(seen.facts[2]!)).toEqual(bytesOf('pump-8.00.bin'));
});

test.each(['yamada-taro.dcm', 'results/123456', 'bin'])('the name %s is not told', (file) => {
  expect(see(said(2, file)).values('tftp.file')).toEqual([]);
});

test('is recognised on another port by its mode', () => {
  expect(see(said(1, 'a.cfg', 'NetASCII', 6900)).value('tftp.file')).toBe('a.cfg');
  expect(see(said(1, 'a.cfg', 'other')).facts).toEqual([]);
  expect(see(said(3, 'a.cfg')).facts).toEqual([]);
});

test('the transfer that follows on other ports', () => {
  const from = (bytes: Uint8Array) => [{ udp: { from: [SERVER, 50_001], to: [CLIENT, 40_000] }, bytes }] as const;
  const protocolOf = (bytes: Uint8Array) => rehearse({ dissectors: [tftp], packets: from(bytes) }).edges[0]?.protocol;
  expect(protocolOf(bytesOf([0, 3, 0, 1], new Uint8Array(512)))).toBe('tftp');
  expect(protocolOf(bytesOf([0, 6], 'blksize', 0, '1428', 0))).toBe('tftp');
  expect(protocolOf(bytesOf([0, 3, 0, 1], new Uint8Array(100)))).toBeUndefined();
  expect(protocolOf(bytesOf([0, 6], 'other', 0))).toBeUndefined();
});
