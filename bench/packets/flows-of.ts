import { closeSync, openSync, readSync } from 'node:fs';

const CHUNK_BYTES = 1 << 20;
const FILE_HEADER_BYTES = 24;
const RECORD_BYTES = 16;

/**
 * Counts the distinct (VLAN, addresses, protocol, ports) of one of our own captures, both directions as one: Ethernet,
 * 802.1Q, IPv4 and IPv6, little-endian pcap. Nothing of the product takes part, so that a flow which the product would
 * lose is still counted.
 */
export function flowsOf(path: string): number {
  const flows = new Set<number>();
  const descriptor = openSync(path, 'r');
  const chunk = Buffer.alloc(CHUNK_BYTES);
  let held = 0;
  let at = FILE_HEADER_BYTES;
  for (;;) {
    const count = readSync(descriptor, chunk, held, chunk.length - held, null);
    const end = held + count;
    while (at + RECORD_BYTES <= end) {
      const length = chunk.readUInt32LE(at + 8);
      if (at + RECORD_BYTES + length > end) break;
      const key = flowKey(chunk, at + RECORD_BYTES);
      if (key !== undefined) flows.add(key);
      at += RECORD_BYTES + length;
    }
    if (count === 0) break;
    chunk.copyWithin(0, at, end);
    held = end - at;
    at = 0;
  }
  closeSync(descriptor);
  return flows.size;
}

/** A number of 52 bits: two among a few million flows are the same with a chance of one in a thousand. */
function flowKey(bytes: Buffer, frame: number): number | undefined {
  const isTagged = bytes.readUInt16BE(frame + 12) === 0x8100;
  const vlan = isTagged ? bytes.readUInt16BE(frame + 14) : 0;
  const type = frame + (isTagged ? 16 : 12);
  const isSix = bytes.readUInt16BE(type) === 0x86dd;
  if (!isSix && bytes.readUInt16BE(type) !== 0x0800) return undefined;
  const ip = type + 2;
  const protocol = bytes[ip + (isSix ? 6 : 9)]!;
  const size = isSix ? 16 : 4;
  const addresses = ip + (isSix ? 8 : 12);
  const ports = ip + (isSix ? 40 : 20);
  const hasPorts = protocol === 6 || protocol === 17;
  const ends = [0, 1].map((side) => {
    const port = hasPorts ? bytes.readUInt16BE(ports + 2 * side) : 0;
    let [high, low] = [FNV_OFFSET ^ port, ~FNV_OFFSET ^ port];
    for (let at = addresses + side * size; at < addresses + (side + 1) * size; at++) {
      high = Math.imul(high ^ bytes[at]!, FNV_PRIME);
      low = Math.imul(low ^ bytes[at]!, MIX_PRIME);
    }
    return [mixed(high), mixed(low)] as const;
  });
  const label = (vlan << 8) | protocol;
  const high = mixed((ends[0]![0] + ends[1]![0]) ^ label);
  const low = mixed((ends[0]![1] + ends[1]![1] + label) | 0);
  return (high & 0xfffff) * 2 ** 32 + (low >>> 0);
}
const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;
const MIX_PRIME = 0x85ebca6b;

/** Spreads every bit of a hash over all of them (the finaliser of MurmurHash3, public domain). */
function mixed(hash: number): number {
  let h = hash;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
