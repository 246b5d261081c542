import type { Out } from '../dissector.ts';

/** Options of one message that are read; the largest client messages carry about 30. */
export const DHCP_OPTIONS = 128;

const PAD = 0;
const OVERLOAD = 52;
const END = 255;

/** One option. `pieces` are pairs of positions; more than one pair when it was split (RFC 3396 §5). */
export interface DhcpOption {
  readonly code: number;
  readonly pieces: number[];
}

/** Fields of the message that may carry options too, as [from, to). */
export interface DhcpOverloadFields {
  readonly file: readonly [from: number, to: number];
  readonly serverName: readonly [from: number, to: number];
}

/**
 * Reads the options at [start, end) and, where option 52 says so, those in the fields `file` and `sname`
 * (RFC 2132 §9.3), in the order of their first appearance. What runs past the end is an anomaly and is left out.
 */
export function readDhcpOptions(
  bytes: Uint8Array,
  start: number,
  end: number,
  fields: DhcpOverloadFields,
  out: Out,
): DhcpOption[] {
  const options: DhcpOption[] = [];
  const overload = readArea(bytes, start, end, options, out);
  if ((overload & 1) !== 0) readArea(bytes, fields.file[0], fields.file[1], options, out);
  if ((overload & 2) !== 0) readArea(bytes, fields.serverName[0], fields.serverName[1], options, out);
  return options;
}

function readArea(bytes: Uint8Array, start: number, end: number, options: DhcpOption[], out: Out): number {
  let overload = 0;
  for (let at = start; at < end; ) {
    const code = bytes[at++]!;
    if (code === PAD) continue;
    if (code === END) break;
    const length = at < end ? bytes[at++]! : end;
    if (at + length > end) {
      out.anomaly('dhcp-option-past-end');
      break;
    }
    if (code === OVERLOAD && length === 1) overload = bytes[at]!;
    const known = options.find((option) => option.code === code);
    if (known !== undefined) known.pieces.push(at, at + length);
    else if (options.length < DHCP_OPTIONS) options.push({ code, pieces: [at, at + length] });
    at += length;
  }
  return overload;
}

/** The octets of an option in one piece. Copies only when it was split. */
export function joinPieces(
  bytes: Uint8Array,
  pieces: readonly number[],
): { bytes: Uint8Array; from: number; to: number } {
  if (pieces.length === 2) return { bytes, from: pieces[0]!, to: pieces[1]! };
  const joined: number[] = [];
  for (let i = 0; i < pieces.length; i += 2)
    for (let at = pieces[i]!; at < pieces[i + 1]!; at++) joined.push(bytes[at]!);
  return { bytes: Uint8Array.from(joined), from: 0, to: joined.length };
}
