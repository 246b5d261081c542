import type { Evidence } from '../device.ts';
import type { Micros } from '#kernel';
import type { Lookups } from './lookups.ts';
import type { Portrait } from './portrait.ts';
import { Tally, type Verdict } from './scoring.ts';
import { nameText } from './text.ts';
import { traitOf } from '../traits.ts';

/** Programs listed for one device. */
const PROGRAMS = 32;

/** A program and its version as one piece of evidence names them. `name` is empty for the software of the device itself. */
interface Program {
  readonly name: string;
  readonly version: string;
  readonly share: number;
}

interface Found {
  readonly program: Program;
  readonly item: Evidence;
}

/**
 * The programs that a device runs, the surest first. Versions do not compete, a host may run two; but one that was last
 * seen before a newer one was first seen has been replaced.
 */
export function concludeSoftware(portrait: Portrait, lookups: Lookups): readonly Verdict[] {
  const found: Found[] = [];
  for (const kind of ['software-seen', 'system-seen'] as const) {
    for (const item of portrait.evidence.ofKind(kind)) {
      for (const program of programsOf(item, lookups)) found.push({ program, item });
    }
  }
  const replaced = replacedVersions(found);
  const tallies = new Map<string, Tally>();
  for (const { program, item } of found) {
    const value = `${program.name} ${program.version}`.trim();
    const key = value.toLowerCase();
    if (replaced.has(key)) continue;
    let tally = tallies.get(key);
    if (tally === undefined) tallies.set(key, (tally = new Tally()));
    tally.add(value, item.weight * program.share, traitOf(item.attribute, item.factKind).source, item, key);
  }
  return [...tallies.values()]
    .flatMap((tally) => tally.conclude() ?? [])
    .sort((a, b) => b.confidence - a.confidence || (a.value < b.value ? -1 : 1))
    .slice(0, PROGRAMS);
}

function programsOf(item: Evidence, lookups: Lookups): readonly Program[] {
  const { attribute, value } = item;
  const isUid = attribute === 'dicom.implementation-uid';
  if (isUid || attribute === 'dicom.implementation-version') {
    const { components } = lookups.implementationOf(isUid ? value : '', isUid ? '' : value);
    return components.map(({ name, version = '', confidence }) => ({ name, version, share: confidence }));
  }
  if (item.factKind === 'system-seen') {
    const kernel = /\bLinux[ /](?:[\w-]+ )?(\d+\.\d+[\w.-]*)/.exec(value)?.[1];
    return kernel === undefined ? [] : [{ name: 'Linux', version: kernel, share: 1 }];
  }
  if (HARDWARE.test(attribute)) return [];
  if (VERSION_ALONE.test(attribute)) {
    const text = nameText(value);
    return text === undefined ? [] : [{ name: namelessOf(item), version: text, share: 1 }];
  }
  const service = lookups.bannerOf(attribute, value)?.service;
  if (service?.product !== undefined && service.version !== undefined) {
    return [{ name: service.product, version: service.version, share: 1 }];
  }
  return attribute === 'http.user-agent' ? readUserAgent(value) : readProduct(value);
}

/** Attributes whose value is the version of the device's own software, without a name. */
const VERSION_ALONE =
  /^(?:(?:dicom|hl7|astm|poct1a|intellivue|welch-allyn|lldp|snmp|mdns)\.(?:capture-)?software|fhir\.(?:device-software|software-version)|.*\.(?:firmware(?:-revision)?|application-software-version|revision))$/;
/** Revisions of boards are no software. */
const HARDWARE = /\.hardware$/;

/** Medical protocols tell the software of the device itself; elsewhere it is told which part the version is of. */
function namelessOf({ attribute, factKind }: Evidence): string {
  if (traitOf(attribute, factKind).isMedical) return '';
  const part = ['firmware', 'application', 'software'].find((word) => attribute.includes(word));
  return part ?? 'revision';
}

/** RFC 9110 §10.1.5: product/version, the most significant first. */
const PRODUCT = /^(?:SSH-[\d.]+-)?([A-Za-z][A-Za-z0-9 .+_-]{1,39}?)[/ _-]v?(\d[\w.+~-]{0,39})(?=$|[\s;:,()])/;
/** Browsers pretend to be one another; the last to pretend is the real one. */
const BROWSERS: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/\bEdge?\/(\d[\d.]*)/, 'Microsoft Edge'],
  [/\bOPR\/(\d[\d.]*)/, 'Opera'],
  [/\bFirefox\/(\d[\d.]*)/, 'Firefox'],
  [/\bChrome\/(\d[\d.]*)/, 'Chrome'],
  [/\bVersion\/(\d[\d.]*).* Safari\//, 'Safari'],
  [/\b(?:MSIE |Trident\/.*rv:)(\d[\d.]*)/, 'Internet Explorer'],
];

function readUserAgent(text: string): readonly Program[] {
  if (!text.startsWith('Mozilla/')) return readProduct(text);
  for (const [pattern, name] of BROWSERS) {
    const version = pattern.exec(text)?.[1];
    if (version !== undefined) return [{ name, version, share: 1 }];
  }
  return [];
}

function readProduct(text: string): readonly Program[] {
  const match = PRODUCT.exec(text.trim());
  return match === null ? [] : [{ name: match[1] ?? '', version: match[2] ?? '', share: 1 }];
}

/** Versions of a program that a newer one has replaced. */
function replacedVersions(found: readonly Found[]): ReadonlySet<string> {
  const programs = new Map<string, Map<string, { first: Micros; last: Micros }>>();
  for (const { program, item } of found) {
    const name = program.name === '' ? item.attribute : program.name.toLowerCase();
    let versions = programs.get(name);
    if (versions === undefined) programs.set(name, (versions = new Map<string, { first: Micros; last: Micros }>()));
    const key = `${program.name} ${program.version}`.trim().toLowerCase();
    const known = versions.get(key);
    if (known === undefined) versions.set(key, { first: item.firstSeen, last: item.lastSeen });
    else {
      known.first = Math.min(known.first, item.firstSeen);
      known.last = Math.max(known.last, item.lastSeen);
    }
  }
  const replaced = new Set<string>();
  for (const versions of programs.values()) {
    if (versions.size < 2) continue;
    const newest = Math.max(...[...versions.values()].map(({ first }) => first));
    for (const [key, { last }] of versions) if (last < newest) replaced.add(key);
  }
  return replaced;
}
