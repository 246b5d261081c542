import type { ConclusionName } from '#contract';
import type { Device } from '#inventory';
import type { StoredCorrection } from '#store';

const ATTRIBUTE = 'person.';

/**
 * Corrections in force. A device may since have got another id, because it was joined with another one or its strongest
 * address became known; its evidence still holds what was stated, and leads back to the correction.
 */
export class CorrectionBook {
  private readonly corrections = new Map<string, StoredCorrection>();

  add(correction: StoredCorrection): void {
    this.corrections.set(keyOf(correction.conclusion, correction.atUs, correction.value), correction);
  }

  remove({ conclusion, atUs, value }: StoredCorrection): void {
    this.corrections.delete(keyOf(conclusion, atUs, value));
  }

  of(device: Device): StoredCorrection[] {
    if (this.corrections.size === 0) return [];
    return device.evidence.flatMap(({ attribute, value, weight, firstSeen }) => {
      if (!attribute.startsWith(ATTRIBUTE) || weight === 0) return [];
      return this.corrections.get(keyOf(attribute.slice(ATTRIBUTE.length), firstSeen, value)) ?? [];
    });
  }

  find(device: Device, conclusion: ConclusionName): StoredCorrection | undefined {
    return this.of(device).find((each) => each.conclusion === conclusion);
  }
}

const keyOf = (conclusion: string, atUs: number, value: string): string => `${conclusion} ${atUs} ${value}`;
