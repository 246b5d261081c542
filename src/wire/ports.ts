/**
 * What `wire` needs from outside and `connect` gives: digests for fingerprints, AES for QUIC Initial packets, and the
 * table of known default credentials. All of it only reads.
 */
export interface Ports {
  /** Lower-case hexadecimal digest. */
  digest(algorithm: 'md5' | 'sha1' | 'sha256', data: Uint8Array | string): string;
  hmacSha256(key: Uint8Array, data: Uint8Array): Uint8Array;
  /** One AES-128 block in ECB mode, for header protection (RFC 9001 §5.4.3). */
  aes128Block(key: Uint8Array, block: Uint8Array): Uint8Array;
  /** AES-128-GCM with a 16-byte tag at the end; undefined when the tag does not fit. */
  aes128GcmOpen(key: Uint8Array, nonce: Uint8Array, aad: Uint8Array, sealed: Uint8Array): Uint8Array | undefined;
  /** Id of the entry of the salted-hash list of known defaults that matches, or undefined. Nothing is kept or logged. */
  knownDefault(service: string, user: string, password: string): string | undefined;
}
