import { expect, test } from 'vitest';
import { fromHex } from '../../../tests/packets.ts';
import { wirePorts } from '#connect';
import { initialKeys, quicVersion } from './quic-keys.ts';

const ports = wirePorts({ entryOf: () => undefined });
const ID = fromHex('8394c8f03e515708');

/** RFC 9001 appendix A.1 and RFC 9369 appendix A.1. */
test.each([
  [1, 'client', '1f369613dd76d5467730efcbe3b1a22d', 'fa044b2f42a3fd3b46fb255c', '9f50449e04a0e810283a1e9933adedd2'],
  [1, 'server', 'cf3a5331653c364c88f0f379b6067e37', '0ac1493ca1905853b0bba03e', 'c206b8d9b9f0f37644430b490eeaa314'],
  [
    0x6b3343cf,
    'client',
    '8b1a0bc121284290a29e0971b5cd045d',
    '91f73e2351d8fa91660e909f',
    '45b95e15235d6f45a6b19cbcb0294ba9',
  ],
] as const)('Initial keys of version %i, %s, are those of the RFC', (version, sender, key, iv, headerProtection) => {
  expect(initialKeys(ports, quicVersion(version)!, ID, sender)).toEqual({
    key: fromHex(key),
    iv: fromHex(iv),
    headerProtection: fromHex(headerProtection),
  });
});

test.each([0, 2, 0x0a0a0a0a, 0xff000000, 0xff000016, 0xff000023])('version %i is not known', (version) => {
  expect(quicVersion(version)).toBeUndefined();
});
