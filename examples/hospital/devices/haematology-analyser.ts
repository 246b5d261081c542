import type { DeviceKind } from '../hospital.ts';
import { WINDOWS } from '../network/stack.ts';
import { analyserKind } from '../work/laboratory.ts';

const UNIT = {
  typeId: 'T118',
  manufacturer: 'Sysmex',
  model: 'XN-1000',
  oui: '00066b',
  stack: WINDOWS,
  software: '00-23',
};

/** Blood counts. */
export const haematologyAnalyser: DeviceKind = analyserKind('haematology-analyser', {
  units: [UNIT, UNIT],
  prefix: 'XN',
  bench: '血液',
  perHour: 25,
  tests: [
    ['WBC', '10*3/uL', 3.5, 9.0],
    ['RBC', '10*6/uL', 3.9, 5.5],
    ['HGB', 'g/dL', 11.5, 16.5],
    ['PLT', '10*3/uL', 150, 350],
  ],
});
