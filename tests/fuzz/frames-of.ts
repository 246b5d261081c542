/** Frames of one link type, in the order of the file. */
export interface Frames {
  readonly linkType: number;
  readonly frames: readonly Uint8Array[];
}

const MICROS = 0xa1b2c3d4;
const NANOS = 0xa1b23c4d;
const SECTION = 0x0a0d0d0a;
const BYTE_ORDER = 0x1a2b3c4d;
const INTERFACE = 1;
const SIMPLE_PACKET = 3;
const ENHANCED_PACKET = 6;

/**
 * The frames of a sound pcap or pcapng file, as far as they can be read; a reader of its own, so that what the product
 * would refuse is not kept from the fuzzer.
 */
export function framesOf(file: Uint8Array): Frames | undefined {
  if (file.length < 24) return undefined;
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  for (const isLittle of [true, false]) {
    const magic = view.getUint32(0, isLittle);
    if (magic === MICROS || magic === NANOS) return ofPcap(file, view, isLittle);
  }
  if (view.getUint32(0) !== SECTION) return undefined;
  return ofPcapng(file, view, view.getUint32(8, true) === BYTE_ORDER);
}

function ofPcap(file: Uint8Array, view: DataView, isLittle: boolean): Frames {
  const frames: Uint8Array[] = [];
  for (let at = 24; at + 16 <= file.length; ) {
    const length = view.getUint32(at + 8, isLittle);
    if (at + 16 + length > file.length) break;
    frames.push(file.subarray(at + 16, at + 16 + length));
    at += 16 + length;
  }
  return { linkType: view.getUint32(20, isLittle) & 0xffff, frames };
}

/** All interfaces count as one, of the first link type. */
function ofPcapng(file: Uint8Array, view: DataView, isLittle: boolean): Frames {
  const frames: Uint8Array[] = [];
  let linkType: number | undefined;
  for (let at = 0; at + 12 <= file.length; ) {
    const type = view.getUint32(at, isLittle);
    const length = view.getUint32(at + 4, isLittle);
    if (length < 12 || at + length > file.length) break;
    if (type === INTERFACE) linkType ??= view.getUint16(at + 8, isLittle);
    const [data, size] =
      type === ENHANCED_PACKET && length >= 32
        ? [at + 28, view.getUint32(at + 20, isLittle)]
        : type === SIMPLE_PACKET
          ? [at + 12, Math.min(view.getUint32(at + 8, isLittle), length - 16)]
          : [0, 0];
    if (size > 0 && data + size <= at + length) frames.push(file.subarray(data, data + size));
    at += length;
  }
  return { linkType: linkType ?? 1, frames };
}
