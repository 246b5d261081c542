import { u16At, u16leAt } from '#bytes';
import { type Layer, LLC, STOP } from './layer.ts';
import type { Packet } from './packet.ts';

/** IEEE 802.11-2020 §9.2.4.1: frame control, little endian. */
const TYPE_MASK = 0x000c;
const TYPE_DATA = 0x0008;
const SUBTYPE_NO_DATA = 0x0040;
const SUBTYPE_QOS = 0x0080;
const TO_DS = 0x0100;
const FROM_DS = 0x0200;
const PROTECTED = 0x4000;
const ORDER = 0x8000;
/** §9.2.4.5: the payload is a sequence of subframes. */
const QOS_AMSDU = 0x0080;
const HEADER = 24;
const ADDRESS = 6;
const SUBFRAME_HEADER = 14;

/** Data frames in clear. Everything else of 802.11 says nothing about hosts that LLC does not. */
export function wlan(p: Packet): Layer {
  const { bytes, at } = p;
  if (p.end - at < HEADER) return STOP;
  const control = u16leAt(bytes, at);
  if ((control & TYPE_MASK) !== TYPE_DATA || (control & (SUBTYPE_NO_DATA | PROTECTED)) !== 0) return STOP;
  const toDs = (control & TO_DS) !== 0;
  const fromDs = (control & FROM_DS) !== 0;
  let next = at + HEADER + (toDs && fromDs ? ADDRESS : 0);
  let aggregated = false;
  if ((control & SUBTYPE_QOS) !== 0) {
    if (p.end - next < 2) return STOP;
    aggregated = (u16leAt(bytes, next) & QOS_AMSDU) !== 0;
    next += 2 + ((control & ORDER) !== 0 ? 4 : 0);
  }
  p.multicast = (bytes[at + 4]! & 1) === 1;
  p.macAt = at + (toDs && fromDs ? HEADER : fromDs ? 16 : 10);
  p.at = next;
  return aggregated ? subframe(p) : LLC;
}

/** The first subframe; the length of an A-MSDU part says where its LLC payload ends (§9.3.2.2). */
function subframe(p: Packet): Layer {
  if (p.end - p.at < SUBFRAME_HEADER) return STOP;
  const length = u16At(p.bytes, p.at + 12);
  p.macAt = p.at + 6;
  p.at += SUBFRAME_HEADER;
  if (p.at + length < p.end) p.end = p.at + length;
  return LLC;
}

/** Radiotap header: its length, little endian, stands at offset 2. */
export function radiotap(p: Packet): Layer {
  if (p.end - p.at < 8) return STOP;
  const length = u16leAt(p.bytes, p.at + 2);
  if (length < 8 || p.at + length > p.end) return STOP;
  p.at += length;
  return wlan(p);
}
