import type { Evidence } from '../device.ts';
import type { ConclusionRule } from './conclusion.ts';
import type { Lookups } from './lookups.ts';
import type { Portrait } from './portrait.ts';
import { Tally } from './scoring.ts';
import { foldName, namePart, nameText } from './text.ts';
import { type Trait, traitOf } from '../traits.ts';

/** A name that no table knows is still a name, but perhaps of a part or a site. */
const UNLISTED = 0.7;
/** Outside of medical protocols it is as often the name of a program. */
const UNLISTED_ANYWHERE = 0.4;
/** A model names its maker by way of a table. */
const BY_MODEL = 0.6;
/** Words of a product name may belong to another product. */
const BY_WORDS = 0.7;
/** The organisation of a certificate is as often the owner. */
const BY_CERTIFICATE = 0.6;
/** A hit below this is a coincidence of letters. */
const LEAST_CONFIDENCE = 0.6;

/**
 * Free texts in which a maker's name means the maker of the device. Not among them: what browsers, servers and operating
 * systems send, which name the makers of those.
 */
const NAMES_ITS_MAKER: ReadonlySet<string> = new Set([
  'dhcp.vendor-class',
  'dhcp.mud-url',
  'snmp.description',
  'lldp.system-description',
  'cdp.platform',
  'http.realm',
  'telnet.banner',
  'ftp.banner',
  'upnp.friendly-name',
  'hl7.sending-application',
  'hl7.equipment',
  'syslog.program',
]);

const MAKES_SYSTEMS: ReadonlySet<string> = new Set(['Microsoft']);

export const manufacturer: ConclusionRule = {
  id: 'manufacturer',
  wouldHelp: [
    'dicom.manufacturer',
    'hl7.manufacturer',
    'snmp.description',
    'dhcp.vendor-class',
    'lldp.system-description',
  ],
  conclude(portrait, lookups) {
    const tally = new Tally();
    for (const item of portrait.evidence.readable()) claim(tally, item, lookups);
    claimOfImplementation(tally, portrait, lookups);
    return tally.conclude();
  },
};

function claim(tally: Tally, item: Evidence, lookups: Lookups): void {
  const trait = traitOf(item.attribute, item.factKind);
  const { source } = trait;
  switch (trait.reading) {
    case 'maker':
      if (item.attribute === 'mac.holder') tally.add(item.value, item.weight, source, item);
      else claimByName(tally, item, trait, lookups);
      return;
    case 'number':
      addKnown(tally, lookups.makerOfNumber(item.value), item.weight, source, item);
      return;
    case 'oid':
      addKnown(tally, lookups.makerOfOid(item.value), item.weight, source, item);
      return;
    case 'model': {
      const known = lookups.modelOf(item.value, '');
      if (known !== undefined) tally.add(known.manufacturer, item.weight * known.confidence * BY_MODEL, source, item);
      claimByWords(tally, item, trait, lookups);
      return;
    }
    case 'words':
      claimByWords(tally, item, trait, lookups);
      return;
    case 'certificate': {
      const organisation = namePart(item.value, 'O');
      if (organisation !== undefined) claimKnownName(tally, organisation, item, BY_CERTIFICATE, trait, lookups);
      return;
    }
    case 'mdc':
    case 'none':
      return;
  }
}

function addKnown(tally: Tally, maker: string | undefined, weight: number, source: string, item: Evidence): void {
  if (maker !== undefined) tally.add(maker, weight, source, item);
}

function claimByName(tally: Tally, item: Evidence, { source, isMedical }: Trait, lookups: Lookups): void {
  const text = nameText(item.value);
  if (text === undefined) return;
  const known = lookups.makerOfName(text, isMedical ? 'medical' : 'any');
  const unlisted = isMedical ? UNLISTED : UNLISTED_ANYWHERE;
  if (known === undefined) tally.add(text, item.weight * unlisted, source, item, foldName(text));
  else if (known.role === 'maker') tally.add(known.manufacturer, item.weight * known.confidence, source, item);
}

function claimByWords(tally: Tally, item: Evidence, trait: Trait, lookups: Lookups): void {
  const { attribute, value, weight } = item;
  if (NAMES_ITS_MAKER.has(attribute)) claimKnownName(tally, value, item, 1, trait, lookups);
  const [guess] = lookups.typesOfWords(value, '');
  if (guess?.manufacturer !== undefined && guess.confidence >= LEAST_CONFIDENCE) {
    tally.add(guess.manufacturer, weight * guess.confidence * BY_WORDS, trait.source, item);
  }
  const hardware = lookups.bannerOf(attribute, value);
  if (hardware?.hw.vendor !== undefined) {
    claimKnownName(tally, hardware.hw.vendor, item, hardware.certainty, trait, lookups);
  }
}

function claimKnownName(
  tally: Tally,
  name: string,
  item: Evidence,
  share: number,
  { source, isMedical }: Trait,
  lookups: Lookups,
): void {
  const known = lookups.makerOfName(name, isMedical ? 'medical' : 'any');
  if (known?.role !== 'maker' || known.confidence < LEAST_CONFIDENCE) return;
  // Its name in what a host says of its programs is that of the system they run on.
  if (MAKES_SYSTEMS.has(known.manufacturer)) return;
  tally.add(known.manufacturer, item.weight * known.confidence * share, source, item);
}

/** A maker's own implementation names it; a toolkit's does not (PS3.7 D.3.3.2). */
function claimOfImplementation(tally: Tally, portrait: Portrait, lookups: Lookups): void {
  for (const attribute of ['dicom.implementation-uid', 'dicom.implementation-version']) {
    for (const item of portrait.evidence.of(attribute)) {
      const isUid = attribute === 'dicom.implementation-uid';
      const hint = lookups.implementationOf(isUid ? item.value : '', isUid ? '' : item.value).vendorHint;
      if (hint !== undefined)
        tally.add(hint.manufacturer, item.weight * hint.confidence, traitOf(attribute, item.factKind).source, item);
    }
  }
  for (const item of portrait.evidence.of('dicom.private-creator')) {
    const hint = lookups.makerOfCreator(item.value);
    if (hint !== undefined) tally.add(hint.manufacturer, item.weight * hint.confidence, item.attribute, item);
  }
}
