import { pcap } from '../packets.ts';

/** What is fed to the engine: frames that become a capture, or the bytes of a capture file as they are. */
export type FuzzInput =
  | { readonly frames: readonly Uint8Array[]; readonly linkType: number }
  | { readonly file: Uint8Array };

export const captureOf = (input: FuzzInput): Uint8Array =>
  'file' in input ? input.file : pcap(input.frames, input.linkType);

export const sizeOf = (input: FuzzInput): number =>
  'file' in input ? input.file.length : input.frames.reduce((sum, frame) => sum + frame.length, 0);
