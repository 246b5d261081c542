import { EVIDENCE_KINDS } from '#kernel';
import * as z from 'zod';
import { Confidence, Count, DeviceId, Id, Instant } from './values.ts';

/** The same lists as in `inventory` and `wire`, which this room does not see; a test holds them equal. */
export const CONCLUSION_NAMES = ['type', 'manufacturer', 'model', 'serial', 'os', 'role', 'place'] as const;
export const PERSONAL_DATA_CATEGORIES = [
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

export const ConclusionName = z.enum(CONCLUSION_NAMES);
export const PersonalDataCategory = z.enum(PERSONAL_DATA_CATEGORIES);

/** A value, how sure it is, which evidence speaks for it, and what speaks against it. */
export const Conclusion = z.object({
  /** For `type`: the id of a device type. */
  value: z.string(),
  confidence: Confidence,
  because: z.array(z.string()),
  against: z.array(z.object({ value: z.string(), confidence: Confidence, because: z.array(z.string()) })),
});

/** A value in a list, without its reasons. */
const Brief = z.object({ value: z.string(), confidence: Confidence });

/** One row of the table of devices. Missing conclusions are absent: unknown. */
export const DeviceSummary = z.object({
  id: DeviceId,
  macs: z.array(z.string()),
  ips: z.array(z.string()),
  names: z.array(z.string()),
  type: Brief.optional(),
  manufacturer: Brief.optional(),
  model: Brief.optional(),
  serial: Brief.optional(),
  os: Brief.optional(),
  role: Brief.optional(),
  place: Brief.optional(),
  vlans: z.array(Count),
  personalData: z.array(PersonalDataCategory),
  /** Conclusions that a person has corrected. */
  corrected: z.array(ConclusionName),
  firstSeen: Instant,
  lastSeen: Instant,
});

/** Which rule decided an identity; the app has one text for each. */
export const IDENTITY_RULE_NAMES = [
  'identifiers-agree',
  'one-identifier-alone',
  'identifiers-contradict',
  'address-reused',
  'router',
  'virtual-address',
  'local-mac',
  'several-stacks',
  'relays',
  'behind',
] as const;

/** A piece of evidence without its bytes. */
export const EvidenceSummary = z.object({
  id: z.string(),
  kind: z.enum(EVIDENCE_KINDS),
  factKind: z.string(),
  attribute: z.string(),
  value: z.string(),
  /** The address of the device that it was said about. */
  subject: z.object({ ip: z.string().optional(), mac: z.string().optional() }),
  /** Dissector; `traffic` or `registry` for what follows from behaviour or the address; `person` for a correction. */
  protocol: z.string(),
  /** 0 to 10; 0 counts for nothing, and `note` says why. */
  weight: z.number(),
  note: z.string().optional(),
  count: Count,
  firstSeen: Instant,
  lastSeen: Instant,
});

/** The bytes of one frame that were kept; everything between them was masked before it left the parser. */
export const Excerpt = z.object({
  frame: z.int().min(1),
  /** Captured length of the frame in bytes. */
  length: Count,
  sha256: z.string(),
  kept: z.array(z.object({ offset: Count, bytes: z.base64() })),
});

export const FrameRange = z.object({ frame: z.int().min(1), offset: Count, length: Count });

export const EvidenceSource = z.object({
  /** The capture may have been removed since; its name stays. */
  capture: z.object({ id: Id, name: z.string() }),
  ranges: z.array(FrameRange),
  derived: z.string().optional(),
});

/** A piece of evidence down to the bytes it came from. */
export const EvidenceDetail = EvidenceSummary.extend({
  /** Absent for what a person stated. */
  source: EvidenceSource.optional(),
  excerpts: z.array(Excerpt),
});

export const Correction = z.object({
  conclusion: ConclusionName,
  value: z.string(),
  reason: z.string().optional(),
  who: z.string(),
  at: Instant,
});

/** Everything that is held about one device, without bytes. */
export const Device = DeviceSummary.omit({
  type: true,
  manufacturer: true,
  model: true,
  serial: true,
  os: true,
  role: true,
  place: true,
}).extend({
  conclusions: z.partialRecord(ConclusionName, Conclusion),
  software: z.array(Conclusion),
  /** What would raise a missing or weak conclusion: attributes of facts, and `person`. */
  missing: z.array(z.object({ conclusion: ConclusionName, wouldHelp: z.array(z.string()) })),
  use: z.object({
    /** Hours of the day in UTC. */
    activeHours: z.array(z.int().min(0).max(23)),
    examinations: Count.optional(),
    messages: Count.optional(),
    lastUsed: Instant.optional(),
  }),
  identity: z.array(
    z.object({
      decision: z.enum(['joined', 'kept-apart', 'noted']),
      rule: z.enum(IDENTITY_RULE_NAMES),
      addresses: z.array(z.string()),
      evidence: z.array(z.string()),
    }),
  ),
  corrections: z.array(Correction),
  evidence: z.array(EvidenceSummary),
});

export const TIMELINE_KINDS = ['first-seen', 'last-seen', 'address', 'value', 'correction', 'withdrawal'] as const;

/** What became known about a device, and when. Times of traffic are capture times. */
export const TimelineEntry = z.object({
  at: Instant,
  kind: z.enum(TIMELINE_KINDS),
  attribute: z.string().optional(),
  value: z.string().optional(),
  who: z.string().optional(),
  evidenceId: z.string().optional(),
});

export type Conclusion = z.infer<typeof Conclusion>;
export type ConclusionName = z.infer<typeof ConclusionName>;
export type PersonalDataCategory = z.infer<typeof PersonalDataCategory>;
export type Device = z.infer<typeof Device>;
export type DeviceSummary = z.infer<typeof DeviceSummary>;
export type EvidenceSummary = z.infer<typeof EvidenceSummary>;
export type EvidenceDetail = z.infer<typeof EvidenceDetail>;
export type EvidenceSource = z.infer<typeof EvidenceSource>;
export type Excerpt = z.infer<typeof Excerpt>;
export type Correction = z.infer<typeof Correction>;
export type TimelineEntry = z.infer<typeof TimelineEntry>;
