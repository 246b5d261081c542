import { describe, expect, test } from 'vitest';
import { bytesOf, ethernet, fromHex, ipv4, macOf, u16 } from '../../../tests/packets.ts';
import { rehearse } from '../../../tests/rehearsal.ts';
import { tcp } from './tcp.ts';

const A = '10.0.0.1';
const B = '10.0.0.2';

interface Opening {
  readonly flags?: number;
  readonly ttl?: number;
  readonly id?: number;
  readonly fragment?: number;
  readonly window?: number;
}

/** A segment with these TCP options, in hexadecimal. */
function opening(
  options: string,
  { flags = 0x02, ttl = 64, id = 7, fragment = 0x4000, window = 64_240 }: Opening = {},
) {
  const bytes = fromHex(options);
  const header = [
    ...u16(40_000),
    ...u16(443),
    0,
    0,
    0,
    1,
    0,
    0,
    0,
    0,
    ((20 + bytes.length) / 4) << 4,
    flags,
    ...u16(window),
    0,
    0,
    0,
    0,
  ];
  const packet = ipv4({ from: A, to: B, protocol: 6, ttl, id, fragment }, bytesOf(header, bytes));
  return { raw: ethernet(macOf(A), macOf(B), 0x0800, packet) };
}

const stack = (options: string, more?: Opening): string[] =>
  rehearse({ dissectors: [tcp], packets: [opening(options, more)] }).values('tcp.stack');

/** MSS 1460, SACK permitted, time stamps, no-operation, window scale 7: what Linux sends. */
const LINUX = '020405b4 0402 080a 11223344 00000000 01 030307';

describe('tcp.stack', () => {
  test.each([
    ['Linux', LINUX, {}, 'syn:4:64:mss*44:mss1460,sok,ts,nop,ws7:df'],
    ['a few hops away', LINUX, { ttl: 61 }, 'syn:4:64:mss*44:mss1460,sok,ts,nop,ws7:df'],
    [
      'an answer, no identification',
      LINUX,
      { flags: 0x12, id: 0 },
      'syn-ack:4:64:mss*44:mss1460,sok,ts,nop,ws7:df,id0',
    ],
    [
      'Windows',
      '020405b4 01 030308 0101 0402',
      { ttl: 128, window: 8192 },
      'syn:4:128:8192:mss1460,nop,ws8,nop,nop,sok:df',
    ],
    ['no options, fragments allowed', '', { ttl: 255, fragment: 0, window: 4096 }, 'syn:4:255:4096::'],
    ['congestion notification asked for', '020405b4', { flags: 0xc2 }, 'syn:4:64:mss*44:mss1460:df,ecn'],
    ['an option that runs past the header', '0209ffff', {}, 'syn:4:64:64240:bad:df'],
    ['an option of length zero', '02000000', {}, 'syn:4:64:64240:bad:df'],
    ['an unknown option', 'fe04abcd', {}, 'syn:4:64:64240:o254:df'],
  ])('%s', (_name, options, more, expected) => {
    expect(stack(options, more)).toEqual([expected]);
  });

  test('the time in a time stamp makes no other stack', () => {
    const packets = ['11223344', '55667788'].map((time) => opening(`020405b4 0402 080a ${time} 00000000 01 030307`));
    const seen = rehearse({ dissectors: [tcp], packets });
    expect(seen.facts.map(({ value, count }) => [value, count])).toEqual([
      ['syn:4:64:mss*44:mss1460,sok,ts,nop,ws7:df', 2],
    ]);
  });

  test('describes the sender, from the bytes of its header', () => {
    const seen = rehearse({ dissectors: [tcp], packets: [opening(LINUX)] });
    expect(seen.facts[0]!.subject).toEqual({ ip: A });
    expect(seen.facts[0]!.source.ranges).toEqual([{ frame: 1, offset: 34, length: 40 }]);
  });

  test('says nothing of other segments', () => {
    expect(stack(LINUX, { flags: 0x10 })).toEqual([]);
  });
});
