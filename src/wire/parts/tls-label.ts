import { ascii, indexOf } from '#bytes';
import { HANDSHAKE } from './tls-handshake.ts';

/**
 * Programs that speak TLS of their own: text in the ClientHello (names of servers, ALPN) or in a certificate, and the id
 * that labels the edge. From the makers' lists of servers and certificates.
 */
const LABELS = [
  { id: 'anydesk', hello: ascii('anydesk'), certificates: [ascii('AnyDesk Client'), ascii('AnyNet')] },
] as const;

/** The label for the handshake message of `type` whose body is bytes[from, to), if one of them fits. */
export function labelOf(bytes: Uint8Array, type: number, from: number, to: number): string | undefined {
  for (const { id, hello, certificates } of LABELS) {
    if (type === HANDSHAKE.clientHello && indexOf(bytes, hello, from, to) >= 0) return id;
    if (type === HANDSHAKE.certificate && certificates.some((text) => indexOf(bytes, text, from, to) >= 0)) return id;
  }
  return undefined;
}
