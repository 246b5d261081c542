import { be32, cat, u8 } from '../../../bench/captures/bytes.ts';

/** How an operating system forms its packets: initial TTL, window and the options of its SYN. */
export interface Stack {
  readonly ttl: number;
  readonly window: number;
  /** Timestamps in every segment, when the peer has them too (RFC 7323). */
  readonly timestamps: boolean;
  readonly synOptions: (clock: number) => Buffer;
}

const MSS = u8(2, 4, 5, 0xb4);
const SACK_PERMITTED = u8(4, 2);
const NOP = u8(1);
const scale = (shift: number): Buffer => u8(3, 3, shift);
const timestamp = (clock: number, echo = 0): Buffer => cat(u8(8, 10), be32(clock), be32(echo));

/** Timestamps of an ordinary segment, padded as Linux does. */
export const timestampOptions = (clock: number, echo: number): Buffer => cat(NOP, NOP, timestamp(clock, echo));

const fixed = (...parts: readonly Buffer[]): (() => Buffer) => {
  const options = cat(...parts);
  return () => options;
};

export const WINDOWS: Stack = {
  ttl: 128,
  window: 64_240,
  timestamps: false,
  synOptions: fixed(MSS, NOP, scale(8), NOP, NOP, SACK_PERMITTED),
};
export const WINDOWS_XP: Stack = {
  ttl: 128,
  window: 65_535,
  timestamps: false,
  synOptions: fixed(MSS, NOP, NOP, SACK_PERMITTED),
};
export const LINUX: Stack = {
  ttl: 64,
  window: 64_240,
  timestamps: true,
  synOptions: (clock) => cat(MSS, SACK_PERMITTED, timestamp(clock), NOP, scale(7)),
};
export const VXWORKS: Stack = {
  ttl: 64,
  window: 60_000,
  timestamps: false,
  synOptions: fixed(MSS, NOP, scale(0), NOP, NOP, SACK_PERMITTED),
};
export const SMALL_RTOS: Stack = { ttl: 255, window: 8192, timestamps: false, synOptions: fixed(MSS) };
export const NETWORK_GEAR: Stack = { ttl: 255, window: 4128, timestamps: false, synOptions: fixed(MSS) };
export const PHONE: Stack = {
  ttl: 64,
  window: 65_535,
  timestamps: true,
  synOptions: (clock) => cat(MSS, NOP, scale(6), NOP, NOP, timestamp(clock), SACK_PERMITTED, u8(0, 0)),
};
