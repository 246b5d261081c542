import { i32At, u16At } from '#bytes';
import type { Anomalies } from '../anomalies.ts';
import { IPV6_EXTENSION_HEADERS } from '../limits.ts';
import type { Addresses } from '../streams/addresses.ts';
import type { Fragments } from '../streams/fragments.ts';
import { type Layer, STOP, TRANSPORT } from './layer.ts';
import type { Packet } from './packet.ts';

const MORE_FRAGMENTS = 0x2000;
const FRAGMENT_OFFSET = 0x1fff;

/** RFC 791. Options are passed over; a fragment waits in `fragments` until its datagram is whole. */
export function ipv4(p: Packet, anomalies: Anomalies, fragments: Fragments): Layer {
  const at = p.at;
  const bytes = p.bytes;
  if (p.end - at < 20) {
    anomalies.add('ipv4-cut', p.frame);
    return STOP;
  }
  const header = (bytes[at]! & 0x0f) * 4;
  const total = u16At(bytes, at + 2);
  if (bytes[at]! >> 4 !== 4 || header < 20 || (total !== 0 && total < header)) {
    anomalies.add('ipv4-header', p.frame);
    return STOP;
  }
  // Zero is what segmentation offload leaves in captures taken on the sending host.
  if (total !== 0 && at + total < p.end) p.end = at + total;
  p.ipVersion = 4;
  p.source = i32At(bytes, at + 12);
  p.destination = i32At(bytes, at + 16);
  p.sourceAt = at + 12;
  p.destinationAt = at + 16;
  p.multicast = bytes[at + 16]! >= 224 || (p.multicast && bytes[at + 19] === 255);
  p.ttl = bytes[at + 8]!;
  p.protocol = bytes[at + 9]!;
  const fragment = u16At(bytes, at + 6);
  p.ipBits = (fragment & 0x4000 ? 1 : 0) | (u16At(bytes, at + 4) === 0 ? 2 : 0);
  p.at = at + header;
  if (p.at > p.end) {
    anomalies.add('ipv4-cut', p.frame);
    return STOP;
  }
  if ((fragment & (MORE_FRAGMENTS | FRAGMENT_OFFSET)) === 0) return TRANSPORT;
  const offset = (fragment & FRAGMENT_OFFSET) * 8;
  return fragments.take(p, u16At(bytes, at + 4), offset, (fragment & MORE_FRAGMENTS) !== 0, anomalies);
}

/** RFC 8200, extension headers included. Interning answers -1 when there are too many addresses: then it stops here. */
export function ipv6(p: Packet, anomalies: Anomalies, fragments: Fragments, addresses: Addresses): Layer {
  const at = p.at;
  const bytes = p.bytes;
  if (p.end - at < 40) {
    anomalies.add('ipv6-cut', p.frame);
    return STOP;
  }
  if (bytes[at]! >> 4 !== 6) {
    anomalies.add('ipv6-header', p.frame);
    return STOP;
  }
  const length = u16At(bytes, at + 4);
  if (length !== 0 && at + 40 + length < p.end) p.end = at + 40 + length;
  p.ipVersion = 6;
  p.source = addresses.internIpv6(bytes, at + 8);
  p.destination = addresses.internIpv6(bytes, at + 24);
  if (p.source < 0 || p.destination < 0) {
    anomalies.add('addresses-full', p.frame);
    return STOP;
  }
  p.sourceAt = at + 8;
  p.destinationAt = at + 24;
  p.multicast = bytes[at + 24] === 0xff;
  p.ttl = bytes[at + 7]!;
  p.ipBits = 0;
  p.at = at + 40;
  return extensions(p, bytes[at + 6]!, anomalies, fragments);
}

function extensions(p: Packet, first: number, anomalies: Anomalies, fragments: Fragments): Layer {
  const bytes = p.bytes;
  let next = first;
  for (let passed = 0; passed <= IPV6_EXTENSION_HEADERS; passed++) {
    switch (next) {
      case 0: // hop-by-hop
      case 43: // routing
      case 60: // destination options
      case 135: // mobility
      case 139: // host identity
      case 140: // shim6
        if (p.end - p.at < 8) return cutExtension(p, anomalies);
        next = bytes[p.at]!;
        p.at += (bytes[p.at + 1]! + 1) * 8;
        break;
      case 51: // authentication header, counted in 4 bytes (RFC 4302 §2.2)
        if (p.end - p.at < 8) return cutExtension(p, anomalies);
        next = bytes[p.at]!;
        p.at += (bytes[p.at + 1]! + 2) * 4;
        break;
      case 44: {
        if (p.end - p.at < 8) return cutExtension(p, anomalies);
        const word = u16At(bytes, p.at + 2);
        const id = i32At(bytes, p.at + 4);
        p.protocol = bytes[p.at]!;
        p.at += 8;
        const offset = word & 0xfff8;
        const more = (word & 1) === 1;
        // An atomic fragment (RFC 6946) is whole; more extension headers may follow it.
        if (offset !== 0 || more) return fragments.take(p, id, offset, more, anomalies);
        next = p.protocol;
        break;
      }
      case 59: // nothing follows
        return STOP;
      default:
        p.protocol = next;
        return p.at <= p.end ? TRANSPORT : cutExtension(p, anomalies);
    }
    if (p.at > p.end) return cutExtension(p, anomalies);
  }
  anomalies.add('ipv6-extension-headers', p.frame);
  return STOP;
}

function cutExtension(p: Packet, anomalies: Anomalies): Layer {
  anomalies.add('ipv6-cut', p.frame);
  return STOP;
}
