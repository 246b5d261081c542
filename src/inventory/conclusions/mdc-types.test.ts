import { expect, it } from 'vitest';
import { typeOfMdc } from './mdc-types.ts';

it('knows device types of the nomenclature by reference id, the longest prefix, or code', () => {
  expect(typeOfMdc('69965^MDC_DEV_MON_PHYSIO_MULTI_PARAM_MDS^MDC')).toBe('T023');
  expect(typeOfMdc('69985^MDC_DEV_PUMP_INFUS_MDS^MDC')).toBe('T001');
  expect(typeOfMdc('1^MDC_DEV_PUMP_INFUS_SYRINGE_MDS^MDC')).toBe('T002');
  expect(typeOfMdc('69965')).toBe('T023');
  expect(typeOfMdc('urn:oid:1.2.840.10004.1.1.1.0.0.1//69965')).toBe('T023');
});

it('gives no type for metrics and unknown devices', () => {
  for (const value of ['147842^MDC_ECG_HEART_RATE^MDC', '70000^MDC_DEV_UNKNOWN_MDS^MDC', '', '699650']) {
    expect(typeOfMdc(value)).toBeUndefined();
  }
});
