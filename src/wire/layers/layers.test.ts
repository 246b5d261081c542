import { describe, expect, test } from 'vitest';
import { bytesOf, ethernet, fromHex, ipv4, macOf, tcp, u16, u32, udp } from '../../../tests/packets.ts';
import { rehearse, type Seen } from '../../../tests/rehearsal.ts';
import { defineAttributes, defineDissector, SURE } from '../dissector.ts';

const attributes = defineAttributes('probe', { payload: ['name-seen', 'The payload as text'] });
/** Stands for any protocol above UDP: shows that the payload arrived whole and where it was found. */
const probe = defineDissector({
  id: 'probe',
  title: 'Probe',
  source: 'this test',
  attributes,
  datagram: {
    ports: [7],
    attach: 'whole',
    recognise: () => SURE,
    read: (view, out) => out.text(attributes.payload, view.sender, view.start, view.end),
  },
});

const A = '10.0.0.1';
const B = '10.0.0.2';
const datagram = (text = 'hello'): Uint8Array => udp(40_000, 7, bytesOf(text));
const inIpv4 = (payload = datagram()): Uint8Array => ipv4({ from: A, to: B, protocol: 17 }, payload);
const framed = (etherType: number, payload: Uint8Array): Uint8Array => ethernet(macOf(A), macOf(B), etherType, payload);
const see = (...frames: readonly Uint8Array[]): Seen =>
  rehearse({ dissectors: [probe], packets: frames.map((raw) => ({ raw })) });

/** The payload was found, and its evidence points at it in the frame. */
function expectHello(seen: Seen): void {
  expect(seen.values('probe.payload')).toEqual(['hello']);
  expect(new TextDecoder().decode(seen.bytesOf(seen.facts[0]!))).toBe('hello');
}

const V6_A = fromHex('20010db8000000000000000000000001');
const V6_B = fromHex('20010db8000000000000000000000002');
const ipv6 = (next: number, payload: Uint8Array): Uint8Array =>
  bytesOf([0x60, 0, 0, 0], u16(payload.length), next, 64, V6_A, V6_B, payload);

/** A data frame to the distribution system: frame control, duration, three addresses, sequence, LLC and SNAP. */
const wlanFrame = (packet: Uint8Array): Uint8Array =>
  bytesOf(
    [0x08, 0x01, 0, 0],
    Array.from({ length: 18 }, () => 2),
    [0, 0],
    [0xaa, 0xaa, 3, 0, 0, 0, 8, 0],
    packet,
  );

describe('link layers', () => {
  const tag = (type: number, vlan: number, inner: number): number[] => [...u16(type), ...u16(vlan), ...u16(inner)];

  test.each([
    ['plain', framed(0x0800, inIpv4()), 0],
    ['802.1Q', bytesOf(framed(0, new Uint8Array(0)).subarray(0, 12), tag(0x8100, 130, 0x0800), inIpv4()), 130],
    [
      'QinQ',
      bytesOf(framed(0, new Uint8Array(0)).subarray(0, 12), [0x88, 0xa8, 0, 7], tag(0x8100, 8, 0x0800), inIpv4()),
      8,
    ],
    ['MPLS, two labels', framed(0x8847, bytesOf([0, 1, 0, 64], [0, 2, 1, 64], inIpv4())), 0],
    ['PPPoE', framed(0x8864, bytesOf([0x11, 0, 0, 1], u16(inIpv4().length + 2), [0, 0x21], inIpv4())), 0],
    ['SNAP', framed(inIpv4().length + 8, bytesOf([0xaa, 0xaa, 3, 0, 0, 0, 8, 0], inIpv4())), 0],
    ['Cisco MetaData', framed(0x8909, bytesOf([1, 1, 0, 1, 0, 9, 8, 0], inIpv4())), 0],
  ])('%s', (_name, frame, vlan) => {
    const seen = see(frame);
    expectHello(seen);
    expect(seen.edges[0]!.vlan).toBe(vlan);
  });

  test('padding behind a short packet is no payload', () => {
    expectHello(
      see(
        bytesOf(
          framed(0x0800, inIpv4()),
          Array.from({ length: 20 }, () => 0x58),
        ),
      ),
    );
  });
});

