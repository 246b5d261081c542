import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytesOf, ethernet, fromHex, u16 } from '../../../tests/packets.ts';
import { rehearse, type Seen } from '../../../tests/rehearsal.ts';
import { icmpv6 } from './icmpv6.ts';

const HOST = 'fe80000000000000000000000000000a';
const ALL_NODES = 'ff020000000000000000000000000001';

/** An ICMPv6 message in hexadecimal, from the type on, in an IPv6 packet from HOST. */
function message(hexadecimal: string): Uint8Array {
  const body = fromHex(hexadecimal);
  const packet = bytesOf([0x60, 0, 0, 0], u16(body.length), 58, 255, fromHex(HOST), fromHex(ALL_NODES), body);
  return ethernet('02:00:00:00:00:0a', '33:33:00:00:00:01', 0x86dd, packet);
}

const see = (hexadecimal: string): Seen => rehearse({ dissectors: [icmpv6], packets: [{ raw: message(hexadecimal) }] });

/** Type, code, checksum, flags, target, then the target link-layer address option. */
const ADVERTISEMENT = `88000000 60000000 ${HOST} 0201 02000000000a`;
const SOLICITATION = `87000000 00000000 fe80000000000000000000000000000b 0101 02000000000a`;
/** Hop limit, flags, lifetimes, then source link-layer address and prefix information. */
const ROUTER = `86000000 40000708 00000000 00000000 0101 02000000000a 0304 40c0 00000e10 00000e10 00000000 20010db8000000000000000000000000`;

describe('neighbour discovery (RFC 4861 §4)', () => {
  test('an advertisement binds its target', () => {
    const seen = see(ADVERTISEMENT);
    expect(seen.values('icmpv6.binding')).toEqual(['fe80::a=02:00:00:00:00:0a']);
    expect(seen.facts[0]!.subject).toEqual({ ip: 'fe80::a', mac: '02:00:00:00:00:0a' });
    expect([...seen.bytesOf(seen.facts[0]!)]).toEqual([2, 0, 0, 0, 0, 0x0a]);
  });

  test('a solicitation binds its sender', () => {
    expect(see(SOLICITATION).values('icmpv6.binding')).toEqual(['fe80::a=02:00:00:00:00:0a']);
  });

  test('a router says that it is one, and which prefix it announces', () => {
    const seen = see(ROUTER);
    expect(seen.values('icmpv6.role')).toEqual(['router']);
    expect(seen.values('icmpv6.prefix')).toEqual(['2001:db8::/64']);
  });

  test('an option of length zero, or one that runs past the message, is an anomaly', () => {
    expect(see(`88000000 60000000 ${HOST} 0200 02000000000a`).anomalies).toEqual({ 'icmpv6-option': 1 });
    expect(see(`88000000 60000000 ${HOST} 0209 02000000000a`).anomalies).toEqual({ 'icmpv6-option': 1 });
  });

  test('cut anywhere it says nothing that the whole does not', () => {
    const bytes = message(ROUTER);
    const whole = new Set(see(ROUTER).facts.map(({ attribute, value }) => `${attribute} ${value}`));
    for (let length = 54; length < bytes.length; length++) {
      const { facts } = rehearse({ dissectors: [icmpv6], packets: [{ raw: bytes.subarray(0, length) }] });
      expect(facts.filter(({ attribute, value }) => !whole.has(`${attribute} ${value}`))).toEqual([]);
    }
  });

  test('reads random messages', () => {
    fc.assert(
      fc.property(fc.constantFrom(133, 134, 135, 136, 137), fc.uint8Array({ maxLength: 80 }), (type, rest) => {
        const bytes = bytesOf(type, rest);
        const text = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
        expect(see(text).summary.packets).toBe(1);
      }),
    );
  });
});
