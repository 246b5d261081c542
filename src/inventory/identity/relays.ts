import type { Sighting } from '../observations/address-book.ts';
import { type Carrier, CARRIERS } from './carriers.ts';
import { eui64In, isOfMaker, macOfEui64 } from './eui64.ts';

/** SOP classes whose provider keeps or hands out what others made: storage, query/retrieve, worklist (PS3.4 B, C, K). */
const KEEPS_OBJECTS = /^1\.2\.840\.10008\.5\.1\.4\.(?:1\.[12]\.|31$)/;

/** Sightings of one host by attribute. */
export type ByAttribute = ReadonlyMap<string, readonly Sighting[]>;

/** What of all that a host sends is about others. */
export class Relaying {
  /** Attributes that describe other devices, with the reason. */
  private readonly notes: ReadonlyMap<string, string>;
  /** Of those attributes, what describes the host itself. */
  private readonly own: ReadonlySet<Sighting>;

  constructor(notes: ReadonlyMap<string, string>, own: ReadonlySet<Sighting>) {
    this.notes = notes;
    this.own = own;
  }

  /** Why a sighting is about another device; undefined when it is about the host. */
  noteOf(sighting: Sighting): string | undefined {
    const note = this.notes.get(sighting.trait.attribute);
    return note === undefined || this.own.has(sighting) ? undefined : note;
  }

  attributes(): readonly string[] {
    return [...this.notes.keys()];
  }
}

/**
 * What of a host describes other devices: the host sends the identities of several, or it keeps what others made.
 *
 * @param mac hardware address of the host, where it is known
 * @returns undefined when nothing does
 */
export function relayingOf(seen: ByAttribute, mac: string | undefined): Relaying | undefined {
  const own = new Set([...namingSender(seen), ...(mac === undefined ? [] : describingSender(seen, mac))]);
  const notes = new Map<string, string>();
  for (const carrier of CARRIERS) {
    const note = noteOf(carrier, seen, own);
    if (note !== undefined) for (const attribute of carrier.described) notes.set(attribute, note);
  }
  return notes.size === 0 ? undefined : new Relaying(notes, own);
}

function noteOf(carrier: Carrier, seen: ByAttribute, own: ReadonlySet<Sighting>): string | undefined {
  for (const attribute of carrier.distinct) {
    const sightings = seen.get(attribute) ?? [];
    const others = sightings.filter((sighting) => !own.has(sighting)).length;
    if (sightings.length > 1) return `relays ${carrier.content} of ${others} ${others === 1 ? 'device' : 'devices'}`;
    // One serial number stands for one device, under however many station names.
    if (sightings.length === 1) break;
  }
  return carrier.family === 'dicom' && keepsObjectsOfOthers(seen) ? 'relays objects of other devices' : undefined;
}

/** One who passes on what others measure under one name does it under its own; several are those of others. */
function namingSender(seen: ByAttribute): readonly Sighting[] {
  return ['hl7.sending-application', 'hl7.receiving-application'].flatMap((attribute) => {
    const sightings = seen.get(attribute) ?? [];
    return sightings.length === 1 ? sightings : [];
  });
}

/**
 * Among the equipment of a sender's observations the sender itself: its EUI-64 was made of the hardware address that
 * sends; or it holds no hardware address and is the only one of the maker of the sender, who is nobody else.
 */
function describingSender(seen: ByAttribute, mac: string): readonly Sighting[] {
  const identifiers = seen.get('hl7.eui64') ?? [];
  const isSender = ({ value }: Sighting): boolean => macOfEui64(value.toLowerCase()) === mac;
  const equipment = (seen.get('hl7.equipment') ?? []).map((sighting) => ({ sighting, eui64: eui64In(sighting.value) }));
  const exact = equipment.find(({ eui64 }) => eui64 !== undefined && macOfEui64(eui64) === mac);
  const sameMaker = equipment.filter(
    ({ eui64 }) => eui64 !== undefined && macOfEui64(eui64) === undefined && isOfMaker(eui64, mac),
  );
  const [only, another] = identifiers.some(isSender) ? [] : sameMaker;
  const found = exact ?? (another === undefined ? only : undefined);
  return [
    ...(found === undefined ? [] : [found.sighting]),
    ...identifiers.filter(
      (sighting) => isSender(sighting) || (found !== undefined && sighting.value.toLowerCase() === found.eui64),
    ),
  ];
}

/** A provider of storage or retrieval whose objects do not carry its own name. */
function keepsObjectsOfOthers(seen: ByAttribute): boolean {
  if (!seen.get('dicom.sop-class-scp')?.some(({ value }) => KEEPS_OBJECTS.test(value))) return false;
  const stations = new Set(foldedValues(seen, ['dicom.station', 'dicom.station-ae']));
  return !foldedValues(seen, ['dicom.calling-ae', 'dicom.called-ae']).some((title) => stations.has(title));
}

const foldedValues = (seen: ByAttribute, attributes: readonly string[]): string[] =>
  attributes.flatMap((attribute) => (seen.get(attribute) ?? []).map(({ value }) => value.toLowerCase()));
