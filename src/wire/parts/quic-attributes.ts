import { defineAttributes } from '../dissector.ts';

export const quicAttributes = defineAttributes('quic', {
  version: ['capability-seen', 'Version of a long header, as on the wire (RFC 9000 §17.2); four letters of gQUIC'],
  sni: ['name-seen', 'SNI of a gQUIC client hello (QUIC Crypto §"Client hello"); it describes the server'],
  userAgent: ['software-seen', 'UAID of a gQUIC client hello (QUIC Crypto §"Client hello")'],
});
