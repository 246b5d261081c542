import type { Sighting } from '../observations/address-book.ts';
import { eui64In, isWholeEui64, macOfEui64 } from './eui64.ts';
import type { ByAttribute, Relaying } from './relays.ts';

/** Units told of one gateway; a data manager of a large hospital serves some hundreds. */
const UNITS_PER_GATEWAY = 1024;
/** Shorter serial numbers stand in other texts by chance. */
const SHORTEST_SERIAL = 6;

/** A device without an address of its own, as a gateway describes it. */
export interface DescribedUnit {
  /** `unit-eui64-0009fbfffe100041`: the same, whoever describes it. */
  readonly id: string;
  /** Class and value of identifiers by which a host shows that it is this unit. */
  readonly keys: readonly string[];
  /** The hardware address that its identifier was made of. */
  readonly mac: string | undefined;
  /** What is certainly about it. */
  readonly sightings: readonly Sighting[];
}

/**
 * The devices that a gateway describes, one for each value of the identifier that tells them apart best. Facts do not say
 * which values of different attributes belong together, so only one kind of identifier of a protocol makes devices, and
 * only what repeats that very identifier is about one of them.
 */
export function describedUnits(seen: ByAttribute, relaying: Relaying): ReadonlyMap<string, DescribedUnit> {
  const relayed = (attribute: string): readonly Sighting[] =>
    (seen.get(attribute) ?? []).filter((sighting) => relaying.noteOf(sighting) !== undefined);
  const units = new Map<string, DescribedUnit>();
  const equipment = byEui64(relayed);
  const found = [
    ...(equipment.length > 0 ? equipment : byUdi(relayed, 'hl7')),
    ...firstOf(byUdi(relayed, 'dicom'), byDeviceUid(relayed)),
    ...byUdi(relayed, 'fhir'),
  ].sort((a, b) => (a.id < b.id ? -1 : 1));
  for (const unit of found) {
    const known = units.get(unit.id);
    if (known === undefined && units.size >= UNITS_PER_GATEWAY) break;
    units.set(unit.id, known === undefined ? unit : together(known, unit));
  }
  return units;
}

type Relayed = (attribute: string) => readonly Sighting[];

const firstOf = <Item>(...lists: readonly (readonly Item[])[]): readonly Item[] =>
  lists.find((list) => list.length > 0) ?? [];

const together = (a: DescribedUnit, b: DescribedUnit): DescribedUnit => ({
  ...a,
  keys: [...new Set([...a.keys, ...b.keys])],
  sightings: [...new Set([...a.sightings, ...b.sightings])],
});

/** Equipment instances of observations (HL7 v2.5.1 §7.4.2.18). */
function byEui64(relayed: Relayed): readonly DescribedUnit[] {
  const told = new Map<string, Sighting[]>();
  const endings = new Map<string, Set<string>>();
  for (const sighting of relayed('hl7.equipment')) {
    const digits = eui64In(sighting.value);
    if (digits === undefined || !isWholeEui64(digits)) continue;
    const known = told.get(digits);
    if (known === undefined) told.set(digits, [sighting]);
    else known.push(sighting);
    // The identifier often ends with the serial number of the unit.
    const last =
      sighting.value
        .split('^', 1)[0]
        ?.split(/[-\s_/]/)
        .at(-1) ?? '';
    const ending = endings.get(last);
    if (ending === undefined) endings.set(last, new Set([digits]));
    else ending.add(digits);
  }
  for (const sighting of relayed('hl7.eui64')) told.get(sighting.value.toLowerCase())?.push(sighting);
  for (const { serial, sightings } of udisOf(relayed, 'hl7')) {
    const [digits, another] = endings.get(serial) ?? [];
    if (serial.length >= SHORTEST_SERIAL && digits !== undefined && another === undefined) {
      told.get(digits)?.push(...sightings);
    }
  }
  return [...told].map(([digits, sightings]) => ({
    id: `unit-eui64-${digits}`,
    keys: [`eui64 ${digits}`],
    mac: macOfEui64(digits),
    sightings,
  }));
}

/** Identifiers of units with model (01) and serial number (21), GS1 General Specifications §3.5.2. */
function byUdi(relayed: Relayed, family: 'hl7' | 'dicom' | 'fhir'): readonly DescribedUnit[] {
  return udisOf(relayed, family).map(({ text, model, serial, sightings }) => {
    const ofSerial = serial.length < SHORTEST_SERIAL ? [] : [`serial ${serial}`, `certified-serial ${serial}`];
    return {
      id: `unit-udi-${model}-${serial.replace(/[^\w.-]/g, '_')}`.toLowerCase(),
      keys: [`udi ${text}`, ...ofSerial].map((key) => key.toLowerCase()),
      mac: undefined,
      sightings,
    };
  });
}

function udisOf(relayed: Relayed, family: string) {
  const models = byValue(relayed(`${family}.udi-device`));
  const serials = byValue(relayed(`${family}.udi-serial`));
  return relayed(`${family}.udi`).flatMap((sighting) => {
    const text = sighting.value.trim();
    const model = /\(01\)(\d{14})/.exec(text)?.[1];
    const serial = /\(21\)([^()]+)/.exec(text)?.[1];
    if (model === undefined || serial === undefined) return [];
    const sightings = [sighting, models.get(model), serials.get(serial)].filter((each) => each !== undefined);
    return [{ text, model, serial, sightings }];
  });
}

const byValue = (sightings: readonly Sighting[]): ReadonlyMap<string, Sighting> =>
  new Map(sightings.map((sighting) => [sighting.value, sighting]));

/** PS3.3 C.7.5.1: the unique identifier of the equipment, (0018,1002). */
function byDeviceUid(relayed: Relayed): readonly DescribedUnit[] {
  return relayed('dicom.device-uid').map((sighting) => {
    const uid = sighting.value.trim().toLowerCase();
    return {
      id: `unit-uid-${uid.replace(/[^\w.-]/g, '_')}`,
      keys: [`udi ${uid}`],
      mac: undefined,
      sightings: [sighting],
    };
  });
}
