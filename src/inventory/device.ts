import type { Confidence, EvidenceKind, Micros } from '#kernel';
import type { Excerpt, FactKind, FactSource, PersonalData } from '#wire';

/** One piece of evidence about a device: a value, who said so, and how much it weighs. Never overwritten by another. */
export interface Evidence {
  /** Stable within a device: `attribute` and `value` decide it. */
  readonly id: string;
  readonly kind: EvidenceKind;
  readonly factKind: FactKind;
  readonly attribute: string;
  readonly value: string;
  /** Dissector, or `person` for a correction. */
  readonly protocol: string;
  /** 0 to 10; see weights.ts. 0: kept and shown, but counts for nothing, with the reason in `note`. */
  readonly weight: number;
  readonly note?: string;
  readonly count: number;
  readonly firstSeen: Micros;
  readonly lastSeen: Micros;
  /** Absent for what a person stated. */
  readonly source?: FactSource;
  readonly excerpts?: readonly Excerpt[];
}

/** A value that follows from evidence, how sure, which pieces speak for it, and what speaks against it. */
export interface Conclusion {
  readonly value: string;
  readonly confidence: Confidence;
  /** Evidence ids. */
  readonly because: readonly string[];
  readonly against: readonly { readonly value: string; readonly confidence: Confidence; readonly because: readonly string[] }[];
}

/** Which conclusions a device has. Those below the threshold are absent and named in `missing`. */
export const CONCLUSIONS = ['type', 'manufacturer', 'model', 'serial', 'os', 'role', 'place'] as const;
export type ConclusionName = (typeof CONCLUSIONS)[number];

/** How much a device is used, from its traffic. Times are capture times. */
export interface Use {
  /** Hours of the day (0 to 23, UTC) in which it sent anything. */
  readonly activeHours: readonly number[];
  readonly examinations?: number;
  readonly messages?: number;
  readonly lastUsed?: Micros;
}

/** Why addresses were joined into one device, or kept apart. */
export interface IdentityReason {
  readonly decision: 'joined' | 'kept-apart';
  readonly what: string;
  readonly rule: string;
  readonly evidence: readonly string[];
}

export interface Device {
  /** Made from its strongest address; stable while that address is known. */
  readonly id: string;
  readonly macs: readonly string[];
  readonly ips: readonly string[];
  readonly names: readonly string[];
  readonly conclusions: Readonly<Partial<Record<ConclusionName, Conclusion>>>;
  readonly software: readonly Conclusion[];
  /** What would raise a missing or weak conclusion, one entry a conclusion. */
  readonly missing: readonly { readonly conclusion: ConclusionName; readonly wouldHelp: readonly string[] }[];
  readonly use: Use;
  readonly personalData: readonly PersonalData[];
  readonly firstSeen: Micros;
  readonly lastSeen: Micros;
  readonly evidence: readonly Evidence[];
  readonly identity: readonly IdentityReason[];
}
