import type { Conclusion, ConclusionName, Correction, Device } from '#contract';
import type { Conclusion as ConcludedValue, Device as InventoryDevice, Evidence } from '#inventory';
import { type Micros, toIso } from '#kernel';

/** What a person stated and has not taken back. */
export interface StatedCorrection {
  readonly conclusion: ConclusionName;
  readonly value: string;
  readonly reason?: string | undefined;
  readonly who: string;
  readonly atUs: Micros;
}

/** A device as the pages show it. `vlans`: tags of the frames that it sent. */
export function deviceDocument(
  device: InventoryDevice,
  vlans: readonly number[],
  corrections: readonly StatedCorrection[],
): Device {
  const conclusions = Object.entries(device.conclusions).map(([name, value]) => [name, conclusionDocument(value)]);
  const { examinations, messages, lastUsed } = device.use;
  return {
    id: device.id,
    macs: [...device.macs],
    ips: [...device.ips],
    names: [...device.names],
    conclusions: Object.fromEntries(conclusions) as Device['conclusions'],
    software: device.software.map(conclusionDocument),
    missing: device.missing.map(({ conclusion, wouldHelp }) => ({ conclusion, wouldHelp: [...wouldHelp] })),
    use: {
      activeHours: [...device.use.activeHours],
      ...(examinations !== undefined && { examinations }),
      ...(messages !== undefined && { messages }),
      ...(lastUsed !== undefined && { lastUsed: toIso(lastUsed) }),
    },
    vlans: [...vlans].sort((a, b) => a - b),
    personalData: [...device.personalData],
    corrected: [...new Set(corrections.map(({ conclusion }) => conclusion))].sort(),
    corrections: corrections.map(correctionDocument),
    firstSeen: toIso(device.firstSeen),
    lastSeen: toIso(device.lastSeen),
    identity: device.identity.map(({ decision, rule, addresses, evidence }) => ({
      decision,
      rule,
      addresses: [...addresses],
      evidence: [...evidence],
    })),
    evidence: device.evidence.map(evidenceDocument),
  };
}

function conclusionDocument({ value, confidence, because, against }: ConcludedValue): Conclusion {
  return {
    value,
    confidence,
    because: [...because],
    against: against.map((other) => ({ ...other, because: [...other.because] })),
  };
}

function correctionDocument({ conclusion, value, reason, who, atUs }: StatedCorrection): Correction {
  return { conclusion, value, ...(reason !== undefined && { reason }), who, at: toIso(atUs) };
}

function evidenceDocument(evidence: Evidence): Device['evidence'][number] {
  const { id, kind, factKind, attribute, value, subject, protocol, weight, note, count } = evidence;
  return {
    id,
    kind,
    factKind,
    attribute,
    value,
    subject: { ...subject },
    protocol,
    weight,
    ...(note !== undefined && { note }),
    count,
    firstSeen: toIso(evidence.firstSeen),
    lastSeen: toIso(evidence.lastSeen),
  };
}
