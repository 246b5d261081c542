import { u32At } from '#bytes';
import {
  defineDissector,
  MORE,
  NEED_MORE,
  NO,
  type Out,
  type Recognition,
  SURE,
  type View,
  WEAK,
} from '../dissector.ts';
import { berLength } from '../parts/ber.ts';
import { isKerberos, kerberosAttributes, reportKerberos } from '../parts/kerberos-message.ts';

/** Requests and errors open or close an exchange: who says what (RFC 4120 §5.10). */
const FROM_CLIENT = new Set([0x6a, 0x6c, 0x6e]);
/** Octets that decide: record mark, tag, longest length, SEQUENCE. */
const MARK_OCTETS = 4;
const HEAD_OCTETS = MARK_OCTETS + 7;
/** A message must fit into the reassembly buffer with its mark; a longer one is skipped. */
const MESSAGE_OCTETS = 65_000;

function recogniseDatagram(view: View): Recognition {
  const { bytes, start, end } = view;
  if (!isKerberos(bytes, start, end)) return NO;
  if (berLength(bytes, start, end) === end - start) return SURE;
  return view.usualPort ? WEAK : NO;
}

/** RFC 4120 §7.2.2: a length of four octets stands before each message. */
function recogniseStream(view: View): Recognition {
  const { bytes, start, end } = view;
  const undecided = view.usualPort ? WEAK : MORE;
  if (bytes[start] !== 0 || (end - start > 1 && bytes[start + 1] !== 0)) return NO;
  if (end - start < MARK_OCTETS + 1) return view.usualPort || end - start > 2 ? undecided : NO;
  if (end - start < HEAD_OCTETS) return bytes[start + MARK_OCTETS]! >> 5 === 3 ? undecided : NO;
  const at = start + MARK_OCTETS;
  return isKerberos(bytes, at, end) && berLength(bytes, at, end) === u32At(bytes, start) ? SURE : NO;
}

function readDatagram(view: View, out: Out): void {
  message(view, out, view.start, view.end);
}

function readStream(view: View, out: Out): number {
  const { bytes, start, end } = view;
  if (view.afterGap) {
    out.done();
    return end - start;
  }
  let at = start;
  while (at + MARK_OCTETS <= end) {
    const length = u32At(bytes, at);
    if (length > MESSAGE_OCTETS) {
      out.anomaly('kerberos-length');
      out.done();
      return end - start;
    }
    const next = at + MARK_OCTETS + length;
    if (next > end) break;
    message(view, out, at + MARK_OCTETS, next);
    at = next;
  }
  return at > start ? at - start : NEED_MORE;
}

function message(view: View, out: Out, from: number, to: number): void {
  const { bytes } = view;
  if (from < to) {
    const fromClient = FROM_CLIENT.has(bytes[from]!);
    if (fromClient !== (view.side === 0)) {
      if (fromClient) out.senderIsClient();
      else out.senderIsServer();
    }
  }
  if (!reportKerberos(out, view.sender, view.receiver, bytes, from, to)) out.anomaly('kerberos-message');
}

export const kerberos = defineDissector({
  id: 'kerberos',
  title: 'Kerberos',
  source: 'RFC 4120; [MS-KILE]',
  attributes: kerberosAttributes,
  datagram: {
    ports: [88],
    firstBytes: [0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x6f, 0x74, 0x75, 0x76, 0x7e],
    attach: 'whole',
    recognise: recogniseDatagram,
    read: readDatagram,
  },
  stream: {
    ports: [88],
    firstBytes: [0],
    attach: 'whole',
    recognise: recogniseStream,
    open: () => undefined,
    read: readStream,
  },
});
