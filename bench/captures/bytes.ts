/** Building blocks of messages. Multi-byte numbers: `be` big-endian, `le` little-endian. */
export const u8 = (...values: readonly number[]): Buffer => Buffer.from(values);
export const be16 = (value: number): Buffer => Buffer.from([(value >>> 8) & 255, value & 255]);
export const be24 = (value: number): Buffer => Buffer.from([(value >>> 16) & 255, (value >>> 8) & 255, value & 255]);

export function be32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
}

export const le16 = (value: number): Buffer => Buffer.from([value & 255, (value >>> 8) & 255]);

export function le32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value >>> 0);
  return bytes;
}

export const ascii = (text: string): Buffer => Buffer.from(text, 'latin1');
export const zeros = (count: number): Buffer => Buffer.alloc(count);
export const cat = (...parts: readonly Buffer[]): Buffer => Buffer.concat(parts);

/** The parts with their length in front, in one, two or three bytes, big-endian. */
export function len8(...parts: readonly Buffer[]): Buffer {
  const body = cat(...parts);
  return cat(u8(body.length), body);
}

export function len16(...parts: readonly Buffer[]): Buffer {
  const body = cat(...parts);
  return cat(be16(body.length), body);
}

export function len24(...parts: readonly Buffer[]): Buffer {
  const body = cat(...parts);
  return cat(be24(body.length), body);
}

/** Labels of a domain name, each with its length, and the root (RFC 1035 §3.1). */
export function dnsName(name: string): Buffer {
  return cat(...name.split('.').map((label) => len8(Buffer.from(label, 'utf8'))), u8(0));
}
