import { decodeText, u32At } from '#bytes';
import {
  defineAttributes,
  defineDissector,
  MORE,
  NO,
  type Out,
  type Recognition,
  type Subject,
  SURE,
  type View,
} from '../dissector.ts';
import { anonymousLogin, credentialAttributes } from '../parts/credentials.ts';
import { mergeAttributes } from '../parts/merge-attributes.ts';

const attributes = defineAttributes('vnc', {
  version: ['capability-seen', 'Protocol version of either end (RFC 6143 §7.1.1)'],
  security: ['capability-seen', 'Security type the server offers, a number (RFC 6143 §7.1.2, §7.2); 1 is none'],
});

/** `RFB 003.008\n` */
const VERSION_BYTES = 12;
const SIGNATURE = 'RFB ';
const SECURITY_NONE = 1;
/** Security types that encrypt what follows: RA2, TLS, VeNCrypt (RFC 6143 §8.1.2 and its registry). */
const ENCRYPTED_TYPES = [5, 18, 19];
/** From 3.7 on the server offers a list (RFC 6143 §7.1.2); major and minor version in one number. */
const VERSION_WITH_LIST = 3007;

interface VncStream {
  readonly versions: [number | undefined, number | undefined];
  toldSecurity: boolean;
}

/** VNC up to the choice of security. */
export const vnc = defineDissector<undefined, VncStream>({
  id: 'vnc',
  title: 'VNC (RFB)',
  source: 'RFC 6143',
  attributes: mergeAttributes(attributes, credentialAttributes),
  stream: {
    ports: [5900, 5901, 5902, 5903, 5800],
    firstBytes: [SIGNATURE.charCodeAt(0)],
    attach: 'head',
    recognise,
    open: () => ({ versions: [undefined, undefined], toldSecurity: false }),
    read,
  },
});

function recognise(view: View): Recognition {
  const { bytes, start, end } = view;
  const length = Math.min(end - start, SIGNATURE.length);
  for (let i = 0; i < length; i++) if (bytes[start + i] !== SIGNATURE.charCodeAt(i)) return NO;
  if (end - start < SIGNATURE.length + 4) return MORE;
  return bytes[start + 7] === 0x2e ? SURE : NO;
}

function read(view: View, out: Out, state: VncStream): number {
  const { bytes, start, end, side } = view;
  if (view.afterGap) {
    out.done();
    return end - start;
  }
  if (state.versions[side] === undefined) {
    if (end - start < VERSION_BYTES) return 0;
    out.text(attributes.version, view.sender, start + 4, start + 11);
    const [major, minor] = [decodeText(bytes, start + 4, start + 7), decodeText(bytes, start + 8, start + 11)].map(
      Number,
    );
    state.versions[side] = major! * 1000 + minor!;
    return VERSION_BYTES;
  }
  return side === 1 ? readSecurity(view, out, state) : readChoice(view, out, state);
}

/** RFC 6143 §7.1.2: a list of types; before version 3.7 the server decides for one, a number of four bytes. */
function readSecurity(view: View, out: Out, state: VncStream): number {
  const { bytes, start, end } = view;
  if (state.toldSecurity) {
    out.done();
    return end - start;
  }
  // The client answers with the lower version, which is the one that is spoken (§7.1.1).
  const [ofClient, ofServer] = state.versions;
  if (ofClient === undefined && !view.final) return 0;
  if (!(Math.min(ofClient ?? ofServer!, ofServer!) >= VERSION_WITH_LIST)) {
    if (end - start < 4) return 0;
    state.toldSecurity = true;
    const type = u32At(bytes, start);
    out.value(attributes.security, view.sender, String(type), start, start + 4);
    choose(out, type, start, start + 4, view.sender);
    out.done();
    return end - start;
  }
  const to = start + 1 + bytes[start]!;
  if (to > end) return 0;
  state.toldSecurity = true;
  for (let at = start + 1; at < to; at++) out.value(attributes.security, view.sender, String(bytes[at]!), at, at + 1);
  return to - start;
}

/** The client picks one type of the list. */
function readChoice(view: View, out: Out, state: VncStream): number {
  const { bytes, start, end } = view;
  if (!state.toldSecurity) return view.final ? end - start : 0;
  choose(out, bytes[start]!, start, start + 1, view.receiver);
  out.done();
  return end - start;
}

function choose(out: Out, type: number, from: number, to: number, server: Subject): void {
  if (type === SECURITY_NONE) anonymousLogin(out, server, 'vnc', from, to);
  if (ENCRYPTED_TYPES.includes(type)) out.encrypted();
}
