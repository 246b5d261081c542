import type { Anomalies } from '../anomalies.ts';
import type { Layer } from '../layers/layer.ts';
import { STOP, TRANSPORT } from '../layers/layer.ts';
import type { Packet } from '../layers/packet.ts';
import { FRAGMENT_BYTES, FRAGMENT_DATAGRAMS, FRAGMENT_PIECES, FRAGMENT_US } from '../limits.ts';
import { Assembly, type FrameHead } from './assembly.ts';

interface Piece {
  readonly offset: number;
  readonly bytes: Uint8Array;
  readonly frame: number;
  readonly frameOffset: number;
  readonly head: FrameHead | undefined;
}

interface Datagram {
  readonly pieces: Piece[];
  readonly begunUs: number;
  held: number;
  /** Length of the whole payload; -1 until the last fragment has come. */
  total: number;
}

/**
 * Puts IP fragments together (RFC 791 §3.2, RFC 8200 §4.5). Bounded in datagrams, bytes, pieces and capture time.
 * Overlapping fragments are refused as RFC 5722 asks: the datagram is dropped and an anomaly says so.
 */
export class Fragments {
  private readonly making = new Map<string, Datagram>();
  /** The datagram just completed; its bytes are valid until the next one. */
  readonly whole = new Assembly(FRAGMENT_BYTES);
  private readonly head: (p: Packet) => FrameHead | undefined;

  /** `head` keeps what evidence needs of a frame, when excerpts are wanted. */
  constructor(head: (p: Packet) => FrameHead | undefined) {
    this.head = head;
  }

  /** Takes the fragment at p.at. When the datagram is whole, `p` reads it from `whole`. */
  take(p: Packet, id: number, offset: number, more: boolean, anomalies: Anomalies): Layer {
    const length = p.end - p.at;
    const key = `${p.ipVersion} ${p.source} ${p.destination} ${p.protocol} ${id} ${p.vlan}`;
    let datagram = this.making.get(key);
    if (datagram !== undefined && p.timeUs - datagram.begunUs > FRAGMENT_US) {
      this.making.delete(key);
      datagram = undefined;
    }
    if (datagram === undefined) {
      this.makeRoom(anomalies, p.frame);
      datagram = { pieces: [], begunUs: p.timeUs, held: 0, total: -1 };
      this.making.set(key, datagram);
    }
    const clash = datagram.pieces.find(
      (piece) => offset < piece.offset + piece.bytes.length && piece.offset < offset + length,
    );
    if (clash !== undefined) {
      const repeated = clash.offset === offset && clash.bytes.length === length;
      if (!repeated) {
        anomalies.add('fragment-overlap', p.frame);
        this.making.delete(key);
      }
      return STOP;
    }
    if (length <= 0 || offset + length > FRAGMENT_BYTES || datagram.pieces.length >= FRAGMENT_PIECES) {
      anomalies.add('fragment-bounds', p.frame);
      this.making.delete(key);
      return STOP;
    }
    datagram.pieces.push({
      offset,
      bytes: p.bytes.slice(p.at, p.end),
      frame: p.frame,
      frameOffset: p.at - p.start,
      head: this.head(p),
    });
    datagram.held += length;
    if (!more) datagram.total = offset + length;
    if (datagram.held !== datagram.total) return STOP;
    if (datagram.pieces.some((piece) => piece.offset + piece.bytes.length > datagram.total)) return STOP;
    this.making.delete(key);
    this.assemble(datagram);
    p.bytes = this.whole.bytes;
    p.assembly = this.whole;
    p.at = 0;
    p.end = this.whole.length;
    return TRANSPORT;
  }

  private makeRoom(anomalies: Anomalies, frame: number): void {
    if (this.making.size < FRAGMENT_DATAGRAMS) return;
    const oldest = this.making.keys().next().value;
    if (oldest !== undefined) this.making.delete(oldest);
    anomalies.add('fragments-dropped', frame);
  }

  private assemble(datagram: Datagram): void {
    this.whole.clear();
    datagram.pieces.sort((a, b) => a.offset - b.offset);
    for (const piece of datagram.pieces)
      this.whole.append(piece.bytes, 0, piece.bytes.length, piece.frame, piece.frameOffset, piece.head);
  }

  clear(): void {
    this.making.clear();
  }
}
