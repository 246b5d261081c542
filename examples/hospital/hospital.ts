import { Random } from '../../bench/captures/random.ts';
import { Day } from './day.ts';
import { type Device, Site } from './device.ts';
import { Recording } from './network/recording.ts';
import { Wire } from './network/wire.ts';
import { makePatients, type Patient } from './people/patients.ts';
import { bedsOf, WARDS } from './people/places.ts';

/** Something that a device does whatever its kind: takes a lease, looks up names, keeps the time. */
export type Habit = (device: Device, hospital: Hospital) => void;

/** One kind of device: a file in `devices`, and a line in their list. */
export interface DeviceKind {
  /** Its file's name. */
  readonly id: string;
  /** Puts all of its devices where they belong. */
  place(site: Site): void;
  readonly habits: readonly Habit[];
  /** What one of them does with others; all devices stand when this is called. */
  live(device: Device, hospital: Hospital): void;
}

const BEDS_A_WARD = 40;
const OUTPATIENTS = 120;

/** The hospital on one morning. Everything in it follows from the seed. */
export class Hospital {
  readonly random: Random;
  readonly day: Day;
  readonly site: Site;
  readonly recording = new Recording();
  readonly wire: Wire;
  readonly patients: readonly Patient[];

  constructor(seed: number, first: number, hours: number) {
    this.random = new Random(seed);
    this.day = new Day(this.random, first, hours);
    this.site = new Site(this.random);
    this.wire = new Wire(this.recording, this.random);
    const beds = WARDS.flatMap((ward) => bedsOf(ward, BEDS_A_WARD));
    this.patients = makePatients(this.random, beds.length + OUTPATIENTS, beds);
  }

  anyPatient(): Patient {
    return this.random.pick(this.patients);
  }

  /** Who lies in the bed that a device stands at, or anybody. */
  patientAt(device: Device): Patient {
    const { code, room, bed } = device.place;
    return (
      this.patients.find((p) => p.bed?.code === code && p.bed.room === room && p.bed.bed === bed) ?? this.anyPatient()
    );
  }
}

/** Lets devices of all kinds stand, and then lets each live its day. */
export function populate(hospital: Hospital, kinds: readonly DeviceKind[]): void {
  for (const kind of kinds) kind.place(hospital.site);
  for (const kind of kinds) {
    for (const device of hospital.site.all(kind.id)) {
      for (const habit of kind.habits) habit(device, hospital);
      kind.live(device, hospital);
    }
  }
}
