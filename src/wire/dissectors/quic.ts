import { u16At, u32At } from '#bytes';
import { defineDissector, NO, type Out, type Recognition, SURE, type View, WEAK } from '../dissector.ts';
import { copyBytes } from '../parts/copy-bytes.ts';
import { isGquic, readGquic } from '../parts/gquic.ts';
import { mergeAttributes } from '../parts/merge-attributes.ts';
import { messagePoolFor, type PooledMessage } from '../parts/message-pool.ts';
import { PiecedOut } from '../parts/pieced-out.ts';
import { quicAttributes } from '../parts/quic-attributes.ts';
import { type InitialKeys, initialKeys, quicVersion } from '../parts/quic-keys.ts';
import { LongHeader, type OpenedPacket, openInitial, VarintReader } from '../parts/quic-packet.ts';
import { tlsAttributes } from '../parts/tls-attributes.ts';
import { HANDSHAKE, reportClientHello, reportServerHello } from '../parts/tls-handshake.ts';

/** Frames of an Initial packet (RFC 9000 §17.2.2, §19). */
const FRAME = { padding: 0x00, ping: 0x01, ack: 0x02, ackEcn: 0x03, crypto: 0x06 } as const;
/** Post-quantum hellos reach 2 KB. */
const CRYPTO_BYTES = 16_384;
/** Datagrams of one flow that are looked at, and Initial packets among them that are opened. */
const DATAGRAMS = 128;
const INITIALS = 32;
/** A short header with the least that a server may send (RFC 9000 §10.3). */
const SHORT_PACKET_BYTES = 21;
const FIXED_BIT = 0x40;

/** What of the client's side decides the keys, and what was gathered. Index 0 is the client, 1 the server. */
interface QuicFlow {
  clientSide: 0 | 1 | undefined;
  readonly keys: [InitialKeys | undefined, InitialKeys | undefined];
  readonly crypto: [PooledMessage | undefined, PooledMessage | undefined];
  readonly told: [boolean, boolean];
  datagrams: number;
  initials: number;
}

const header = new LongHeader();
const varints = new VarintReader();

/** QUIC Initial packets: the hellos of the TLS handshake inside. */
export const quic = defineDissector<QuicFlow>({
  id: 'quic',
  title: 'QUIC',
  source: 'RFC 9000, RFC 9001, RFC 9369 (version 2), draft-ietf-quic-tls-23 to -34, QUIC Crypto (gQUIC)',
  attributes: mergeAttributes(quicAttributes, tlsAttributes),
  datagram: {
    ports: [443, 80, 784, 853, 8443],
    attach: 'head',
    recognise,
    open: () => ({
      clientSide: undefined,
      keys: [undefined, undefined],
      crypto: [undefined, undefined],
      told: [false, false],
      datagrams: 0,
      initials: 0,
    }),
    read,
  },
});

function recognise(view: View): Recognition {
  const { bytes, start, end } = view;
  if (header.read(bytes, start, end)) {
    if (quicVersion(header.version) !== undefined && (bytes[start]! & FIXED_BIT) !== 0) return SURE;
    if (isGquic(bytes, start, end)) return SURE;
    // RFC 9000 §17.2.1: version 0 is a negotiation, a list of versions.
    const versions = end - header.fieldsFrom;
    return view.usualPort && header.version === 0 && versions > 0 && versions % 4 === 0 ? WEAK : NO;
  }
  if (isGquic(bytes, start, end)) return SURE;
  // RFC 9000 §17.3: a short header shows its fixed bit, and nothing else that could be told from noise.
  const onWebPort = view.sourcePort === 443 || view.destinationPort === 443;
  return onWebPort && bytes[start]! >> 6 === 1 && end - start >= SHORT_PACKET_BYTES ? WEAK : NO;
}

