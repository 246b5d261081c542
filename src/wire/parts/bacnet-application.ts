import { u32At } from '#bytes';
import { type Attribute, defineAttributes, type Out, type Subject, type View } from '../dissector.ts';
import type { FactKind } from '../facts.ts';
import { type AcknowledgementProgress, bacnetSegmentsFor, clear, newProgress } from './bacnet-segments.ts';
import {
  BacnetTags,
  CHARACTER_STRING,
  characterString,
  ENUMERATED,
  isPlainString,
  OBJECT_IDENTIFIER,
  UNSIGNED,
} from './bacnet-tags.ts';
import { type FactSink, PiecedOut } from './pieced-out.ts';

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
const MORE_FOLLOWS = 0x04;

const I_AM = 0;
const READ_PROPERTY = 12;
const READ_PROPERTY_MULTIPLE = 14;

/** Of BACnetObjectType, ASHRAE 135 clause 21. */
const OBJECT_DEVICE = 8;
const TYPE_SHIFT = 22;
const INSTANCE_MASK = 0x3fffff;
/** Results of one acknowledgement that are read. */
const RESULTS = 512;
/** Instance and type that no object has (ASHRAE 135 §12.1.1: instance 4194303 is not configured). */
const NO_OBJECT = 0xffffffff;
/** An element of an array is not the property. */
const NO_PROPERTY = -1;

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
/** Of acknowledgements that come in one piece. */
const whole = newProgress();

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
  if ((first & SEGMENTED) !== 0) return segment(view, out, origin, start, end);
  const service = start + 2;
  if (service < end && isRead(bytes[service]!))
    acknowledgement(bytes, bytes[service]!, service + 1, end, clear(whole), out, origin, true);
}

const isRead = (service: number): boolean => service === READ_PROPERTY || service === READ_PROPERTY_MULTIPLE;

/** ASHRAE 135 §20.1.5: type, invoke id, sequence number, window size, service; then a part of the tags, cut anywhere. */
function segment(view: View, out: Out, origin: BacnetOrigin, start: number, end: number): void {
  const { bytes } = view;
  const service = start + 4;
  if (service >= end || !isRead(bytes[service]!)) return;
  const segments = bacnetSegmentsFor(out.ports);
  const key = keyOf(view, origin, bytes[start + 1]!, bytes[service]!);
  const segmented = segments.add(view, out, key, bytes[start + 2]!, service + 1, end);
  if (segmented === undefined) return;
  const { progress, held, length } = segmented;
  const isLast = (bytes[start]! & MORE_FOLLOWS) === 0;
  if (length === end - service - 1)
    acknowledgement(bytes, bytes[service]!, service + 1, end, progress, out, origin, isLast);
  else {
    const joined = held.join(length);
    const sink = new PiecedOut(out, joined, held.pieces(segments.datagram), 'reassembled', view.start);
    acknowledgement(joined, bytes[service]!, 0, length, progress, sink, origin, isLast);
  }
  if (isLast || progress.done) segments.close(key);
}

/** What tells one acknowledgement from another: who answers whom, behind which router, and the invoke id (§5.3.5.3). */
function keyOf(view: View, origin: BacnetOrigin, invokeId: number, service: number): string {
  let address = '';
  if (origin.network >= 0)
    for (let at = origin.addressFrom; at < origin.addressTo; at++) address += `.${view.bytes[at]!}`;
  const ends = `${view.sender}:${view.sourcePort}>${view.receiver}:${view.destinationPort}`;
  return `${ends} ${origin.subject} ${origin.network}${address} ${invokeId} ${service}`;
}

/** Reads on in the tags of an acknowledgement in bytes[from, to); `isLast`: nothing comes behind `to`. */
function acknowledgement(
  bytes: Uint8Array,
  service: number,
  from: number,
  to: number,
  progress: AcknowledgementProgress,
  sink: FactSink,
  origin: BacnetOrigin,
  isLast: boolean,
): void {
  tags.set(bytes, from + progress.at, to);
  const reading: Reading = { sink, origin, progress, from, isLast };
  if (service === READ_PROPERTY ? readProperty(reading) : readResults(reading)) progress.done = true;
  else if (isLast) sink.anomaly('bacnet-acknowledgement');
}

/** An acknowledgement in hand, whose tags begin at `from`. */
interface Reading {
  readonly sink: FactSink;
  readonly origin: BacnetOrigin;
  readonly progress: AcknowledgementProgress;
  readonly from: number;
  readonly isLast: boolean;
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
  if (object >>> TYPE_SHIFT !== OBJECT_DEVICE) {
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

/** ASHRAE 135 §15.5: object 0, property 1, index 2, value 3. False when it is cut or malformed. */
function readProperty(reading: Reading): boolean {
  if (!takeObject(reading) || !tags.context(1)) return false;
  const property = tags.unsigned();
  const hasIndex = tags.context(2);
  return tags.opening(3) && readValue(reading, hasIndex ? NO_PROPERTY : property, 3);
}

/**
 * ASHRAE 135 §15.7: a list of object 0 and, in 1, of property 2, index 3 and value 4 or error 5. False when it is cut or
 * malformed, or goes on in another segment: then `progress` stands behind the last result that is whole.
 */
function readResults(reading: Reading): boolean {
  const { progress, from } = reading;
  while (progress.inside || tags.at < tags.end) {
    if (!progress.inside) {
      if (!takeObject(reading) || !tags.opening(1)) return false;
      progress.inside = true;
    } else if (tags.closing(1)) progress.inside = false;
    else if (progress.results >= RESULTS || !readResult(reading)) return false;
    else progress.results++;
    progress.at = tags.at - from;
  }
  return reading.isLast;
}

function readResult(reading: Reading): boolean {
  if (!tags.context(2)) return false;
  const property = tags.unsigned();
  const hasIndex = tags.context(3);
  if (tags.opening(4)) return readValue(reading, hasIndex ? NO_PROPERTY : property, 4);
  return tags.opening(5) && tags.skipTo(5);
}

/** Reads an object identifier in context tag 0; one that has no four octets names nothing. */
function takeObject({ progress }: Reading): boolean {
  if (!tags.context(0)) return false;
  const isWhole = tags.to - tags.from === 4;
  progress.object = isWhole ? u32At(tags.bytes, tags.from) : NO_OBJECT;
  return true;
}

/** Reads a value up to its closing tag. Of the last that was captured the beginning may be all there is. */
function readValue(reading: Reading, property: number, closing: number): boolean {
  const value = tags.at;
  const isWhole = tags.skipTo(closing);
  const behind = tags.at;
  const name = OF_PROPERTY[property];
  if (name !== undefined && (isWhole || reading.isLast)) {
    tags.at = value;
    propertyValue(reading, name);
    tags.at = behind;
  }
  return isWhole;
}

/** The value that begins at the next tag. */
function propertyValue({ sink, origin, progress }: Reading, name: PropertyName): void {
  // Points have names and descriptions by the thousand; of them only the descriptions say what the device serves.
  if (progress.object >>> TYPE_SHIFT !== OBJECT_DEVICE && name !== 'description') return;
  const attribute = attributesOf(origin)[name];
  if (tags.application(CHARACTER_STRING)) {
    const { bytes, from, to } = tags;
    if (isPlainString(bytes, from, to)) sink.text(attribute, origin.subject, from + 1, to);
    else sink.value(attribute, origin.subject, characterString(bytes, from, to), from, to);
  } else if (tags.application(UNSIGNED) && tags.unsigned() >= 0) {
    sink.value(attribute, origin.subject, String(tags.unsigned()), tags.from, tags.to);
  }
}