test.each([
  ['802.11', 105, wlanFrame(inIpv4())],
  ['802.11 with QoS and an aggregate', 105, aggregate(inIpv4())],
  ['802.11 with radiotap', 127, bytesOf([0, 0, 8, 0, 0, 0, 0, 0], wlanFrame(inIpv4()))],
  ['BSD loopback, family in either order', 0, bytesOf([2, 0, 0, 0], inIpv4())],
  ['BSD loopback, big endian', 0, bytesOf([0, 0, 0, 2], inIpv4())],
  ['BSD loopback, EtherType', 0, bytesOf([0x0f, 0, 8, 0], inIpv4())],
  ['raw IP', 101, inIpv4()],
  ['Linux cooked', 113, bytesOf([0, 0, 0, 1, 0, 6, 2, 0, 10, 0, 0, 1, 0, 0, 8, 0], inIpv4())],
  ['Linux cooked v2', 276, bytesOf([8, 0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 6, 2, 0, 10, 0, 0, 1, 0, 0], inIpv4())],
])('link type: %s', (_name, linkType, frame) => {
  expectHello(rehearse({ dissectors: [probe], linkType, packets: [{ raw: frame }] }));
});

/** Two addresses of a subframe, its length, LLC and SNAP. */
function aggregate(packet: Uint8Array): Uint8Array {
  const header = [0x88, 0x01, 0, 0, ...Array.from({ length: 18 }, () => 2), 0, 0, 0x80, 0];
  return bytesOf(
    header,
    Array.from({ length: 12 }, () => 2),
    u16(packet.length + 8),
    [0xaa, 0xaa, 3, 0, 0, 0, 8, 0],
    packet,
  );
}

test('a link type that is not read is counted by number, and says so', () => {
  const { summary, anomalies } = rehearse({ dissectors: [probe], linkType: 147, packets: [{ raw: inIpv4() }] });
  expect(summary.linkTypes).toEqual([{ number: 147, name: 'link-type-147', packets: 1, read: false }]);
  expect(anomalies).toEqual({ 'link-type-unread': 1 });
});

describe('IPv6', () => {
  test.each([
    ['plain', ipv6(17, datagram())],
    [
      'hop-by-hop and destination options',
      ipv6(0, bytesOf([60, 0, 1, 4, 0, 0, 0, 0], [17, 0, 1, 4, 0, 0, 0, 0], datagram())),
    ],
    ['an atomic fragment', ipv6(44, bytesOf([17, 0, 0, 0], u32(9), datagram()))],
    ['authentication header', ipv6(51, bytesOf([17, 1, 0, 0], u32(1), u32(1), datagram()))],
  ])('%s', (_name, packet) => {
    const seen = see(framed(0x86dd, packet));
    expectHello(seen);
    expect(seen.edges[0]).toMatchObject({ client: { ip: '2001:db8::1' }, server: { ip: '2001:db8::2' }, port: 7 });
  });

  test('fragments in any order', () => {
    const whole = datagram();
    const piece = (from: number, to: number, more: 0 | 1): Uint8Array =>
      framed(0x86dd, ipv6(44, bytesOf([17, 0], u16(from | more), u32(77), whole.subarray(from, to))));
    expectHello(see(piece(8, whole.length, 0), piece(0, 8, 1)));
  });

  test('a chain of extension headers without end stops at its bound', () => {
    const chain = Array.from({ length: 40 }, () => [0, 0, 1, 4, 0, 0, 0, 0]).flat();
    const seen = see(framed(0x86dd, ipv6(0, bytesOf(chain))));
    expect(seen.anomalies).toEqual({ 'ipv6-extension-headers': 1 });
  });
});

