import { type Attribute, defineAttributes, type Out, type View } from '../dissector.ts';
import type { PersonalData } from '../facts.ts';

export const fhirAttributes = defineAttributes('fhir', {
  resource: ['role-played', 'FHIR R4 resourceType: type of a resource that the host sent'],
  version: ['capability-seen', 'FHIR R4 CapabilityStatement.fhirVersion'],
  software: ['software-seen', 'FHIR R4 CapabilityStatement.software.name of the server'],
  softwareVersion: ['software-seen', 'FHIR R4 CapabilityStatement.software.version of the server'],
  implementation: ['capability-seen', 'FHIR R4 CapabilityStatement.implementation.description of the server'],
  deviceIdentifier: ['identifier-seen', 'FHIR R4 Device.identifier.value, by the Point-of-Care Device guide an EUI-64'],
  manufacturer: ['manufacturer-seen', 'FHIR R4 Device.manufacturer'],
  model: ['model-seen', 'FHIR R4 Device.modelNumber'],
  deviceName: ['name-seen', 'FHIR R4 Device.deviceName.name, R5 Device.name.value'],
  serial: ['serial-seen', 'FHIR R4 Device.serialNumber'],
  deviceSoftware: ['software-seen', 'FHIR R4 Device.version.value'],
  udi: ['identifier-seen', 'FHIR R4 Device.udiCarrier.carrierHRF'],
  udiDevice: ['model-seen', 'FHIR R4 Device.udiCarrier.deviceIdentifier'],
});

/** Elements that name a device or a server, by type and path. */
const ELEMENTS: Readonly<Record<string, Attribute>> = {
  'CapabilityStatement.fhirVersion': fhirAttributes.version,
  'CapabilityStatement.software.name': fhirAttributes.software,
  'CapabilityStatement.software.version': fhirAttributes.softwareVersion,
  'CapabilityStatement.implementation.description': fhirAttributes.implementation,
  'Device.identifier.value': fhirAttributes.deviceIdentifier,
  'Device.manufacturer': fhirAttributes.manufacturer,
  'Device.modelNumber': fhirAttributes.model,
  'Device.deviceName.name': fhirAttributes.deviceName,
  'Device.name.value': fhirAttributes.deviceName,
  'Device.serialNumber': fhirAttributes.serial,
  'Device.version.value': fhirAttributes.deviceSoftware,
  'Device.udiCarrier.carrierHRF': fhirAttributes.udi,
  'Device.udiCarrier.deviceIdentifier': fhirAttributes.udiDevice,
};

/** Types whose presence alone is personal data. */
const PERSONAL_TYPES: Readonly<Record<string, PersonalData>> = {
  Observation: 'result',
  DiagnosticReport: 'result',
  Condition: 'result',
  AllergyIntolerance: 'result',
  MedicationRequest: 'medication',
  MedicationAdministration: 'medication',
  MedicationDispense: 'medication',
  MedicationStatement: 'medication',
  Immunization: 'medication',
  ServiceRequest: 'order',
  DeviceRequest: 'order',
  Task: 'order',
  ImagingStudy: 'image',
  Media: 'image',
  DocumentReference: 'document',
  Composition: 'document',
  Binary: 'document',
};

/** Elements of persons, whatever the resource that describes one. */
const PERSONS = new Set(['Patient', 'RelatedPerson', 'Person', 'Practitioner']);
const PERSONAL_ELEMENTS: Readonly<Record<string, PersonalData>> = {
  identifier: 'identifier',
  name: 'name',
  birthDate: 'birth-date',
  gender: 'sex',
  address: 'address',
  telecom: 'contact',
};

/** Longest name of a type that is believed; the longest of R5 has 35 letters. */
const TYPE_LENGTH = 40;
/** Longest path of interest inside a resource. */
const PATH_LENGTH = 3;

/**
 * Takes the elements of resources one after the other, in whichever format they came, and reports those that identify
 * a device or a server. A device resource describes its sender when it is alone in the body, or when a client sends it;
 * what a server lists in a bundle are other devices.
 */
export class FhirReport {
  private readonly view: View;
  private readonly out: Out;
  /** Names of the open elements; a resource begins at each of the positions in `resources`. */
  private readonly path: string[] = [];
  private readonly resources: { readonly type: string; readonly base: number }[] = [];
  private count = 0;

  constructor(view: View, out: Out) {
    this.view = view;
    this.out = out;
  }

  /** A resource of this type begins inside the open elements. [from, to) are the bytes that name the type. */
  beginResource(type: string, from: number, to: number): void {
    this.resources.push({ type, base: this.path.length });
    this.count++;
    if (!isTypeName(type)) return;
    this.out.value(fhirAttributes.resource, this.view.sender, type, from, to);
    const category = PERSONAL_TYPES[type];
    if (category !== undefined) this.out.personal(category, 1);
  }

  endResource(): void {
    this.resources.pop();
  }

  enter(name: string): void {
    this.path.push(name);
    const resource = this.resources.at(-1);
    if (resource === undefined || this.path.length !== resource.base + 1) return;
    const category = PERSONS.has(resource.type) ? PERSONAL_ELEMENTS[name] : undefined;
    if (category !== undefined) this.out.personal(category, 1);
    // Whom an observation, an order or a device belongs to.
    else if ((name === 'subject' || name === 'patient') && !PERSONS.has(resource.type))
      this.out.personal('identifier', 1);
  }

  leave(): void {
    this.path.pop();
  }

  /** Value of the innermost open element; `text` is asked for only when the element is of interest. */
  value(from: number, to: number, text: () => string): void {
    const resource = this.resources.at(-1);
    if (resource === undefined || this.path.length - resource.base > PATH_LENGTH) return;
    const attribute = ELEMENTS[`${resource.type}.${this.path.slice(resource.base).join('.')}`];
    if (attribute === undefined) return;
    if (resource.type === 'Device' && this.count > 1 && this.view.side === 1) return;
    this.out.value(attribute, this.view.sender, text(), from, to);
  }
}

/** FHIR R4 resource list: types are names in upper camel case; anything else could be anything. */
function isTypeName(type: string): boolean {
  return type.length <= TYPE_LENGTH && /^[A-Z][A-Za-z]+$/.test(type);
}
