import type { Messages } from './en/index.ts';
import { PROTOCOL_NAMES, protocolName } from './protocol-names.ts';

/** An attribute like `dicom.software` in words. */
export function attributeName(attribute: string, t: Messages): string {
  if (attribute.startsWith('person')) return t.attributes.person;
  const dot = attribute.indexOf('.');
  const family = dot < 0 ? attribute : attribute.slice(0, dot);
  const familyName = t.attributes.families[family] ?? protocolName(family);
  if (dot < 0) return familyName;
  const field = attribute.slice(dot + 1);
  return t.attributes.of(familyName, t.attributes.fields[field] ?? field.replaceAll('-', ' '));
}

/** A kind of anomaly like `hl7-framing` in words. */
export function anomalyName(kind: string, t: Messages): string {
  const whole = t.anomalies.kinds[kind];
  if (whole !== undefined) return whole;
  const family = Object.keys(PROTOCOL_NAMES)
    .filter((each) => kind.startsWith(`${each}-`))
    .reduce((longest, each) => (each.length > longest.length ? each : longest), '');
  if (family === '') return kind;
  const part = kind.slice(family.length + 1);
  const problem = t.anomalies.problems[part] ?? t.anomalies.not(part.replaceAll('-', ' '));
  return t.anomalies.of(protocolName(family), problem);
}

/** How a value was made; a way that this page does not know is shown by its id. */
export function derivationText(derived: string, t: Messages): string {
  return wordFor(t.words.derivations, derived);
}

/** Why a piece of evidence counts for nothing, or who stated it; the server says it in fixed English phrases. */
export function noteText(note: string, t: Messages): string {
  const { notes } = t.evidence;
  const relayed = /^relays \w+ of (\d+) devices$/.exec(note)?.[1];
  if (relayed !== undefined) return notes.relaysMany(relayed);
  if (note.startsWith('relays ')) return notes.relaysOthers;
  const who = /^stated by (.+)$/.exec(note)?.[1];
  if (who !== undefined) return notes.statedBy(who);
  if (note === 'makes parts that are in the devices of others') return notes.partsOnly;
  return note === 'replaced' ? notes.replaced : note;
}

/** The word for an id that comes as text; an id that this page does not know is shown as it is. */
export function wordFor(words: Readonly<Record<string, string>>, id: string): string {
  return words[id] ?? id;
}
