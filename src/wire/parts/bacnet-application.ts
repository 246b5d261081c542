import { u32At } from '#bytes';
import { type Attribute, defineAttributes, type Out, type Subject, type View } from '../dissector.ts';
import type { FactKind } from '../facts.ts';
import {
  BacnetTags,
  CHARACTER_STRING,
  characterString,
  ENUMERATED,
  isPlainString,
  OBJECT_IDENTIFIER,
  UNSIGNED,
} from './bacnet-tags.ts';

/** Attributes by name: what the property says, and its kind when the host itself is the device. */
const PROPERTIES = {
  device: ['name-seen', 'Instance of the device object, from I-Am (ASHRAE 135 §16.10)'],
  vendorId: ['manufacturer-seen', 'Vendor number that ASHRAE assigned, from I-Am or property vendor-identifier'],
  vendorName: ['manufacturer-seen', 'Property vendor-name'],
  modelName: ['model-seen', 'Property model-name'],
  firmwareRevision: ['software-seen', 'Property firmware-revision'],
  applicationSoftwareVersion: ['software-seen', 'Property application-software-version'],
  serialNumber: ['serial-seen', 'Property serial-number'],
  location: ['place-seen', 'Property location'],
  objectName: ['name-seen', 'Property object-name of the device object'],
  description: ['capability-seen', 'Property description of any object'],
  protocolVersion: ['capability-seen', 'Property protocol-version'],
  protocolRevision: ['capability-seen', 'Property protocol-revision'],
} as const satisfies Readonly<Record<string, readonly [FactKind, string]>>;

type PropertyName = keyof typeof PROPERTIES;

const own = defineAttributes('bacnet', PROPERTIES);

type Spec = readonly [kind: FactKind, about: string];

const behind = ([, about]: Spec): Spec => ['capability-seen', `${about}; of a device in a network behind the host`];

/**
 * The same values of a device that stands behind the sender, in a network it routes to. They say what the sender
 * reaches, not what it is, so their kind is another.
 */
const routed = defineAttributes('bacnet', {
  device: behind(PROPERTIES.device),
  vendorId: behind(PROPERTIES.vendorId),
  vendorName: behind(PROPERTIES.vendorName),
  modelName: behind(PROPERTIES.modelName),
  firmwareRevision: behind(PROPERTIES.firmwareRevision),
  applicationSoftwareVersion: behind(PROPERTIES.applicationSoftwareVersion),
  serialNumber: behind(PROPERTIES.serialNumber),
  location: behind(PROPERTIES.location),
  objectName: behind(PROPERTIES.objectName),
  description: behind(PROPERTIES.description),
  protocolVersion: behind(PROPERTIES.protocolVersion),
  protocolRevision: behind(PROPERTIES.protocolRevision),
});

const more = defineAttributes('bacnet', {
  routedDevice: [
    'capability-seen',
    'A device behind the host as network:address=instance, from I-Am with a source network (ASHRAE 135 §6.2)',
  ],
});

/** All attributes of the family, under keys of their own. */
export const bacnetAttributes: Readonly<Record<string, Attribute>> = {
  ...own,
  ...Object.fromEntries(Object.entries(routed).map(([name, attribute]) => [`routed-${name}`, attribute])),
  ...more,
};

/** Who a message describes: the host itself, or with `network` a device behind it. */
export interface BacnetOrigin {
  subject: Subject;
  /** Number of the source network, or -1 for the host itself. */
  network: number;
  /** Address within that network. */
  addressFrom: number;
  addressTo: number;
}

/** PDU types (ASHRAE 135 §20.1.2 ff.), in the upper half of the first octet. */
const UNCONFIRMED_REQUEST = 1;
const COMPLEX_ACK = 3;
const SEGMENTED = 0x08;

const I_AM = 0;
const READ_PROPERTY = 12;
const READ_PROPERTY_MULTIPLE = 14;

const OBJECT_DEVICE = 8;
const INSTANCE_MASK = 0x3fffff;
/** Results of one acknowledgement that are read. */
const RESULTS = 512;

/** Property identifiers (ASHRAE 135 clause 21, BACnetPropertyIdentifier). */
const OF_PROPERTY: Readonly<Record<number, PropertyName>> = {
  12: 'applicationSoftwareVersion',
  28: 'description',
  44: 'firmwareRevision',
  58: 'location',
  70: 'modelName',
  77: 'objectName',
  98: 'protocolVersion',
  120: 'vendorId',
  121: 'vendorName',
  139: 'protocolRevision',
  372: 'serialNumber',
};

const tags = new BacnetTags();

/** Reads an APDU at [start, end) (ASHRAE 135 clause 20). */
export function readBacnetApdu(view: View, out: Out, origin: BacnetOrigin, start: number, end: number): void {
  if (end - start < 2) return;
  const { bytes } = view;
  const first = bytes[start]!;
  const type = first >> 4;
  if (type === UNCONFIRMED_REQUEST) {
    if (bytes[start + 1] === I_AM) iAm(view, out, origin, start + 2, end);
    return;
  }
  if (type !== COMPLEX_ACK) return;
  const segmented = (first & SEGMENTED) !== 0;
  // Sequence number and window size stand before the service. Only the first segment begins with whole tags.
  if (segmented && bytes[start + 2] !== 0) return;
  const service = start + (segmented ? 4 : 2);
  if (service >= end) return;
  tags.set(bytes, service + 1, end);
  if (bytes[service] === READ_PROPERTY) readProperty(view, out, origin);
  else if (bytes[service] === READ_PROPERTY_MULTIPLE) readPropertyMultiple(view, out, origin, segmented);
}

