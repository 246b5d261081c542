import { u32At, u32leAt } from '#bytes';

/** A frame as the container holds it; positions are in the window. */
export type OnFrame = (
  bytes: Uint8Array,
  start: number,
  end: number,
  wireLength: number,
  timeUs: number,
  linkType: number,
) => void;

/** A container format reads whole records from [at, end) and says how far it came. */
export interface Format {
  /**
   * New position. Short of `end` by an incomplete record; beyond `end` when a record longer than the window is to be
   * skipped by counting; -1 when the rest is damaged and nothing after it can be trusted.
   */
  read(bytes: Uint8Array, at: number, end: number): number;
}

/** Unsigned 32 bits in the byte order of the section. */
export const u32In = (bytes: Uint8Array, at: number, little: boolean): number =>
  little ? u32leAt(bytes, at) : u32At(bytes, at);
