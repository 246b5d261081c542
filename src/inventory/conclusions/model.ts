import type { ConclusionRule } from './conclusion.ts';
import type { Lookups } from './lookups.ts';
import type { Evidence } from '../device.ts';
import { Tally } from './scoring.ts';
import { containsWords, foldName, nameText, spelledIn } from './text.ts';
import { traitOf } from '../traits.ts';

/** A model name inside other text may be that of a part or a partner. */
const INSIDE_TEXT = 0.8;

export const model: ConclusionRule = {
  id: 'model',
  wouldHelp: ['dicom.model', 'hl7.model', 'snmp.model', 'lldp.model', 'mdns.model', 'upnp.model'],
  conclude(portrait, lookups) {
    const maker = portrait.concluded.get('manufacturer')?.value ?? '';
    const tally = new Tally();
    for (const item of portrait.evidence.readable()) claim(tally, item, maker, lookups);
    mergeShorter(tally);
    return tally.conclude();
  },
};

function claim(tally: Tally, item: Evidence, maker: string, lookups: Lookups): void {
  const { attribute, value, weight } = item;
  const { reading, source } = traitOf(attribute, item.factKind);
  if (reading === 'model') {
    const text = nameText(value);
    if (text !== undefined) tally.add(text, weight, source, item, foldName(text));
    return;
  }
  // Names are given by people; they are not read for models.
  if (reading !== 'words' || item.factKind === 'name-seen') return;
  const banner = lookups.bannerOf(attribute, value);
  if (banner?.hw.product !== undefined) {
    tally.add(banner.hw.product, weight * banner.certainty, source, item, foldName(banner.hw.product));
  }
  // Names of models are among the words; looking for words is cheaper.
  if (lookups.typesOfWords(value, maker).length === 0) return;
  const known = lookups.modelOf(value, maker);
  if (known === undefined) return;
  const spelled = spelledIn(value, known.matched);
  tally.add(spelled, weight * known.confidence * INSIDE_TEXT, source, item, foldName(spelled));
}

/** "MX700" and "IntelliVue MX700" are one model; the longer name says more. */
function mergeShorter(tally: Tally): void {
  const keys = [...tally.keys()].sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
  for (const [at, key] of keys.entries()) {
    const longer = keys.slice(at + 1).filter((other) => containsWords(other, key));
    const best = longer.sort((a, b) => tally.score(b) - tally.score(a) || (a < b ? -1 : 1))[0];
    if (best !== undefined) tally.merge(key, best);
  }
}
