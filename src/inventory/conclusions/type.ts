import { type Pattern, TYPE_PATTERNS } from './behaviour.ts';
import type { ConclusionRule } from './conclusion.ts';
import type { Lookups } from './lookups.ts';
import type { Portrait } from './portrait.ts';
import { typeOfMdc } from './mdc-types.ts';
import type { Evidence } from '../device.ts';
import { Tally } from './scoring.ts';
import { describingPart, namePart } from './text.ts';
import { traitOf } from '../traits.ts';
import { sourceOf } from './weights.ts';

/** Two kinds of device in one text, as sure as each other: neither is said with full weight. */
const AMBIGUOUS = 0.5;
/** A hit below this is a coincidence of letters. */
const LEAST_CONFIDENCE = 0.6;
/** A name is given by people, who name things after rooms and tasks as well. */
const IN_NAME = 0.7;
/** A certificate names the device, its line and its owner in one text. */
const IN_CERTIFICATE = 0.7;

/** From this score on a kind of device refines one that is more general: a host name with one good word. */
const REFINES = 1;

/** Kinds of device that make objects of the same modality as a commoner one (PS3.3 C.7.3.1.1.1). */
const OF_MODALITY: Readonly<Record<string, readonly string[]>> = {
  T061: ['T083'],
  T063: ['T064'],
  T066: ['T064'],
  T068: ['T069'],
  T074: ['T075'],
};

/** The kind of device, as id of a device type. */
export const type: ConclusionRule = {
  id: 'type',
  wouldHelp: [
    'dicom.modality',
    'dicom.model',
    'hl7.device-type',
    'sdc.component-type',
    'dhcp.vendor-class',
    'snmp.description',
  ],
  conclude(portrait, lookups) {
    const maker = portrait.concluded.get('manufacturer')?.value ?? '';
    const tally = new Tally();
    for (const item of portrait.evidence.readable()) claim(tally, item, maker, lookups);
    for (const item of portrait.evidence.of('dicom.modality')) claimByModality(tally, item, lookups);
    for (const pattern of TYPE_PATTERNS) if (pattern.refinedBy === undefined) claimByPattern(tally, pattern, portrait);
    for (const pattern of TYPE_PATTERNS) if (pattern.refinedBy !== undefined) claimByPattern(tally, pattern, portrait);
    return tally.conclude();
  },
};

function claimByPattern(tally: Tally, { deviceTypeId, weight, refinedBy, shownBy }: Pattern, portrait: Portrait): void {
  const items = shownBy(portrait);
  if (items.length === 0) return;
  const refined = bestOf(tally, deviceTypeId, refinedBy);
  for (const item of items) tally.add(refined, weight, sourceOf(item.attribute), item);
}

/** The kind itself, or of the kinds that say the same more exactly the one for which something else speaks most. */
function bestOf(tally: Tally, deviceTypeId: string, refinedBy: readonly string[] = []): string {
  let best = deviceTypeId;
  for (const id of refinedBy) if (tally.score(id) >= Math.max(REFINES, tally.score(best))) best = id;
  return best;
}

function claimByModality(tally: Tally, item: Evidence, lookups: Lookups): void {
  const guess = lookups.typeOfModality(item.value);
  if (guess === undefined) return;
  const refined = bestOf(tally, guess.deviceTypeId, OF_MODALITY[guess.deviceTypeId]);
  tally.add(refined, item.weight * guess.confidence, sourceOf(item.attribute), item);
}

function claim(tally: Tally, item: Evidence, maker: string, lookups: Lookups): void {
  const { attribute } = item;
  const { reading, source } = traitOf(attribute, item.factKind);
  switch (reading) {
    case 'mdc': {
      const deviceTypeId = typeOfMdc(item.value);
      if (deviceTypeId !== undefined) tally.add(deviceTypeId, item.weight, source, item);
      return;
    }
    case 'model': {
      const guess = lookups.typeOfModel(item.value, maker) ?? lookups.typeOfModel(item.value, '');
      if (guess !== undefined && guess.confidence >= LEAST_CONFIDENCE) {
        tally.add(guess.deviceTypeId, item.weight * guess.confidence, source, item);
      }
      return;
    }
    case 'words':
      claimByWords(
        tally,
        item,
        describingPart(attribute, item.value),
        item.factKind === 'name-seen' ? IN_NAME : 1,
        source,
        maker,
        lookups,
      );
      return;
    case 'certificate':
      for (const part of [namePart(item.value, 'CN'), namePart(item.value, 'OU')]) {
        if (part !== undefined) claimByWords(tally, item, part, IN_CERTIFICATE, source, maker, lookups);
      }
      return;
    case 'maker':
    case 'number':
    case 'oid':
    case 'none':
      return;
  }
}

function claimByWords(
  tally: Tally,
  item: Evidence,
  text: string,
  share: number,
  source: string,
  maker: string,
  lookups: Lookups,
): void {
  const guesses = lookups.typesOfWords(text, maker);
  const [best] = guesses;
  if (best === undefined || best.confidence < LEAST_CONFIDENCE) return;
  const equals = guesses.filter((guess) => guess.confidence === best.confidence);
  const weight = item.weight * best.confidence * share * (equals.length > 1 ? AMBIGUOUS : 1);
  for (const { deviceTypeId } of equals) tally.add(deviceTypeId, weight, source, item);
}
