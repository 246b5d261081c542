/**
 * What `wire` needs from outside and `connect` gives: digests for fingerprints, AES for QUIC Initial packets, inflating
 * for DICOM, and the table of known default credentials. All of it only reads.
 */
export interface Ports {
  /** Lower-case hexadecimal digest. */
  digest(algorithm: 'md5' | 'sha1' | 'sha256', data: Uint8Array | string): string;
  hmacSha256(key: Uint8Array, data: Uint8Array): Uint8Array;
  /** One AES-128 block in ECB mode, for header protection (RFC 9001 §5.4.3). */
  aes128Block(key: Uint8Array, block: Uint8Array): Uint8Array;
  /** AES-128-GCM with a 16-byte tag at the end; undefined when the tag does not fit. */
  aes128GcmOpen(key: Uint8Array, nonce: Uint8Array, aad: Uint8Array, sealed: Uint8Array): Uint8Array | undefined;
  /**
   * The first bytes, at most `mostBytes` of them, of what these bytes of a raw deflate stream (RFC 1951) hold; the stream
   * may go on behind them. Undefined when they are no such stream. Where the port is absent, compressed data stay unread.
   */
  inflateRaw?(bytes: Uint8Array, mostBytes: number): Uint8Array | undefined;
  /** Id of the entry of the salted-hash list of known defaults that matches, or undefined. Nothing is kept or logged. */
  knownDefault(service: string, user: string, password: string): string | undefined;
}
