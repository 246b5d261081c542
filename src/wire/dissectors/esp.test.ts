import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesOf, u32 } from '../../../tests/packets.ts';
import { rehearse } from '../../../tests/rehearsal.ts';
import { esp } from './esp.ts';

/** RFC 4303 §2: SPI, sequence number, ciphertext. */
const ESP = bytesOf(u32(0xc0ffee00), u32(1), new Uint8Array(60).fill(0x99));
const edge = (bytes: Uint8Array, port = 4500) =>
  rehearse({ dissectors: [esp], packets: [{ udp: { from: ['10.0.0.9', port], to: ['10.0.0.7', port] }, bytes }] })
    .edges[0];

test('a flow between the ports of RFC 3948 is an encrypted tunnel', () => {
  expect(edge(ESP)).toMatchObject({ protocol: 'esp', encrypted: true });
});

test.each([
  ['on another port', ESP, 4501],
  ['with a reserved SPI', bytesOf(u32(255), ESP.subarray(4)), 4500],
  ['that is too short to hold a block', ESP.subarray(0, 35), 4500],
])('a datagram %s is none', (_what, bytes, port) => {
  expect(edge(bytes, port)!.protocol).toBeUndefined();
});

test('reads whatever comes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 100 }), (bytes) => {
      expect(edge(bytes)!.packets).toBe(1);
    }),
    { numRuns: 50 },
  );
});
