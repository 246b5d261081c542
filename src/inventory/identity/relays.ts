import type { Sighting } from '../observations/address-book.ts';

/**
 * Protocols that carry the identity of a device inside what they transport. The host that sends it need not be that
 * device: an archive sends the objects of all its modalities, a gateway the observations of all its monitors.
 */
interface Carrier {
  readonly family: string;
  /** Attributes that describe the device that made the content. */
  readonly described: ReadonlySet<string>;
  /** Of those, the ones that tell two devices apart. */
  readonly distinct: readonly string[];
  /** What is relayed, for the note. */
  readonly content: string;
}

const CARRIERS: readonly Carrier[] = [
  {
    family: 'dicom',
    described: attributes(
      'dicom',
      'manufacturer model serial software station station-ae modality institution department gantry device-uid udi calibration-date capture-manufacturer capture-model capture-software performed-station-ae performed-station performed-location private-creator',
    ),
    distinct: ['dicom.serial', 'dicom.udi', 'dicom.station'],
    content: 'objects',
  },
  {
    family: 'hl7',
    described: attributes(
      'hl7',
      'sending-application eui64 equipment device-type manufacturer model serial hardware software firmware udi udi-device udi-serial location',
    ),
    distinct: ['hl7.equipment', 'hl7.serial', 'hl7.udi-serial', 'hl7.device-type'],
    content: 'observations',
  },
  {
    family: 'fhir',
    described: attributes(
      'fhir',
      'device-identifier manufacturer model device-name serial device-software udi udi-device',
    ),
    distinct: ['fhir.device-identifier', 'fhir.serial', 'fhir.udi'],
    content: 'resources',
  },
];

function attributes(family: string, names: string): ReadonlySet<string> {
  return new Set(names.split(' ').map((name) => `${family}.${name}`));
}

/** SOP classes whose provider keeps or hands out what others made: storage, query/retrieve, worklist (PS3.4 B, C, K). */
const KEEPS_OBJECTS = /^1\.2\.840\.10008\.5\.1\.4\.(?:1\.[12]\.|31$)/;
const DECIDES: ReadonlySet<string> = new Set([
  'dicom.sop-class-scp',
  'dicom.calling-ae',
  'dicom.called-ae',
  ...CARRIERS.flatMap(({ distinct }) => distinct),
  'dicom.station-ae',
]);

/** Whether an attribute decides about relaying. */
export function isRelayTelling(attribute: string): boolean {
  return DECIDES.has(attribute);
}

/** Sightings of one host by attribute. */
export type ByAttribute = ReadonlyMap<string, readonly Sighting[]>;

/**
 * Which attributes of a host describe other devices, with the reason: the host sends the identities of several, or it
 * keeps what others made.
 */
export function relayedAttributes(seen: ByAttribute): ReadonlyMap<string, string> {
  const notes = new Map<string, string>();
  for (const carrier of CARRIERS) {
    const note = noteOf(carrier, seen);
    if (note !== undefined) for (const attribute of carrier.described) notes.set(attribute, note);
  }
  return notes;
}

function noteOf(carrier: Carrier, seen: ByAttribute): string | undefined {
  for (const attribute of carrier.distinct) {
    const values = seen.get(attribute)?.length ?? 0;
    if (values > 1) return `relays ${carrier.content} of ${values} devices`;
    // One serial number stands for one device, under however many station names.
    if (values === 1) break;
  }
  return carrier.family === 'dicom' && keepsObjectsOfOthers(seen) ? 'relays objects of other devices' : undefined;
}

/** A provider of storage or retrieval whose objects do not carry its own name. */
function keepsObjectsOfOthers(seen: ByAttribute): boolean {
  if (!seen.get('dicom.sop-class-scp')?.some(({ value }) => KEEPS_OBJECTS.test(value))) return false;
  const stations = new Set(foldedValues(seen, ['dicom.station', 'dicom.station-ae']));
  return !foldedValues(seen, ['dicom.calling-ae', 'dicom.called-ae']).some((title) => stations.has(title));
}

const foldedValues = (seen: ByAttribute, attributes: readonly string[]): string[] =>
  attributes.flatMap((attribute) => (seen.get(attribute) ?? []).map(({ value }) => value.toLowerCase()));
