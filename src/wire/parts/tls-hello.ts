import { u16At } from '#bytes';

/** SNI, groups, point formats, signature algorithms, ALPN, versions: the extensions that are looked into (IANA TLS ExtensionType). */
const EXTENSION = {
  serverName: 0,
  groups: 10,
  pointFormats: 11,
  signatureAlgorithms: 13,
  alpn: 16,
  supportedVersions: 43,
} as const;

/** SHA-256 of "HelloRetryRequest", the random that makes a ServerHello a retry (RFC 8446 §4.1.3); its first four bytes. */
const RETRY_RANDOM = 0xcf21ad74;

/** Values that clients add to keep servers tolerant (RFC 8701 §2): 0x0a0a, 0x1a1a … 0xfafa. */
export const isGrease = (code: number): boolean => (code & 0x0f0f) === 0x0a0a && code >> 8 === (code & 0xff);

/**
 * Where the parts of a ClientHello stand in the bytes; a part that is absent has from = to. One object serves many
 * hellos.
 */
export class ClientHello {
  legacyVersion = 0;
  /** Highest version offered, GREASE left out. */
  version = 0;
  versionAt = 0;
  ciphersFrom = 0;
  ciphersTo = 0;
  extensionsFrom = 0;
  extensionsTo = 0;
  hasSni = false;
  sniFrom = 0;
  sniTo = 0;
  hasAlpn = false;
  /** The list of ALPN names, each with a length byte in front. */
  alpnFrom = 0;
  alpnTo = 0;
  groupsFrom = 0;
  groupsTo = 0;
  formatsFrom = 0;
  formatsTo = 0;
  signaturesFrom = 0;
  signaturesTo = 0;

  /**
   * Reads the body of a ClientHello in [from, to) (RFC 8446 §4.1.2; RFC 6347 §4.2.1 adds a cookie). False when a length
   * leads outside; what was read before the fault stays.
   */
  read(bytes: Uint8Array, from: number, to: number, datagram: boolean): boolean {
    this.clear();
    if (to - from < 35) return false;
    this.legacyVersion = u16At(bytes, from);
    this.version = this.legacyVersion;
    this.versionAt = from;
    let at = from + 34;
    at += 1 + bytes[at]!;
    if (datagram) {
      if (at >= to) return false;
      at += 1 + bytes[at]!;
    }
    if (at + 2 > to) return false;
    const ciphersEnd = at + 2 + u16At(bytes, at);
    if (ciphersEnd > to) return false;
    this.ciphersFrom = at + 2;
    this.ciphersTo = ciphersEnd - (u16At(bytes, at) & 1);
    if (ciphersEnd >= to) return false;
    at = ciphersEnd + 1 + bytes[ciphersEnd]!;
    // RFC 5246 §7.4.1.2: extensions may be left out altogether.
    if (at === to) return true;
    if (at + 2 > to) return false;
    const end = at + 2 + u16At(bytes, at);
    return this.readExtensions(bytes, at + 2, Math.min(end, to)) && end <= to;
  }

  private clear(): void {
    this.legacyVersion = this.version = this.versionAt = 0;
    this.ciphersFrom = this.ciphersTo = this.extensionsFrom = this.extensionsTo = 0;
    this.hasSni = this.hasAlpn = false;
    this.sniFrom = this.sniTo = this.alpnFrom = this.alpnTo = 0;
    this.groupsFrom = this.groupsTo = this.formatsFrom = this.formatsTo = 0;
    this.signaturesFrom = this.signaturesTo = 0;
  }

  private readExtensions(bytes: Uint8Array, from: number, to: number): boolean {
    this.extensionsFrom = this.extensionsTo = from;
    let at = from;
    while (at < to) {
      if (at + 4 > to) return false;
      const type = u16At(bytes, at);
      const start = at + 4;
      const end = start + u16At(bytes, at + 2);
      if (end > to) return false;
      this.readExtension(bytes, type, start, end);
      this.extensionsTo = at = end;
    }
    return true;
  }

