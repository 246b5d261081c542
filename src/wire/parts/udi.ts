/** A UDI in GS1 form (GS1 General Specifications §3), as it stands in bytes[from, to) or a part of it. */
export interface Udi {
  readonly from: number;
  readonly to: number;
  /** (01) the 14 digits of the device identifier: the model. */
  readonly deviceFrom: number;
  readonly deviceTo: number;
  /** (21) serial number: the one device; absent as from === to. */
  readonly serialFrom: number;
  readonly serialTo: number;
}

const OPEN = 0x28;
const CLOSE = 0x29;
const DEVICE_DIGITS = 14;
/** GS1 limits serial and lot to 20 characters; the whole text of a UDI carrier stays far below this. */
const UDI_BYTES = 200;

const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39;

/**
 * Finds a UDI in human readable form, `(01)` and 14 digits, in bytes[from, to). It lasts as long as application
 * identifiers in parentheses and their printable values follow, `stop` being a byte that ends it.
 */
export function findUdi(bytes: Uint8Array, from: number, to: number, stop: (byte: number) => boolean): Udi | undefined {
  const last = to - DEVICE_DIGITS - 4;
  for (let at = from; at <= last; at++) {
    if (bytes[at] !== OPEN || bytes[at + 1] !== 0x30 || bytes[at + 2] !== 0x31 || bytes[at + 3] !== CLOSE) continue;
    let digits = 0;
    while (digits < DEVICE_DIGITS && isDigit(bytes[at + 4 + digits]!)) digits++;
    if (digits === DEVICE_DIGITS) return measure(bytes, at, Math.min(to, at + UDI_BYTES), stop);
  }
  return undefined;
}

function measure(bytes: Uint8Array, from: number, limit: number, stop: (byte: number) => boolean): Udi {
  const deviceFrom = from + 4;
  const deviceTo = deviceFrom + DEVICE_DIGITS;
  let to = deviceTo;
  let serialFrom = deviceTo;
  let serialTo = deviceTo;
  while (to < limit && bytes[to]! > 0x20 && bytes[to]! < 0x7f && !stop(bytes[to]!)) {
    if (bytes[to] === OPEN && bytes[to + 1] === 0x32 && bytes[to + 2] === 0x31 && bytes[to + 3] === CLOSE) {
      serialFrom = to + 4;
    } else if (bytes[to] === OPEN && serialFrom > deviceTo && serialTo === deviceTo) serialTo = to;
    to++;
  }
  if (serialFrom > deviceTo && serialTo === deviceTo) serialTo = to;
  if (serialFrom > serialTo) serialFrom = serialTo = deviceTo;
  return { from, to, deviceFrom, deviceTo, serialFrom, serialTo };
}
