/**
 * Device types by the reference id of the nomenclature (ISO/IEEE 11073-10101, partition 1, object infrastructure), which
 * IHE DEC observations carry for the medical device system. The longest prefix counts.
 */
const MDC_TYPES: readonly (readonly [prefix: string, deviceTypeId: string])[] = [
  ['MDC_DEV_PUMP_INFUS_SYRINGE', 'T002'],
  ['MDC_DEV_PUMP_INFUS_PCA', 'T003'],
  ['MDC_DEV_PUMP_INFUS', 'T001'],
  ['MDC_DEV_PUMP_BALLOON', 'T050'],
  ['MDC_DEV_MON_PHYSIO_MULTI_PARAM', 'T023'],
  ['MDC_DEV_SYS_PT_VENT', 'T011'],
  ['MDC_DEV_SYS_ANESTH', 'T020'],
  ['MDC_DEV_ANALY_BLD_CHEM', 'T115'],
  ['MDC_DEV_ANALY_SAT_O2', 'T028'],
  ['MDC_DEV_ANALY_PRESS_BLD_NONINV', 'T030'],
  ['MDC_DEV_ECG_12', 'T039'],
  ['MDC_DEV_SPEC_PROFILE_PULS_OXIM', 'T028'],
  ['MDC_DEV_SPEC_PROFILE_BP', 'T030'],
  ['MDC_DEV_SPEC_PROFILE_TEMP', 'T031'],
  ['MDC_DEV_SPEC_PROFILE_SCALE', 'T140'],
  ['MDC_DEV_SPEC_PROFILE_GLUCOSE', 'T127'],
];
/** The codes of the commonest of them, for senders that leave the reference id out. */
const MDC_CODES: Readonly<Record<string, string>> = {
  '69965': 'MDC_DEV_MON_PHYSIO_MULTI_PARAM_MDS',
  '69985': 'MDC_DEV_PUMP_INFUS_MDS',
};

/** Device type of an MDC coded entry, `code^reference id^MDC` or `system/version/code`. */
export function typeOfMdc(value: string): string | undefined {
  const reference = /MDC_DEV_\w+/.exec(value)?.[0] ?? MDC_CODES[/(?:^|[/:])(\d{5})(?=$|[\^;])/.exec(value)?.[1] ?? ''];
  if (reference === undefined) return undefined;
  return MDC_TYPES.filter(([prefix]) => reference.startsWith(prefix)).sort((a, b) => b[0].length - a[0].length)[0]?.[1];
}