function read(view: View, out: Out, flow: QuicFlow): void {
  const { bytes, end } = view;
  out.encrypted();
  messagePoolFor(out.ports).next();
  const first = readGquic(view, out) ? end : view.start;
  for (let at = first; at < end && header.read(bytes, at, end); ) {
    const version = quicVersion(header.version);
    if (version === undefined) break;
    out.value(quicAttributes.version, view.sender, versionText(bytes, at + 1), at + 1, at + 5);
    const isInitial = header.type === version.initialType;
    const { destinationFrom, destinationTo } = header;
    varints.set(bytes, header.fieldsFrom, end);
    // RFC 9000 §17.2.2: an Initial has a token before its length; a Retry (type 3 of version 1) has no length.
    if (isInitial) varints.skip(varints.next());
    const length = varints.next();
    const next = varints.at + length;
    if (!varints.ok || next > end) break;
    if (isInitial && flow.initials < INITIALS) {
      flow.initials++;
      const numberAt = varints.at;
      const open = (keys: InitialKeys): OpenedPacket | undefined =>
        openInitial(out.ports, keys, bytes, at, numberAt, next);
      readInitial(view, out, flow, copyBytes(bytes, destinationFrom, destinationTo), open);
    }
    at = next;
  }
  if (++flow.datagrams >= DATAGRAMS || (flow.told[0] && flow.told[1])) out.done();
}

const versionText = (bytes: Uint8Array, at: number): string => `0x${u32At(bytes, at).toString(16).padStart(8, '0')}`;

function readInitial(
  view: View,
  out: Out,
  flow: QuicFlow,
  destination: Uint8Array,
  open: (keys: InitialKeys) => OpenedPacket | undefined,
): void {
  if (flow.clientSide !== undefined && flow.clientSide !== view.side) {
    const opened = flow.keys[1] && open(flow.keys[1]);
    if (opened !== undefined) readFrames(view, out, flow, 1, opened);
    return;
  }
  let opened = flow.keys[0] && open(flow.keys[0]);
  if (opened === undefined) {
    // Keys follow from the first connection id, and anew from the one that a Retry gave (RFC 9001 §5.2).
    const version = quicVersion(header.version)!;
    const keys = initialKeys(out.ports, version, destination, 'client');
    opened = open(keys);
    if (opened === undefined) return;
    flow.keys[0] = keys;
    flow.keys[1] = initialKeys(out.ports, version, destination, 'server');
    flow.clientSide = view.side;
    if (view.side === 1) out.senderIsClient();
  }
  readFrames(view, out, flow, 0, opened);
}

/** Gathers the CRYPTO frames of an opened packet, and reads the hello once it is whole. `role`: 0 client, 1 server. */
function readFrames(view: View, out: Out, flow: QuicFlow, role: 0 | 1, opened: OpenedPacket): void {
  const { payload, payloadFrom } = opened;
  if (flow.told[role]) return;
  const pool = messagePoolFor(out.ports);
  const message = (flow.crypto[role] ??= pool.open());
  varints.set(payload, 0, payload.length);
  while (varints.at < payload.length) {
    const type = varints.next();
    if (type === FRAME.padding || type === FRAME.ping) continue;
    if (type === FRAME.ack || type === FRAME.ackEcn) {
      passAcknowledgement(type === FRAME.ackEcn);
      continue;
    }
    if (type !== FRAME.crypto) break;
    const offset = varints.next();
    const length = varints.next();
    const from = varints.at;
    varints.skip(length);
    if (!varints.ok) return out.anomaly('quic-frame-malformed');
    if (
      offset + length > CRYPTO_BYTES ||
      !pool.add(message, offset, payload, from, from + length, payloadFrom + from, out)
    )
      return out.anomaly('quic-hello-too-long');
  }
  if (reportHello(view, out, role, message)) {
    flow.told[role] = true;
    pool.close(message);
  }
}

/** Largest, delay, count of ranges, first range; then a gap and a range each; ECN counts (RFC 9000 §19.3). */
function passAcknowledgement(withEcn: boolean): void {
  varints.next();
  varints.next();
  let numbers = 1 + 2 * varints.next() + (withEcn ? 3 : 0);
  while (numbers-- > 0 && varints.ok) varints.next();
}

/** False while the hello is not whole. */
function reportHello(view: View, out: Out, role: 0 | 1, message: PooledMessage): boolean {
  const { contiguous } = message;
  if (contiguous < 4) return false;
  const start = message.join(4);
  const length = 4 + ((start[1]! << 16) | u16At(start, 2));
  if (contiguous < length) return false;
  const hello = message.join(length);
  const pieces = message.pieces(messagePoolFor(out.ports).datagram);
  const sink = new PiecedOut(out, hello, pieces, 'decrypted', view.start);
  if (role === 0 && hello[0] === HANDSHAKE.clientHello)
    reportClientHello(sink, view.sender, view.receiver, hello, 4, length, 'q');
  else if (role === 1 && hello[0] === HANDSHAKE.serverHello) reportServerHello(sink, view.sender, hello, 4, length);
  return true;
}