describe('IPv4 fragments', () => {
  const whole = datagram();
  const piece = (from: number, to: number, more: boolean, bytes = whole): Uint8Array =>
    framed(
      0x0800,
      ipv4(
        { from: A, to: B, protocol: 17, id: 5, fragment: (more ? 0x2000 : 0) | (from / 8) },
        bytes.subarray(from, to),
      ),
    );

  test('are put together, and evidence names the frames', () => {
    const seen = see(piece(8, whole.length, false), piece(0, 8, true));
    expectHello(seen);
    expect(seen.facts[0]!.source.ranges).toEqual([{ frame: 1, offset: 34, length: 5 }]);
  });

  test('a value across two fragments names both frames', () => {
    const long = datagram('0123456789abcdef');
    const seen = see(piece(0, 16, true, long), piece(16, long.length, false, long));
    expect(seen.values('probe.payload')).toEqual(['0123456789abcdef']);
    expect(seen.facts[0]!.source.ranges.map(({ frame }) => frame)).toEqual([1, 2]);
    expect(seen.facts[0]!.source.derived).toBe('reassembled');
  });

  test('an overlap is refused and reported, a plain repetition is not', () => {
    expect(see(piece(0, 8, true), piece(0, 16, true)).anomalies).toEqual({ 'fragment-overlap': 1 });
    const repeated = see(piece(0, 8, true), piece(0, 8, true), piece(8, whole.length, false));
    expectHello(repeated);
    expect(repeated.anomalies).toEqual({});
  });
});

describe('tunnels', () => {
  const inner = framed(0x0800, inIpv4());
  const gre = (flags: number, type: number, rest: Uint8Array): Uint8Array =>
    framed(0x0800, ipv4({ from: '192.0.2.1', to: '192.0.2.2', protocol: 47 }, bytesOf(u16(flags), u16(type), rest)));
  const over = (port: number, payload: Uint8Array): Uint8Array =>
    framed(0x0800, ipv4({ from: '192.0.2.1', to: '192.0.2.2', protocol: 17 }, udp(50_000, port, payload)));

  test.each([
    ['IP in IP', framed(0x0800, ipv4({ from: '192.0.2.1', to: '192.0.2.2', protocol: 4 }, inIpv4()))],
    ['6in4', framed(0x0800, ipv4({ from: '192.0.2.1', to: '192.0.2.2', protocol: 41 }, ipv6(17, datagram())))],
    ['GRE', gre(0, 0x0800, inIpv4())],
    ['GRE with checksum, key and sequence', gre(0xb000, 0x0800, bytesOf(u32(0), u32(1), u32(2), inIpv4()))],
    ['ERSPAN I', gre(0, 0x88be, inner)],
    ['ERSPAN II', gre(0x1000, 0x88be, bytesOf(u32(1), u32(0), u32(0), inner))],
    ['ERSPAN III', gre(0x1000, 0x22eb, bytesOf(u32(1), u32(0), u32(0), u32(0), inner))],
    ['PPTP', gre(0x3001, 0x880b, bytesOf(u16(inIpv4().length), [0, 0], u32(1), [0xff, 3, 0, 0x21], inIpv4()))],
    ['VXLAN', over(4789, bytesOf([8, 0, 0, 0, 0, 0, 1, 0], inner))],
    ['VXLAN with a next protocol', over(4789, bytesOf([0x0c, 0, 0, 3, 0, 0, 1, 0], inner))],
    ['802.11 in GRE', gre(0, 0x8200, wlanFrame(inIpv4()))],
    ['GENEVE with options', over(6081, bytesOf([1, 0, 0x65, 0x58, 0, 0, 1, 0], u32(0), inner))],
  ])('%s', (_name, frame) => {
    const seen = see(frame);
    expectHello(seen);
    const edge = seen.edges.find(({ port }) => port === 7)!;
    expect(edge.tunnelled).toBe(true);
    expect(seen.edges).toHaveLength(2);
  });

  test('tunnels inside one another stop at their bound', () => {
    let packet = inIpv4();
    for (let depth = 0; depth < 12; depth++) packet = ipv4({ from: A, to: B, protocol: 4 }, packet);
    const seen = see(framed(0x0800, packet));
    expect(seen.anomalies).toEqual({ 'tunnel-depth': 1 });
    expect(seen.facts).toEqual([]);
  });
});

test('headers cut by the snap length are anomalies with their frame, and what was read before counts', () => {
  const whole = framed(0x0800, ipv4({ from: A, to: B, protocol: 6 }, tcp(1, 2, 3, 2, bytesOf('x'))));
  const kinds = new Set<string>();
  for (let length = 0; length < whole.length; length++) {
    const seen = see(whole.subarray(0, length));
    for (const kind of Object.keys(seen.anomalies)) kinds.add(kind);
    expect(seen.summary.packets).toBe(1);
  }
  expect(kinds).toEqual(new Set(['ipv4-cut', 'tcp-cut']));
});
