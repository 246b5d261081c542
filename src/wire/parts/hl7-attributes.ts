import { defineAttributes } from '../dissector.ts';

export const hl7Attributes = defineAttributes('hl7', {
  sendingApplication: ['name-seen', 'HL7 v2.5.1 §2.15.9.3 MSH-3, the whole field'],
  sendingFacility: ['place-seen', 'HL7 v2.5.1 §2.15.9.4 MSH-4, the whole field'],
  receivingApplication: ['name-seen', 'HL7 v2.5.1 §2.15.9.5 MSH-5, how the sender names the receiver'],
  receivingFacility: ['place-seen', 'HL7 v2.5.1 §2.15.9.6 MSH-6, how the sender names the receiver’s site'],
  messageType: ['role-played', 'HL7 v2.5.1 §2.15.9.9 MSH-9 of messages that the host sent'],
  version: ['capability-seen', 'HL7 v2.5.1 §2.15.9.12 MSH-12'],
  charset: ['capability-seen', 'HL7 v2.5.1 §2.15.9.18 MSH-18'],
  profile: ['capability-seen', 'HL7 v2.5.1 §2.15.9.21 MSH-21 conformance profile'],
  clockOffset: [
    'capability-seen',
    'MSH-7 minus capture time in seconds, rounded to the minute, hour or day; 0 below a minute; only of times with a zone',
  ],
  eui64: ['identifier-seen', 'EUI-64 of the device or gateway in a hierarchic designator or entity identifier'],
  equipment: ['identifier-seen', 'HL7 v2.5.1 §7.4.2.18 OBX-18 equipment instance, EQU-1, or PRT-10 of equipment'],
  deviceType: [
    'model-seen',
    'OBX-3 of the medical device system row (IHE DEV TF-2 appendix B): the MDC type of device',
  ],
  manufacturer: ['manufacturer-seen', 'OBX-5 of MDC_ID_MODEL_MANUFACTURER (ISO/IEEE 11073-10101)'],
  model: ['model-seen', 'OBX-5 of MDC_ID_MODEL_NUMBER (ISO/IEEE 11073-10101)'],
  serial: ['serial-seen', 'OBX-5 of MDC_ID_PROD_SPEC_SERIAL (ISO/IEEE 11073-10101)'],
  hardware: ['software-seen', 'OBX-5 of MDC_ID_PROD_SPEC_HW (ISO/IEEE 11073-10101)'],
  software: ['software-seen', 'OBX-5 of MDC_ID_PROD_SPEC_SW (ISO/IEEE 11073-10101)'],
  firmware: ['software-seen', 'OBX-5 of MDC_ID_PROD_SPEC_FW (ISO/IEEE 11073-10101)'],
  udi: ['identifier-seen', 'UDI in GS1 form in PRT or OBX-5'],
  udiDevice: ['model-seen', 'GS1 (01): device identifier part of a UDI'],
  udiSerial: ['serial-seen', 'GS1 (21): serial number part of a UDI'],
  location: ['place-seen', 'HL7 v2.5.1 §3.4.3.3 PV1-3 of observations: where the patient lies that the device serves'],
  softwareVendor: ['software-seen', 'HL7 v2.5.1 §2.15.12.1 SFT-1'],
  softwareProduct: ['software-seen', 'HL7 v2.5.1 §2.15.12 SFT-3 product and SFT-2 version'],
  localSegment: [
    'capability-seen',
    'HL7 v2.5.1 §2.11 name of a local (Z) segment, which tells whose dialect is spoken',
  ],
});
