import { defineDissector } from '../dissector.ts';
import { fhirAttributes } from '../parts/fhir-resource.ts';

/**
 * FHIR over HTTP has no face of its own: `http` reads the messages, and hands bodies of its media types to
 * parts/fhir.ts, which reports these attributes and labels the edge.
 */
export const fhir = defineDissector({
  id: 'fhir',
  title: 'HL7 FHIR over HTTP',
  source: 'HL7 FHIR R4 and R5 (JSON and XML formats, Device, CapabilityStatement), RFC 8259, XML 1.0',
  attributes: fhirAttributes,
});
