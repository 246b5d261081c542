import type { Frame } from './frames.ts';
import type { SynFields } from './tcp-stack.ts';

const TCP = 6;
const SYN = 0x02;
const ACK = 0x10;
const IPV4_HEADER_BYTES = 20;
const IPV6_HEADER_BYTES = 40;
/** IPv6 extension headers that may stand before TCP (RFC 8200 section 4.1). */
const EXTENSIONS = new Set([0, 43, 44, 60]);

function ofTcp(bytes: Buffer, at: number, ttl: number): SynFields | undefined {
  if (at + 20 > bytes.length) return undefined;
  const flags = bytes.readUInt8(at + 13);
  if ((flags & SYN) === 0) return undefined;
  const end = Math.min(bytes.length, at + (bytes.readUInt8(at + 12) >> 4) * 4);
  return {
    isAnswer: (flags & ACK) !== 0,
    ttl,
    window: bytes.readUInt16BE(at + 14),
    options: bytes.subarray(at + 20, Math.max(at + 20, end)),
  };
}

function ofIpv4(bytes: Buffer, at: number): SynFields | undefined {
  const header = (bytes.readUInt8(at) & 0x0f) * 4;
  if (header < IPV4_HEADER_BYTES || at + header > bytes.length) return undefined;
  if (bytes.readUInt8(at + 9) !== TCP || (bytes.readUInt16BE(at + 6) & 0x1fff) !== 0) return undefined;
  return ofTcp(bytes, at + header, bytes.readUInt8(at + 8));
}

function ofIpv6(bytes: Buffer, at: number): SynFields | undefined {
  let next = bytes.readUInt8(at + 6);
  let start = at + IPV6_HEADER_BYTES;
  while (EXTENSIONS.has(next) && start + 8 <= bytes.length) {
    next = bytes.readUInt8(start);
    start += 8 + bytes.readUInt8(start + 1) * 8;
  }
  return next === TCP ? ofTcp(bytes, start, bytes.readUInt8(at + 7)) : undefined;
}

/**
 * The SYNs in a frame, wherever an IP header may stand: tunnels put one behind another, and a second reading that walked
 * every tunnel would be the reader once more. A header counts when its own length fits the frame.
 */
export function synsOf(frame: Frame): readonly SynFields[] {
  const { bytes } = frame;
  const found: SynFields[] = [];
  for (let at = 0; at + IPV4_HEADER_BYTES + 20 <= bytes.length; at++) {
    const version = bytes.readUInt8(at) >> 4;
    if (version === 4 && at + bytes.readUInt16BE(at + 2) <= bytes.length) {
      const syn = ofIpv4(bytes, at);
      if (syn !== undefined) found.push(syn);
    }
    if (version === 6 && at + IPV6_HEADER_BYTES + bytes.readUInt16BE(at + 4) <= bytes.length) {
      const syn = ofIpv6(bytes, at);
      if (syn !== undefined) found.push(syn);
    }
  }
  return found;
}
