/**
 * A copy of bytes[from, to). `slice` would do for a Uint8Array, but a port may hand over a subclass whose `slice` shares
 * the memory.
 */
export const copyBytes = (bytes: Uint8Array, from = 0, to = bytes.length): Uint8Array =>
  new Uint8Array(bytes.subarray(from, to));