function attributesOf(origin: BacnetOrigin): Readonly<Record<PropertyName, Attribute>> {
  return origin.network < 0 ? own : routed;
}

function iAm(view: View, out: Out, origin: BacnetOrigin, start: number, end: number): void {
  tags.set(view.bytes, start, end);
  if (!tags.application(OBJECT_IDENTIFIER) || tags.to - tags.from !== 4) {
    out.anomaly('bacnet-i-am');
    return;
  }
  const { from, to } = tags;
  const object = u32At(view.bytes, from);
  if (object >>> 22 !== OBJECT_DEVICE) {
    out.anomaly('bacnet-i-am');
    return;
  }
  const instance = String(object & INSTANCE_MASK);
  const attributes = attributesOf(origin);
  out.value(attributes.device, origin.subject, instance, from, to);
  if (origin.network >= 0) routedDevice(view, out, origin, instance, from, to);
  if (
    tags.application(UNSIGNED) &&
    tags.application(ENUMERATED) &&
    tags.application(UNSIGNED) &&
    tags.unsigned() >= 0
  ) {
    out.value(attributes.vendorId, origin.subject, String(tags.unsigned()), tags.from, tags.to);
  } else out.anomaly('bacnet-i-am');
}

function routedDevice(view: View, out: Out, origin: BacnetOrigin, instance: string, from: number, to: number): void {
  let address = '';
  for (let at = origin.addressFrom; at < origin.addressTo; at++)
    address += view.bytes[at]!.toString(16).padStart(2, '0');
  out.value(more.routedDevice, origin.subject, `${origin.network}:${address}=${instance}`, from, to, {
    before: out.locate(origin.addressFrom - 3, origin.addressTo),
    derived: 'computed',
  });
}

/** ASHRAE 135 §15.5: object 0, property 1, index 2, value 3. */
function readProperty(view: View, out: Out, origin: BacnetOrigin): void {
  if (!tags.context(0)) {
    out.anomaly('bacnet-acknowledgement');
    return;
  }
  const isDevice = tags.to - tags.from === 4 && u32At(view.bytes, tags.from) >>> 22 === OBJECT_DEVICE;
  if (!tags.context(1)) {
    out.anomaly('bacnet-acknowledgement');
    return;
  }
  const property = tags.unsigned();
  const hasIndex = tags.context(2);
  if (tags.opening(3) && !hasIndex) propertyValue(view, out, origin, isDevice, property);
}

/** ASHRAE 135 §15.7: a list of object 0 and, in 1, of property 2, index 3 and value 4 or error 5. */
function readPropertyMultiple(view: View, out: Out, origin: BacnetOrigin, cutIsNormal: boolean): void {
  for (let count = 0; count < RESULTS && tags.at < tags.end; ) {
    if (!tags.context(0)) return broken(out, cutIsNormal);
    const isDevice = tags.to - tags.from === 4 && u32At(view.bytes, tags.from) >>> 22 === OBJECT_DEVICE;
    if (!tags.opening(1)) return broken(out, cutIsNormal);
    while (!tags.closing(1)) {
      if (++count > RESULTS || !tags.context(2)) return broken(out, cutIsNormal);
      const property = tags.unsigned();
      const hasIndex = tags.context(3);
      if (tags.opening(4)) {
        if (!hasIndex) propertyValue(view, out, origin, isDevice, property);
        if (!tags.skipTo(4)) return broken(out, cutIsNormal);
      } else if (!tags.opening(5) || !tags.skipTo(5)) return broken(out, cutIsNormal);
    }
  }
}

function broken(out: Out, cutIsNormal: boolean): void {
  if (!cutIsNormal) out.anomaly('bacnet-acknowledgement');
}

/** The value inside the opening tag just read. Leaves the reader before or after the value, never past the closing tag. */
function propertyValue(view: View, out: Out, origin: BacnetOrigin, isDevice: boolean, property: number): void {
  const name = OF_PROPERTY[property];
  // Points have names and descriptions by the thousand; of them only the descriptions say what the device serves.
  if (name === undefined || (!isDevice && name !== 'description')) return;
  const attribute = attributesOf(origin)[name];
  if (tags.application(CHARACTER_STRING)) {
    const { from, to } = tags;
    if (isPlainString(view.bytes, from, to)) out.text(attribute, origin.subject, from + 1, to);
    else out.value(attribute, origin.subject, characterString(view.bytes, from, to), from, to);
  } else if (tags.application(UNSIGNED) && tags.unsigned() >= 0) {
    out.value(attribute, origin.subject, String(tags.unsigned()), tags.from, tags.to);
  }
}
