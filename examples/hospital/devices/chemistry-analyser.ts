import type { DeviceKind } from '../hospital.ts';
import { WINDOWS } from '../network/stack.ts';
import { analyserKind } from '../work/laboratory.ts';

const UNIT = {
  typeId: 'T116',
  manufacturer: 'Hitachi High-Tech',
  model: 'LABOSPECT 008',
  oui: 'dc175a',
  stack: WINDOWS,
  software: '03-14',
};

/** Clinical chemistry: most of what blood is asked. */
export const chemistryAnalyser: DeviceKind = analyserKind('chemistry-analyser', {
  units: [UNIT, UNIT, UNIT],
  prefix: 'CHEM',
  bench: '生化学',
  perHour: 30,
  tests: [
    ['AST', 'U/L', 10, 40],
    ['ALT', 'U/L', 8, 45],
    ['CRE', 'mg/dL', 0.5, 1.2],
    ['Na', 'mmol/L', 136, 146],
    ['K', 'mmol/L', 3.5, 5.0],
    ['CRP', 'mg/dL', 0.0, 3.0],
  ],
});
