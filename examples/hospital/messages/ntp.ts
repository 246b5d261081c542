import { be32, cat, u8, zeros } from '../../../bench/captures/bytes.ts';
import type { Random } from '../../../bench/captures/random.ts';

/** Seconds from 1900 to 1970. */
const NTP_OFFSET_S = 2_208_988_800;

const stamp = (random: Random, at: number): Buffer => cat(be32(Math.floor(at) + NTP_OFFSET_S), be32(random.u32()));

export interface Timing {
  readonly version: 3 | 4;
  /** How far the client's clock is ahead of ours, in seconds. */
  readonly ahead: number;
}

/** A request for the time and its answer (RFC 5905 §7.3). */
export function timeExchange(
  random: Random,
  at: number,
  { version, ahead }: Timing,
): readonly [question: Buffer, answer: Buffer] {
  const asked = stamp(random, at + ahead);
  const question = cat(u8((version << 3) | 3, 0, 6, 0xec), zeros(36), asked);
  const delays = cat(be32(0x00000120), be32(0x00000340), Buffer.from('GPS\0', 'latin1'));
  const head = u8((version << 3) | 4, 1, 6, 0xec);
  return [question, cat(head, delays, stamp(random, at - 16), asked, stamp(random, at), stamp(random, at))];
}
