import { RHYTHMS, stamp } from '../day.ts';
import { counted, type Product, serialNumber } from '../device.ts';
import { looksForRouter } from '../habits/address.ts';
import { keepsTime } from '../habits/clock.ts';
import type { DeviceKind, Habit } from '../hospital.ts';
import { transfer } from '../messages/astm.ts';
import { PLACES, roomOf } from '../people/places.ts';

/** A test of the laboratory: name, unit, and the range in which invented results lie. */
export type Test = readonly [name: string, unit: string, low: number, high: number];

export interface AnalyserWork {
  readonly units: readonly Product[];
  readonly prefix: string;
  readonly bench: string;
  readonly perHour: number;
  readonly tests: readonly Test[];
  readonly habits?: readonly Habit[];
}

export const LIS_PORT = 5150;

/** An analyser that sends each sample's results to the laboratory's system by ASTM, with the patient in clear. */
export function analyserKind(id: string, work: AnalyserWork): DeviceKind {
  return {
    id,
    place(site) {
      for (const [index, product] of work.units.entries()) {
        site.add(id, {
          subnet: 'laboratory',
          product,
          name: `${work.prefix}${counted(index + 1)}`,
          serial: serialNumber(work.prefix, index + 1, 5),
          place: roomOf(PLACES.laboratory, work.bench),
          addressing: 'fixed',
        });
      }
    },
    habits: [looksForRouter, keepsTime(7200, 3), ...(work.habits ?? [])],
    live(device, hospital) {
      const { wire, day, random, site } = hospital;
      const { manufacturer, model, software = '' } = device.product;
      device.weaknesses.add('cleartext-personal-data');
      for (const at of day.times(work.perHour, RHYTHMS.laboratory)) {
        const patient = hospital.anyPatient();
        const sample = String(random.below(90_000_000) + 10_000_000);
        const now = stamp(at);
        const results = work.tests.map(([name, unit, low, high], n) => {
          const value = (low + (high - low) * random.fraction()).toFixed(1);
          return `R|${n + 1}|^^^${name}|${value}|${unit}|${low} to ${high}|N||F||${random.pick(['mogi', 'reidai', 'kakuu'])}|${now}|${now}|${device.name}`;
        });
        const records = [
          `H|\\^&|||${manufacturer}^${model}^${device.serial}^${software}|||||LIS||P|LIS2-A2|${now}`,
          `P|1|${patient.id}|||${patient.familyRoman}^${patient.givenRoman}||${patient.birthDate}|${patient.sex}`,
          `O|1|${sample}||^^^ALL|R|${now}||||||||||||||||||F`,
          ...results,
          'L|1|N',
        ];
        wire.tcp(at, device, site.the('laboratory-system'), LIS_PORT, transfer(records));
      }
    },
  };
}
