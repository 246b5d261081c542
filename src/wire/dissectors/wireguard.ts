import { u16At } from '#bytes';
import {
  defineAttributes,
  defineDissector,
  NO,
  type Out,
  type Recognition,
  SURE,
  type View,
  WEAK,
} from '../dissector.ts';

const attributes = defineAttributes('wireguard', {
  role: [
    'role-played',
    'Initiator or responder of a handshake (WireGuard: Next Generation Kernel Network Tunnel §5.4)',
  ],
});

/** Type, then three zero bytes (§5.4.1); sizes of the messages, §5.4.2, §5.4.3, §5.4.7, §5.4.6. */
const INITIATION = 1;
const RESPONSE = 2;
const COOKIE = 3;
const DATA = 4;
const SIZES: Readonly<Record<number, number>> = { [INITIATION]: 148, [RESPONSE]: 92, [COOKIE]: 64 };
const DATA_BYTES = 32;
const PADDING = 16;

/** WireGuard tunnels; what is inside stays unseen. */
export const wireguard = defineDissector({
  id: 'wireguard',
  title: 'WireGuard tunnel',
  source: 'J. A. Donenfeld, WireGuard: Next Generation Kernel Network Tunnel (2020) §5.4',
  attributes,
  datagram: { ports: [51820], firstBytes: [INITIATION, RESPONSE, COOKIE, DATA], attach: 'head', recognise, read },
});

function recognise(view: View): Recognition {
  const { bytes, start, end, usualPort } = view;
  const type = bytes[start]!;
  const length = end - start;
  if (length < DATA_BYTES || bytes[start + 1] !== 0 || u16At(bytes, start + 2) !== 0) return NO;
  if (SIZES[type] === length) return type === COOKIE && !usualPort ? WEAK : SURE;
  // Data are padded to 16 bytes (§5.4.6), which says little without the port.
  return type === DATA && usualPort && length % PADDING === 0 ? SURE : NO;
}

function read(view: View, out: Out): void {
  const { bytes, start } = view;
  out.encrypted();
  const type = bytes[start]!;
  if (type === INITIATION) out.value(attributes.role, view.sender, 'initiator', start, start + 4);
  else if (type === RESPONSE) out.value(attributes.role, view.sender, 'responder', start, start + 4);
  if (type !== INITIATION) out.done();
}
