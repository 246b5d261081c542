import type { DeviceKind } from '../hospital.ts';
import { LINUX } from '../network/stack.ts';
import { analyserKind } from '../work/laboratory.ts';

/** Hormones, markers, antibodies. */
export const immunoassayAnalyser: DeviceKind = analyserKind('immunoassay-analyser', {
  units: [
    {
      typeId: 'T117',
      manufacturer: 'Roche Diagnostics',
      model: 'cobas e 801',
      oui: '000e2f',
      stack: LINUX,
      software: '02-03',
    },
  ],
  prefix: 'COBAS',
  bench: '免疫',
  perHour: 10,
  tests: [
    ['TSH', 'uIU/mL', 0.5, 4.5],
    ['Troponin T', 'ng/L', 3, 14],
  ],
});
