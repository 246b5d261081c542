import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { address, spelling } from './normalise.ts';
import type { Conclusion, InspectDocument, ProductDevice } from './product.ts';
import { readTsv } from './tsv.ts';

/** What is known about one device; absent where nobody knows. */
export interface KnownDevice {
  readonly name: string;
  readonly mac: string;
  readonly ip: string | undefined;
  /** Ids of device types that are right. */
  readonly types: readonly string[];
  readonly manufacturer: RegExp | undefined;
  readonly model: RegExp | undefined;
  readonly serial: string | undefined;
  readonly software: string | undefined;
}

export interface DeviceScore {
  /** Devices looked for, over all documents. */
  readonly sought: number;
  readonly once: number;
  /** Devices that hold two known ones. */
  readonly wrongMerges: number;
  readonly typesGiven: number;
  readonly typesRight: number;
  /** Conclusions of any kind with a confidence of at least 0.9 that something known can judge. */
  readonly sure: number;
  readonly sureRight: number;
  readonly complaints: readonly string[];
}

const SURE = 0.9;
const NOT_KNOWN = '-';

/** Names of device types by id, from the tables of the product. */
export type TypeNames = ReadonlyMap<string, string>;

/** The tables of device types, as the product ships them. */
const TYPE_TABLES = ['device-types.tsv', 'it-and-building.tsv'];

export function readTypeNames(directory: string): TypeNames {
  return new Map(
    TYPE_TABLES.flatMap((file) => readTsv(join(directory, file), ['id', 'name_en'])).map(({ id, name_en: name }) => [
      id,
      name,
    ]),
  );
}

const pattern = (cell: string) => (cell === NOT_KNOWN ? undefined : new RegExp(cell, 'i'));

/** What a label of the captures of single devices means. */
export function readLabels(path: string): (deviceType: string, mac: string) => KnownDevice | undefined {
  const rows = new Map(readTsv(path, ['label', 'types', 'manufacturer']).map((row) => [row.label, row]));
  return (deviceType, mac) => {
    const row = rows.get(deviceType);
    if (row === undefined) return undefined;
    return {
      name: deviceType,
      mac: mac.toLowerCase(),
      ip: undefined,
      types: row.types.split(','),
      manufacturer: pattern(row.manufacturer),
      model: undefined,
      serial: undefined,
      software: undefined,
    };
  };
}

interface Construction {
  readonly hosts: readonly {
    readonly name: string;
    readonly ip: string;
    readonly mac: string;
    readonly serial?: string;
    readonly software?: string;
  }[];
}

/** The hosts of the generated captures: what was configured, and what the table says about their types. */
export function readConstruction(path: string, tablePath: string): readonly KnownDevice[] {
  if (!existsSync(path)) return [];
  const { hosts } = JSON.parse(readFileSync(path, 'utf8')) as Construction;
  const rows = new Map(readTsv(tablePath, ['host', 'types', 'manufacturer', 'model']).map((row) => [row.host, row]));
  return hosts.map((host) => {
    const row = rows.get(host.name);
    if (row === undefined) throw new Error(`${tablePath}: no host ${host.name}`);
    return {
      name: host.name,
      mac: host.mac.toLowerCase(),
      ip: host.ip,
      types: row.types.split(','),
      manufacturer: pattern(row.manufacturer),
      model: pattern(row.model),
      serial: host.serial,
      software: host.software,
    };
  });
}

const isKnownAs = (device: ProductDevice, known: KnownDevice) =>
  device.macs.includes(known.mac) ||
  (known.ip !== undefined && device.ips.some((ip) => address(ip) === address(known.ip ?? '')));

function isGiven(conclusion: Conclusion | undefined): conclusion is Conclusion {
  return conclusion !== undefined && !['', 'unknown'].includes(spelling(conclusion.value));
}

function isRightType(value: string, known: KnownDevice, names: TypeNames): boolean {
  const said = spelling(value).replace(/[-_]/g, ' ');
  return known.types.some(
    (id) => said === id.toLowerCase() || said === spelling(names.get(id) ?? '').replace(/[-_]/g, ' '),
  );
}

/** Undefined where nothing known can judge the conclusion. */
function isRight(name: string, value: string, known: KnownDevice, names: TypeNames): boolean | undefined {
  switch (name) {
    case 'type':
      return isRightType(value, known, names);
    case 'manufacturer':
      return known.manufacturer?.test(value);
    case 'model':
      return known.model?.test(value);
    case 'serial':
      return known.serial === undefined ? undefined : spelling(known.serial) === spelling(value);
    case 'software':
      // A device runs more than the version that was configured; only the configured one can be judged.
      return known.software !== undefined && spelling(value).includes(spelling(known.software)) ? true : undefined;
    default:
      return undefined;
  }
}

/** Compares the devices of one document with those that are known to be in it. */
export function scoreDevices(
  where: string,
  document: InspectDocument,
  known: readonly KnownDevice[],
  names: TypeNames,
): DeviceScore {
  const complaints: string[] = [];
  let once = 0;
  let typesGiven = 0;
  let typesRight = 0;
  let sure = 0;
  let sureRight = 0;
  for (const each of known) {
    const devices = document.devices.filter((device) => isKnownAs(device, each));
    if (devices.length === 1) once++;
    else complaints.push(`${where}: ${each.name} ${each.mac} stands ${devices.length} times`);
    const [device] = devices;
    if (device === undefined) continue;
    const type = device.conclusions.get('type')?.[0];
    if (isGiven(type)) {
      typesGiven++;
      if (isRightType(type.value, each, names)) typesRight++;
      else complaints.push(`${where}: ${each.name} is no ${type.value}`);
    }
    for (const [name, conclusions] of device.conclusions) {
      for (const conclusion of conclusions) {
        if (!isGiven(conclusion) || (conclusion.confidence ?? 0) < SURE) continue;
        const right = isRight(name, conclusion.value, each, names);
        if (right === undefined) continue;
        sure++;
        if (right) sureRight++;
        else complaints.push(`${where}: ${each.name}: surely ${name} ${conclusion.value}, which is wrong`);
      }
    }
  }
  const merged = document.devices.filter((device) => known.filter((each) => isKnownAs(device, each)).length > 1);
  for (const device of merged) complaints.push(`${where}: ${device.id} holds several: ${device.macs.join(' ')}`);
  return {
    sought: known.length,
    once,
    wrongMerges: merged.length,
    typesGiven,
    typesRight,
    sure,
    sureRight,
    complaints,
  };
}

export function addScores(scores: readonly DeviceScore[]): DeviceScore {
  const sum = (of: (score: DeviceScore) => number) => scores.reduce((total, score) => total + of(score), 0);
  return {
    sought: sum((score) => score.sought),
    once: sum((score) => score.once),
    wrongMerges: sum((score) => score.wrongMerges),
    typesGiven: sum((score) => score.typesGiven),
    typesRight: sum((score) => score.typesRight),
    sure: sum((score) => score.sure),
    sureRight: sum((score) => score.sureRight),
    complaints: scores.flatMap((score) => score.complaints),
  };
}
