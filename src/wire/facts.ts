import type { FrameRange, Micros } from '#kernel';

/**
 * The closed vocabulary. Inventory reads kinds only, so a new protocol needs nothing elsewhere; a new kind is a decision.
 */
export const FACT_KINDS = {
  'address-bound': 'a hardware address and a network address belong together; the value is "ip=mac"',
  'name-seen': 'a name of the host itself: host name, AE title, station name, NetBIOS name',
  'serial-seen': 'the serial number that the maker gave the unit',
  'identifier-seen': 'another identifier meant to be unique: UDI, EUI-64, endpoint UUID, DHCP client id, engine id',
  'manufacturer-seen': 'who made it',
  'model-seen': 'which product it is',
  'software-seen': 'a program or firmware and its version: banner, toolkit, revision',
  'system-seen': 'an operating system or its version',
  'fingerprint-seen': 'how the host forms its messages: JA3, JA4, HASSH, DHCP parameter list, TCP stack',
  'service-offered': 'what the host offers to others',
  'role-played': 'the part the host takes in an exchange',
  'place-seen': 'department, room, bed, location text',
  'certificate-shown': 'a certificate, or a field of it',
  'credential-exposed': 'a credential in clear, an anonymous log-in or a default; never the secret itself',
  'personal-data-carried': 'which kinds of personal data were carried; never the data',
  'peer-sought': 'a name or address that the host asked for',
  'capability-seen': 'protocol versions, dialects and parameters that the host speaks',
} as const;

export type FactKind = keyof typeof FACT_KINDS;

/** Categories of personal data. A dissector reports categories and counts; there is no way to hand over the data. */
export const PERSONAL_DATA = [
  'name',
  'identifier',
  'birth-date',
  'sex',
  'address',
  'contact',
  'account',
  'order',
  'result',
  'image',
  'waveform',
  'medication',
  'document',
] as const;
export type PersonalData = (typeof PERSONAL_DATA)[number];

/** How a value was made when it is not simply the text of its bytes. */
export const DERIVATIONS = [
  'ja3',
  'ja3s',
  'ja4',
  'hassh',
  'digest',
  'reassembled',
  'decrypted',
  'decompressed',
  'computed',
] as const;
export type Derivation = (typeof DERIVATIONS)[number];

/** The host that a fact describes, as far as this sighting tells. */
export interface SubjectName {
  readonly ip?: string;
  readonly mac?: string;
}

/** Where a fact was first seen. */
export interface FactSource {
  /** Index of the capture in the order in which captures were begun. */
  readonly capture: number;
  readonly ranges: readonly FrameRange[];
  readonly derived?: Derivation;
}

/**
 * What may be kept of a frame as evidence: the protocol headers that lead to a value, and the value. All other bytes
 * are absent, so a patient's data in the same frame cannot leave `wire` by way of its evidence.
 */
export interface Excerpt {
  readonly frame: number;
  /** Captured length of the frame in bytes. */
  readonly length: number;
  readonly sha256: string;
  readonly kept: readonly { readonly offset: number; readonly bytes: Uint8Array }[];
}

/** One distinct (subject, attribute, value), with how often and when it was seen. */
export interface Fact {
  readonly kind: FactKind;
  readonly attribute: string;
  readonly value: string;
  readonly subject: SubjectName;
  /** The dissector that said so. */
  readonly protocol: string;
  readonly count: number;
  readonly firstSeen: Micros;
  readonly lastSeen: Micros;
  readonly source: FactSource;
  /** Present when the engine was asked to keep excerpts. */
  readonly excerpts?: readonly Excerpt[];
}
