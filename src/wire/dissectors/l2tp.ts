import { u16At } from '#bytes';
import {
  type Attribute,
  defineAttributes,
  defineDissector,
  NO,
  type Out,
  type Recognition,
  SURE,
  type View,
  WEAK,
} from '../dissector.ts';

const attributes = defineAttributes('l2tp', {
  hostName: ['name-seen', 'Host Name of a control message (RFC 2661 §4.4.3)'],
  vendor: ['manufacturer-seen', 'Vendor Name of a control message (RFC 2661 §4.4.3)'],
  firmware: ['software-seen', 'Firmware Revision of a control message (RFC 2661 §4.4.3)'],
});

/** RFC 2661 §3.1: flags T, L and S are set in a control message, which has version 2 and twelve bytes of header. */
const CONTROL = 0xc802;
const VERSION_MASK = 0x000f;
const RESERVED_MASK = 0x34f0;
const CONTROL_HEADER = 12;
/** RFC 2661 §4.1: mandatory, hidden, length of ten bits; vendor; type. */
const AVP_HEADER = 6;
const AVP_HIDDEN = 0x4000;
const AVP_LENGTH = 0x03ff;
const AVPS = 64;
const FIRMWARE_REVISION = 6;
const TEXTS: Readonly<Record<number, Attribute>> = { 7: attributes.hostName, 8: attributes.vendor };
/** Datagrams without a control message after which none is expected. */
const DATAGRAMS = 16;

interface L2tpFlow {
  datagrams: number;
}

/** L2TP tunnels: who they are between. */
export const l2tp = defineDissector<L2tpFlow>({
  id: 'l2tp',
  title: 'L2TP tunnel',
  source: 'RFC 2661',
  attributes,
  datagram: { ports: [1701], firstBytes: [0xc8], attach: 'head', recognise, open: () => ({ datagrams: 0 }), read },
});

const isControl = (bytes: Uint8Array, start: number, end: number): boolean =>
  end - start >= CONTROL_HEADER && u16At(bytes, start) === CONTROL && u16At(bytes, start + 2) === end - start;

function recognise(view: View): Recognition {
  const { bytes, start, end } = view;
  if (isControl(bytes, start, end)) return SURE;
  if (!view.usualPort || end - start < 6) return NO;
  const flags = u16At(bytes, start);
  return (flags & VERSION_MASK) === 2 && (flags & RESERVED_MASK) === 0 && flags < 0x8000 ? WEAK : NO;
}

function read(view: View, out: Out, flow: L2tpFlow): void {
  const { bytes, start, end } = view;
  if (++flow.datagrams >= DATAGRAMS) out.done();
  if (!isControl(bytes, start, end)) return;
  let at = start + CONTROL_HEADER;
  for (let count = 0; at < end && count < AVPS; count++) {
    if (at + AVP_HEADER > end) return out.anomaly('l2tp-avp-malformed');
    const head = u16At(bytes, at);
    const next = at + (head & AVP_LENGTH);
    if (next > end || next < at + AVP_HEADER) return out.anomaly('l2tp-avp-malformed');
    // RFC 2661 §4.3: a hidden value is encrypted. Vendor 0 has the types of the RFC.
    if ((head & AVP_HIDDEN) === 0 && u16At(bytes, at + 2) === 0)
      reportAvp(view, out, u16At(bytes, at + 4), at + AVP_HEADER, next);
    at = next;
  }
}

function reportAvp(view: View, out: Out, type: number, from: number, to: number): void {
  const attribute = TEXTS[type];
  if (attribute !== undefined) out.text(attribute, view.sender, from, to);
  else if (type === FIRMWARE_REVISION && to - from === 2)
    out.value(attributes.firmware, view.sender, `0x${u16At(view.bytes, from).toString(16).padStart(4, '0')}`, from, to);
}
