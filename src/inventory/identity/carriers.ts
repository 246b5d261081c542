/**
 * Protocols that carry the identity of a device inside what they transport. The host that sends it need not be that
 * device: an archive sends the objects of all its modalities, a gateway the observations of all its monitors.
 */
export interface Carrier {
  readonly family: string;
  /** Attributes that describe the device that made the content. */
  readonly described: ReadonlySet<string>;
  /** Of those, the ones that tell two devices apart. */
  readonly distinct: readonly string[];
  /** What is relayed, for the note. */
  readonly content: string;
}

export const CARRIERS: readonly Carrier[] = [
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
      'sending-application receiving-application eui64 equipment device-type manufacturer model serial hardware software firmware udi udi-device udi-serial location',
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

const DECIDES: ReadonlySet<string> = new Set([
  'hl7.sending-application',
  'hl7.receiving-application',
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
