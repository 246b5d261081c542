import type { DeviceKind } from '../hospital.ts';
import { WINDOWS } from '../network/stack.ts';
import { analyserKind } from '../work/laboratory.ts';

/** How blood clots. */
export const coagulationAnalyser: DeviceKind = analyserKind('coagulation-analyser', {
  units: [
    { typeId: 'T119', manufacturer: 'Sysmex', model: 'CN-6000', oui: '00066b', stack: WINDOWS, software: '01-07' },
  ],
  prefix: 'CN',
  bench: '凝固',
  perHour: 12,
  tests: [
    ['PT', 's', 10.5, 13.5],
    ['APTT', 's', 25, 38],
    ['D-dimer', 'ug/mL', 0.1, 1.0],
  ],
});
