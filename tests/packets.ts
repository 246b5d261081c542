/** Builds frames byte by byte for tests: Ethernet, IPv4, TCP, UDP, and pcap around them. Checksums are left zero: a tap sees what it sees. */
export type BytePart = number | readonly number[] | Uint8Array | string;

export const bytesOf = (...parts: BytePart[]): Uint8Array =>
  Uint8Array.from(
    parts.flatMap((part) =>
      typeof part === 'number' ? [part] : typeof part === 'string' ? [...new TextEncoder().encode(part)] : [...part],
    ),
  );

export const u16 = (value: number): number[] => [(value >> 8) & 0xff, value & 0xff];
export const u32 = (value: number): number[] => [...u16(value >>> 16), ...u16(value & 0xffff)];
export const fromHex = (text: string): Uint8Array =>
  Uint8Array.from(text.replace(/\s+/g, '').match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

const ip4 = (text: string): number[] => text.split('.').map(Number);
const mac = (text: string): number[] => text.split(':').map((part) => Number.parseInt(part, 16));

/** A MAC made from an IPv4 address, so that each host of a test has its own. */
export const macOf = (ip: string): string =>
  ['02', '00', ...ip4(ip).map((part) => part.toString(16).padStart(2, '0'))].join(':');

export function ethernet(from: string, to: string, etherType: number, payload: Uint8Array): Uint8Array {
  return bytesOf(mac(to), mac(from), u16(etherType), payload);
}

/** IEEE 802.3 with a length instead of a type; the payload begins at the DSAP. */
export function llcFrame(from: string, to: string, payload: Uint8Array): Uint8Array {
  return bytesOf(mac(to), mac(from), u16(payload.length), payload);
}

export interface Ipv4Fields {
  readonly from: string;
  readonly to: string;
  readonly protocol: number;
  readonly ttl?: number;
  readonly id?: number;
  /** Flags and fragment offset, as on the wire. */
  readonly fragment?: number;
}

export function ipv4(fields: Ipv4Fields, payload: Uint8Array): Uint8Array {
  return bytesOf(
    0x45,
    0,
    u16(20 + payload.length),
    u16(fields.id ?? 1),
    u16(fields.fragment ?? 0x4000),
    fields.ttl ?? 64,
    fields.protocol,
    [0, 0],
    ip4(fields.from),
    ip4(fields.to),
    payload,
  );
}

export function udp(sourcePort: number, destinationPort: number, payload: Uint8Array): Uint8Array {
  return bytesOf(u16(sourcePort), u16(destinationPort), u16(8 + payload.length), [0, 0], payload);
}

export function tcp(
  sourcePort: number,
  destinationPort: number,
  sequence: number,
  flags: number,
  payload: Uint8Array,
): Uint8Array {
  return bytesOf(
    u16(sourcePort),
    u16(destinationPort),
    u32(sequence),
    u32(0),
    0x50,
    flags,
    u16(65_535),
    [0, 0, 0, 0],
    payload,
  );
}

/** A pcap file of Ethernet frames, a millisecond apart from 2026-01-01T00:00:00Z. */
export function pcap(frames: readonly Uint8Array[], linkType = 1): Uint8Array {
  const le32 = (value: number): number[] => u32(value).reverse();
  const header = [...le32(0xa1b2c3d4), 2, 0, 4, 0, ...le32(0), ...le32(0), ...le32(262_144), ...le32(linkType)];
  const start = 1_767_225_600;
  const size = frames.reduce((sum, frame) => sum + 16 + frame.length, header.length);
  const file = new Uint8Array(size);
  file.set(header);
  let at = header.length;
  for (const [index, frame] of frames.entries()) {
    const seconds = start + Math.floor(index / 1000);
    file.set([...le32(seconds), ...le32((index % 1000) * 1000), ...le32(frame.length), ...le32(frame.length)], at);
    file.set(frame, at + 16);
    at += 16 + frame.length;
  }
  return file;
}
