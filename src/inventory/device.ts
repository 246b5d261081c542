import type { Confidence, EvidenceKind, Micros } from '#kernel';
import type { Excerpt, FactKind, FactSource, PersonalData, SubjectName } from '#wire';

/** One piece of evidence about a device: a value, who said so, and how much it weighs. Never overwritten by another. */
export interface Evidence {
  /** Stable within a device: `attribute`, `factKind` and `value` decide it. */
  readonly id: string;
  readonly kind: EvidenceKind;
  readonly factKind: FactKind;
  readonly attribute: string;
  readonly value: string;
  /** The address of the device that it was said about; a device may have several. */
  readonly subject: SubjectName;
  /** Dissector; `traffic` or `registry` for what follows from behaviour or the address itself; `person` for a correction. */
  readonly protocol: string;
  /** 0 to 10; see conclusions/weights.ts. 0: kept and shown, but counts for nothing, with the reason in `note`. */
  readonly weight: number;
  readonly note?: string | undefined;
  readonly count: number;
  readonly firstSeen: Micros;
  readonly lastSeen: Micros;
  /** Of the first sight. Absent for what no single message said. */
  readonly source?: FactSource | undefined;
  readonly excerpts?: readonly Excerpt[] | undefined;
}

/** A value that follows from evidence, how sure, which pieces speak for it, and what speaks against it. */
export interface Conclusion {
  /** For `type` the id of a device type, for `role` one of ROLES, otherwise text. */
  readonly value: string;
  readonly confidence: Confidence;
  /** Evidence ids, the strongest first. */
  readonly because: readonly string[];
  readonly against: readonly {
    readonly value: string;
    readonly confidence: Confidence;
    readonly because: readonly string[];
  }[];
}

/** Which conclusions a device has. Those below the threshold are absent and named in `missing`. */
export const CONCLUSIONS = ['type', 'manufacturer', 'model', 'serial', 'os', 'role', 'place'] as const;
export type ConclusionName = (typeof CONCLUSIONS)[number];

/** How much a device is used, from its traffic. Times are capture times. */
export interface Use {
  /** Hours of the day (0 to 23, UTC) in which it was seen to send. */
  readonly activeHours: readonly number[];
  /** DICOM associations in which it stored objects. */
  readonly examinations?: number;
  /** HL7 messages that it sent, acknowledgements aside. */
  readonly messages?: number;
  /** Last examination or message; without any, the last packet. */
  readonly lastUsed?: Micros;
}

/** How an identity was decided. A UI has one text a rule. */
export const IDENTITY_RULES = {
  'identifiers-agree': 'joined: independent identifiers agree',
  'one-identifier-alone': 'kept apart: an identifier is shared, but one alone may be a copy',
  'identifiers-contradict': 'kept apart: identifiers agree, but others that a device has once differ',
  'address-reused': 'the address belonged to several devices one after the other',
  router: 'forwards for other addresses; those inside, which are devices of their own, are named',
  'virtual-address': 'several machines take turns in using this address',
  'local-mac': 'the hardware address is locally administered: random, virtual or chosen, and may change',
  'several-stacks': 'several systems seem to speak from one address, as behind address translation',
  relays: 'carries the identities of other devices in what it sends',
  behind: 'described by another host, which is named: a device of its own behind it, known by an identifier',
} as const;
export type IdentityRule = keyof typeof IDENTITY_RULES;

/** Why addresses were joined into one device, or kept apart, or what to know about one. */
export interface IdentityReason {
  readonly decision: 'joined' | 'kept-apart' | 'noted';
  readonly rule: IdentityRule;
  /** The addresses that it is about. */
  readonly addresses: readonly string[];
  /** Evidence ids. */
  readonly evidence: readonly string[];
}

export interface Device {
  /** Made from its strongest address; stable while that address is known. Without an address from its identifier. */
  readonly id: string;
  readonly macs: readonly string[];
  /** Those that were used first; link-local ones last. */
  readonly ips: readonly string[];
  readonly names: readonly string[];
  readonly conclusions: Readonly<Partial<Record<ConclusionName, Conclusion>>>;
  /** Programs and versions, the surest first. */
  readonly software: readonly Conclusion[];
  /**
   * What would raise a missing or weak conclusion, one entry a conclusion: attributes, those of protocols that it speaks
   * first, and `person`.
   */
  readonly missing: readonly { readonly conclusion: ConclusionName; readonly wouldHelp: readonly string[] }[];
  readonly use: Use;
  readonly personalData: readonly PersonalData[];
  readonly firstSeen: Micros;
  readonly lastSeen: Micros;
  /** Sorted by attribute and value. */
  readonly evidence: readonly Evidence[];
  readonly identity: readonly IdentityReason[];
}
