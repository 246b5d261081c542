import { ascii } from '#bytes';
import type { Ports } from '../ports.ts';
import { copyBytes } from './copy-bytes.ts';

/** Versions whose Initial packets can be read: the salt (RFC 9001 §5.2, RFC 9369 §3.3.1, drafts) and the label prefix. */
interface QuicVersion {
  readonly salt: Uint8Array;
  readonly label: string;
  /** Bits 4 and 5 of the first byte that mean Initial (RFC 9000 §17.2, RFC 9369 §3.2). */
  readonly initialType: number;
}

const salt = (text: string): Uint8Array =>
  Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

const V1: QuicVersion = { salt: salt('38762cf7f55934b34d179ae6a4c80cadccbb7f0a'), label: 'quic ', initialType: 0 };
const V2: QuicVersion = { salt: salt('0dede3def700a6db819381be6e269dcbf9bd2ed9'), label: 'quicv2 ', initialType: 1 };
/** draft-ietf-quic-tls-29 to -32 and -23 to -28, §5.2. */
const DRAFT_29: QuicVersion = { ...V1, salt: salt('afbfec289993d24c9e9786f19c6111e04390a899') };
const DRAFT_23: QuicVersion = { ...V1, salt: salt('c3eef712c72ebb5a11a7d2432bb46365bef9f502') };

const VERSION_2 = 0x6b3343cf;
/** draft-ietf-quic-v2 before its number was fixed. */
const VERSION_2_DRAFT = 0x709a50c4;
const DRAFTS = 0xff000000;
/** Version numbers of mvfst that are drafts 27 and 29 under another name. */
const MVFST_27 = 0xfaceb002;

/** Undefined for a version that is not known. `version` is unsigned. */
export function quicVersion(version: number): QuicVersion | undefined {
  if (version === 1) return V1;
  if (version === VERSION_2 || version === VERSION_2_DRAFT) return V2;
  if (version === MVFST_27) return DRAFT_23;
  const draft = version - DRAFTS;
  if (draft === 33 || draft === 34) return V1;
  if (draft >= 29 && draft <= 32) return DRAFT_29;
  return draft >= 23 && draft <= 28 ? DRAFT_23 : undefined;
}

/** Keys of one direction of the Initial space (RFC 9001 §5.1). */
export interface InitialKeys {
  readonly key: Uint8Array;
  readonly iv: Uint8Array;
  readonly headerProtection: Uint8Array;
}

/**
 * Initial keys follow from the destination connection id of the client's first packet alone (RFC 9001 §5.2), so that
 * anybody who sees the packet can read it.
 */
export function initialKeys(
  ports: Ports,
  version: QuicVersion,
  connectionId: Uint8Array,
  sender: 'client' | 'server',
): InitialKeys {
  const initial = ports.hmacSha256(version.salt, connectionId);
  const secret = expandLabel(ports, initial, `${sender} in`, 32);
  return {
    key: expandLabel(ports, secret, `${version.label}key`, 16),
    iv: expandLabel(ports, secret, `${version.label}iv`, 12),
    headerProtection: expandLabel(ports, secret, `${version.label}hp`, 16),
  };
}

/** HKDF-Expand-Label with an empty context (RFC 8446 §7.1); up to 32 bytes are one block of HKDF-Expand (RFC 5869 §2.3). */
function expandLabel(ports: Ports, secret: Uint8Array, label: string, length: number): Uint8Array {
  const name = ascii(`tls13 ${label}`);
  const info = new Uint8Array(name.length + 5);
  info[1] = length;
  info[2] = name.length;
  info.set(name, 3);
  // An empty context has length 0, and the counter of the first block is 1.
  info[info.length - 1] = 1;
  return copyBytes(ports.hmacSha256(secret, info), 0, length);
}