  private readExtension(bytes: Uint8Array, type: number, start: number, end: number): void {
    switch (type) {
      case EXTENSION.serverName:
        this.readServerName(bytes, start, end);
        return;
      case EXTENSION.groups:
        if (listFits(bytes, start, end)) {
          this.groupsFrom = start + 2;
          this.groupsTo = start + 2 + (u16At(bytes, start) & ~1);
        }
        return;
      case EXTENSION.pointFormats:
        if (end > start && start + 1 + bytes[start]! <= end) {
          this.formatsFrom = start + 1;
          this.formatsTo = start + 1 + bytes[start]!;
        }
        return;
      case EXTENSION.signatureAlgorithms:
        if (listFits(bytes, start, end)) {
          this.signaturesFrom = start + 2;
          this.signaturesTo = start + 2 + (u16At(bytes, start) & ~1);
        }
        return;
      case EXTENSION.alpn:
        this.hasAlpn = true;
        if (listFits(bytes, start, end)) {
          this.alpnFrom = start + 2;
          this.alpnTo = start + 2 + u16At(bytes, start);
        }
        return;
      case EXTENSION.supportedVersions:
        this.readVersions(bytes, start, end);
        return;
    }
  }

  /** RFC 6066 §3: a list, in which only host_name (0) is defined. */
  private readServerName(bytes: Uint8Array, start: number, end: number): void {
    this.hasSni = true;
    if (end - start < 5 || bytes[start + 2] !== 0) return;
    const to = start + 5 + u16At(bytes, start + 3);
    if (to > end) return;
    this.sniFrom = start + 5;
    this.sniTo = to;
  }

  /** RFC 8446 §4.2.1. DTLS versions count down, so the highest of them is the smallest number. */
  private readVersions(bytes: Uint8Array, start: number, end: number): void {
    if (end <= start || start + 1 + bytes[start]! > end) return;
    let best = 0;
    for (let at = start + 1; at + 1 < start + 1 + bytes[start]!; at += 2) {
      const version = u16At(bytes, at);
      if (isGrease(version)) continue;
      if (best !== 0 && !newer(version, best)) continue;
      best = version;
      this.versionAt = at;
    }
    if (best !== 0) this.version = best;
  }
}

const newer = (version: number, than: number): boolean => (version >= 0xfe00 ? version < than : version > than);

const listFits = (bytes: Uint8Array, start: number, end: number): boolean =>
  end - start >= 2 && start + 2 + u16At(bytes, start) <= end;

/** Where the parts of a ServerHello stand in the bytes. One object serves many hellos. */
export class ServerHello {
  legacyVersion = 0;
  /** The version chosen: supported_versions wins over the field (RFC 8446 §4.2.1). */
  version = 0;
  versionAt = 0;
  cipher = 0;
  cipherAt = 0;
  extensionsFrom = 0;
  extensionsTo = 0;
  alpnFrom = 0;
  alpnTo = 0;
  /** A HelloRetryRequest: a second ClientHello follows. */
  retry = false;

  /** Reads the body of a ServerHello in [from, to) (RFC 8446 §4.1.3). False when a length leads outside. */
  read(bytes: Uint8Array, from: number, to: number): boolean {
    this.extensionsFrom = this.extensionsTo = this.alpnFrom = this.alpnTo = 0;
    this.retry = false;
    if (to - from < 35) return false;
    this.legacyVersion = this.version = u16At(bytes, from);
    this.versionAt = from;
    this.retry = u16At(bytes, from + 2) === RETRY_RANDOM >>> 16 && u16At(bytes, from + 4) === (RETRY_RANDOM & 0xffff);
    const at = from + 35 + bytes[from + 34]!;
    if (at + 3 > to) return false;
    this.cipher = u16At(bytes, at);
    this.cipherAt = at;
    if (at + 3 === to) return true;
    if (at + 5 > to) return false;
    const end = at + 5 + u16At(bytes, at + 3);
    if (end > to) return false;
    return this.readExtensions(bytes, at + 5, end);
  }

  private readExtensions(bytes: Uint8Array, from: number, to: number): boolean {
    this.extensionsFrom = this.extensionsTo = from;
    let at = from;
    while (at < to) {
      if (at + 4 > to) return false;
      const type = u16At(bytes, at);
      const start = at + 4;
      const end = start + u16At(bytes, at + 2);
      if (end > to) return false;
      if (type === EXTENSION.supportedVersions && end - start === 2) {
        this.version = u16At(bytes, start);
        this.versionAt = start;
      } else if (type === EXTENSION.alpn && end - start > 3 && start + 3 + bytes[start + 2]! <= end) {
        this.alpnFrom = start + 3;
        this.alpnTo = start + 3 + bytes[start + 2]!;
      }
      this.extensionsTo = at = end;
    }
    return true;
  }
}
