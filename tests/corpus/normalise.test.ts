import { describe, expect, test } from 'vitest';
import { address, distinguishedName, hex, moment, number, pair, spelling, tlsVersion } from './normalise.ts';

describe('spelling takes away what is no difference', () => {
  test.each([
    ['Host-1.', 'host-1'],
    ['  two   blanks\t', 'two blanks'],
    ['first\\r\\nsecond\\n', 'first second'],
    ['NAME\0\0', 'name'],
  ])('%j', (value, wanted) => expect(spelling(value)).toBe(wanted));

  test('and keeps what is one', () => expect(spelling('host-1')).not.toBe(spelling('host-2')));
});

test('hashes are equal with and without colons', () => {
  expect(hex('AB:CD:0e')).toBe('abcd0e');
  expect(hex('0x00FF')).toBe('00ff');
});

test('numbers are equal in decimal and in hex', () => {
  expect(number('0x0303')).toBe('771');
  expect(number(' 771 ')).toBe('771');
  expect(number('none')).toBe('none');
});

describe('address', () => {
  test.each([
    ['FE80::1', 'fe80:0:0:0:0:0:0:1'],
    ['fe80:0000::0001%eth0', 'fe80:0:0:0:0:0:0:1'],
    ['::', '0:0:0:0:0:0:0:0'],
    ['::ffff:10.0.0.1', '0:0:0:0:0:ffff:a00:1'],
    ['10.0.0.1', '10.0.0.1'],
    ['00:11:22:AA:bb:cc', '00:11:22:aa:bb:cc'],
  ])('%s', (value, wanted) => expect(address(value)).toBe(wanted));
});

test('a pair has a rule for each side', () => {
  expect(pair('FE80::1=00:11:22:33:44:55', address, hex)).toBe('fe80:0:0:0:0:0:0:1=001122334455');
});

test('a TLS version is the same by number and by name', () => {
  expect(tlsVersion('TLS 1.2')).toBe(tlsVersion('0x0303'));
  expect(tlsVersion('TLSv1.3')).toBe(tlsVersion('0x0304'));
  expect(tlsVersion('SSL 3.0')).toBe(tlsVersion('0x0300'));
  expect(tlsVersion('TLS 1.1')).not.toBe(tlsVersion('TLS 1.2'));
});

describe('distinguished names', () => {
  test('are equal in either order', () => {
    expect(distinguishedName('CN=pump,O=Ward\\, Inc,C=JP')).toBe(distinguishedName('C=JP, O=Ward\\, Inc, CN=pump'));
  });

  test('are equal with an attribute by name and by identifier', () => {
    expect(distinguishedName('emailAddress=a@b.test')).toBe(
      distinguishedName('1.2.840.113549.1.9.1=#16086140622e74657374'),
    );
  });

  test('are equal with bytes escaped', () =>
    expect(distinguishedName('CN=Z\\C3\\BCrich')).toBe(distinguishedName('CN=Zürich')));

  test('differ in a value', () => expect(distinguishedName('CN=a')).not.toBe(distinguishedName('CN=b')));
});

test('a moment is the same in the words of OpenSSL and in ISO 8601', () => {
  expect(moment('Jan  3 08:21:55 2024 GMT')).toBe(moment('2024-01-03T08:21:55.000000Z'));
});
