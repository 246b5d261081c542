import { u32At } from '#bytes';
import { defineDissector, NO, type Out, type Recognition, type View, WEAK } from '../dissector.ts';

/** SPI, sequence number, and no less than a block of ciphertext and its check value (RFC 4303 §2). */
const PACKET_BYTES = 4 + 4 + 16 + 12;
const NAT_PORT = 4500;

/** ESP in UDP (RFC 3948) of which the key exchange was not captured; ESP of its own is an IP protocol. */
export const esp = defineDissector({
  id: 'esp',
  title: 'IPsec ESP in UDP',
  source: 'RFC 3948 §2.1, RFC 4303 §2',
  attributes: {},
  datagram: { ports: [NAT_PORT], firstBytes: [], attach: 'head', recognise, read },
});

/** Behind a NAT the SPI is not zero, which sets it apart from IKE (RFC 3948 §2.2); the rest looks like noise. */
function recognise(view: View): Recognition {
  const { bytes, start, end } = view;
  if (!view.usualPort || end - start < PACKET_BYTES) return NO;
  // RFC 4303 §2.1: SPIs up to 255 are reserved.
  return u32At(bytes, start) > 255 ? WEAK : NO;
}

function read(_view: View, out: Out): void {
  out.encrypted();
  out.done();
}
