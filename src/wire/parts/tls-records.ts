import { u16At } from '#bytes';
import type { Out, Subject } from '../dissector.ts';
import { type Piece, PiecedOut, rangesWithin } from './pieced-out.ts';
import {
  HANDSHAKE,
  reportCertificateRequest,
  reportCertificates,
  reportClientHello,
  reportServerHello,
} from './tls-handshake.ts';

const HANDSHAKE_RECORD = 22;
/** Type, version, length (RFC 5246 §6.2.1). */
const HEADER = 5;
/** Type and length (RFC 5246 §7.4). */
const MESSAGE_HEADER = 4;
const TLS_1_3 = 0x0304;
/** Records of one flight that are read; a chain of certificates fills four. */
const RECORDS = 64;

/** Who speaks in a flight, and what is known of them. */
export interface FlightEnds {
  readonly sender: Subject;
  readonly receiver: Subject;
  readonly isClient: boolean;
  /** The sender's certificate may be that of a person; see reportCertificates. */
  readonly mayBePerson: boolean;
}

/**
 * Reports the hellos and certificates of a flight of TLS records that a protocol of messages carries (EAP, RFC 5216
 * §2.1.5), up to where it is encrypted. `pieces` say where the bytes came from; `viewStart` as for PiecedOut.
 */
export function reportTlsFlight(
  out: Out,
  bytes: Uint8Array,
  pieces: readonly Piece[],
  viewStart: number,
  ends: FlightEnds,
): void {
  const records = handshakeRecords(bytes);
  const content = new Uint8Array(records.reduce((sum, { length }) => sum + length, 0));
  for (const { at, from, length } of records) content.set(bytes.subarray(from, from + length), at);
  const within = records.flatMap(({ at, from, length }) => piecesWithin(pieces, from, length, at));
  const sink = new PiecedOut(out, content, within, 'reassembled', viewStart);
  const { sender, receiver } = ends;
  for (let at = 0; at + MESSAGE_HEADER <= content.length; ) {
    const body = at + MESSAGE_HEADER;
    const end = body + (content[at + 1]! << 16) + u16At(content, at + 2);
    if (end > content.length) return;
    const type = content[at]!;
    if (type === HANDSHAKE.clientHello && ends.isClient)
      reportClientHello(sink, sender, receiver, content, body, end, 't');
    else if (type === HANDSHAKE.serverHello && !ends.isClient) {
      const choice = reportServerHello(sink, sender, content, body, end);
      // RFC 8446 §4.1.3: everything after the ServerHello is encrypted.
      if (choice === undefined || choice.version >= TLS_1_3) return;
    } else if (type === HANDSHAKE.certificate) reportCertificates(sink, sender, content, body, end, ends.mayBePerson);
    else if (type === HANDSHAKE.certificateRequest) reportCertificateRequest(sink, sender, at, end);
    at = end;
  }
}

/** A record of handshake messages: where its content stands in the flight, and where in the content of all. */
interface HandshakeRecord {
  readonly at: number;
  readonly from: number;
  readonly length: number;
}

/** The records of the flight up to the first that is whole no more, or carries something else. */
function handshakeRecords(bytes: Uint8Array): HandshakeRecord[] {
  const records: HandshakeRecord[] = [];
  let content = 0;
  for (let at = 0; at + HEADER <= bytes.length && records.length < RECORDS; ) {
    const length = u16At(bytes, at + 3);
    const from = at + HEADER;
    if (bytes[at] !== HANDSHAKE_RECORD || bytes[at + 1] !== 3 || from + length > bytes.length) break;
    records.push({ at: content, from, length });
    content += length;
    at = from + length;
  }
  return records;
}

/** The parts of `pieces` that hold [from, from + length), counted from `at` on. */
function piecesWithin(pieces: readonly Piece[], from: number, length: number, at: number): Piece[] {
  return pieces.flatMap((piece): Piece[] => {
    const first = Math.max(from, piece.at);
    const last = Math.min(from + length, piece.at + piece.length);
    if (first >= last) return [];
    const place = { at: at + first - from, length: last - first };
    const skipped = first - piece.at;
    return piece.from === undefined
      ? [{ ...place, ranges: rangesWithin(piece.ranges ?? [], skipped, last - first) }]
      : [{ ...place, from: piece.from + skipped }];
  });
}
