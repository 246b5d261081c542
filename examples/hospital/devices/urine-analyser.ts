import type { DeviceKind } from '../hospital.ts';
import { SMALL_RTOS } from '../network/stack.ts';
import { analyserKind } from '../work/laboratory.ts';

/** Urine, behind a serial device server: what is seen is the server's address and the analyser's words. */
export const urineAnalyser: DeviceKind = analyserKind('urine-analyser', {
  units: [
    {
      typeId: 'T120',
      manufacturer: 'ARKRAY',
      model: 'AUTION MAX AX-4060',
      oui: '0080a3',
      stack: SMALL_RTOS,
      software: '1.21',
    },
  ],
  prefix: 'AX',
  bench: '一般',
  perHour: 10,
  tests: [
    ['pH', '', 5, 7.5],
    ['PRO', 'mg/dL', 0, 10],
    ['GLU', 'mg/dL', 0, 15],
  ],
});
