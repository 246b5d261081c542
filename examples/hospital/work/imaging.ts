import { RHYTHMS, type Rhythm } from '../day.ts';
import { counted, type Device, type Product, serialNumber } from '../device.ts';
import { DHCP_CLIENTS, leasesAddress } from '../habits/address.ts';
import { keepsTime } from '../habits/clock.ts';
import { looksUp } from '../habits/names.ts';
import type { DeviceKind, Habit, Hospital } from '../hospital.ts';
import { associate, echo, type Entity, find, performedStep, SOP, store } from '../messages/dicom.ts';
import {
  type Examination,
  image,
  newUid,
  stepBegun,
  stepEnded,
  worklistEntry,
  worklistQuery,
} from '../messages/image.ts';
import type { SubnetId } from '../network/subnet.ts';
import { STAFF } from '../people/patients.ts';
import type { Place } from '../people/places.ts';

export const DICOM_PORT = 104;
export const WORKLIST_PORT = 11_112;

export const ARCHIVE: Entity = { title: 'MIMAMORI_PACS', implementation: ['1.2.40.0.13.1.3', 'dcm4che-5.23.3'] };
export const WORKLIST: Entity = {
  title: 'MIMAMORI_MWL',
  implementation: ['1.2.276.0.7230010.3.0.3.6.7', 'OFFIS_DCMTK_367'],
};

/** One installed unit. */
export interface Unit {
  readonly product: Product;
  /** As its objects say it, which is not always the firm's name. */
  readonly dicomManufacturer: string;
  readonly implementation: readonly [uid: string, version: string];
  readonly place: Place;
}

export interface ImagingWork {
  readonly modality: keyof typeof SOP;
  readonly descriptions: readonly string[];
  readonly perHour: number;
  readonly rhythm?: Rhythm;
  readonly images: readonly [few: number, many: number];
  readonly imageBytes: number;
  /** Station names begin with this; absent: with the modality. */
  readonly prefix?: string;
  readonly subnet?: SubnetId;
  readonly habits?: readonly Habit[];
  /** Without worklist and performed step: the oldest, and those who carry their own list. */
  readonly bare?: boolean;
}

export const entityOf = (device: Device, unit: Pick<Unit, 'implementation'>): Entity => ({
  title: device.name.replaceAll('-', '').slice(0, 16),
  implementation: unit.implementation,
});

/** A kind of device that makes images: asks for its list, says that it begins, sends what it made, says that it ended. */
export function imagingKind(id: string, units: readonly Unit[], work: ImagingWork): DeviceKind {
  const prefix = work.prefix ?? work.modality;
  return {
    id,
    place(site) {
      for (const [index, { product, place }] of units.entries()) {
        site.add(id, {
          subnet: work.subnet ?? 'imaging',
          product,
          name: `${prefix}${counted(index + 1)}-${place.code}`,
          serial: serialNumber(prefix, index + 1 + place.floor * 7),
          place,
          addressing: index % 4 === 3 ? 'lease' : 'fixed',
        });
      }
    },
    habits: [
      leasesAddress(DHCP_CLIENTS.windows),
      keepsTime(3600),
      looksUp(['pacs', 'radiology-system']),
      ...(work.habits ?? []),
    ],
    live(device, hospital) {
      const unit = units[device.number - 1]!;
      device.weaknesses.add('cleartext-personal-data');
      testLine(device, unit, hospital);
      for (const at of hospital.day.times(work.perHour, work.rhythm ?? RHYTHMS.outpatient)) {
        examine(device, unit, work, hospital, at);
      }
    },
  };
}

/** Every morning somebody tests whether the archive answers. */
function testLine(device: Device, unit: Unit, { wire, day, site }: Hospital): void {
  const services = [{ sop: SOP.verification, operations: [echo] }];
  const turns = associate(entityOf(device, unit), ARCHIVE, services);
  wire.tcp(day.between(0.1, 0.35), device, site.the('pacs'), DICOM_PORT, turns);
}

function examine(device: Device, unit: Unit, work: ImagingWork, hospital: Hospital, at: number): void {
  const { wire, random, site } = hospital;
  const calling = entityOf(device, unit);
  const exam = examinationOf(device, unit, work, hospital, at);
  const archive = site.the('pacs');
  const list = site.the('radiology-system');
  const step = newUid(random);
  if (work.bare !== true) {
    const matches = Array.from({ length: random.between(1, 4) }, () =>
      worklistEntry({ ...exam, patient: hospital.anyPatient() }, calling.title),
    );
    const asks = find(SOP.worklist, worklistQuery(work.modality, calling.title, at), [
      worklistEntry(exam, calling.title),
      ...matches,
    ]);
    wire.tcp(
      at,
      device,
      list,
      WORKLIST_PORT,
      associate(calling, WORKLIST, [{ sop: SOP.worklist, operations: [asks] }]),
    );
    const begins = performedStep('begun', step, stepBegun(exam, calling.title));
    wire.tcp(
      at + 60,
      device,
      list,
      WORKLIST_PORT,
      associate(calling, WORKLIST, [{ sop: SOP.performedStep, operations: [begins] }]),
    );
  }
  const sop = SOP[work.modality];
  const stores = Array.from({ length: random.between(...work.images) }, (_, n) => {
    const instance = newUid(random);
    return store(sop, instance, n + 1, image(exam, sop, instance, n + 1, random.bytes(work.imageBytes)));
  });
  const ended = wire.tcp(
    at + 180 + random.exponential(240),
    device,
    archive,
    DICOM_PORT,
    associate(calling, ARCHIVE, [{ sop, operations: stores }]),
  );
  if (work.bare !== true) {
    const ends = performedStep('ended', step, stepEnded(ended));
    wire.tcp(
      ended + 20,
      device,
      list,
      WORKLIST_PORT,
      associate(calling, WORKLIST, [{ sop: SOP.performedStep, operations: [ends] }]),
    );
  }
}

function examinationOf(device: Device, unit: Unit, work: ImagingWork, hospital: Hospital, at: number): Examination {
  const { random } = hospital;
  return {
    modality: work.modality === 'ES' ? 'ES' : work.modality,
    manufacturer: unit.dicomManufacturer,
    model: unit.product.model,
    serial: device.serial,
    software: unit.product.software ?? '',
    station: device.name.slice(0, 16),
    department: device.place.code,
    description: random.pick(work.descriptions),
    operator: random.pick(STAFF).toUpperCase().replace('.', '^'),
    patient: hospital.anyPatient(),
    at,
    study: newUid(random),
    accession: `A${String(random.below(900_000) + 100_000)}`,
  };
}
