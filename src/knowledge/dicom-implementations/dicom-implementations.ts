import type { EnterpriseNumbers } from '../enterprise-numbers/enterprise-numbers.ts';
import type { Manufacturers } from '../vendors/manufacturers.ts';
import type { ConfidenceLetter, ObservedPair, PrivateCreator, UidRoot, VersionName } from './tables.ts';

/** Software inside the peer: input for matching with vulnerabilities where no SBOM exists. */
export interface ComponentHint {
  readonly name: string;
  readonly version?: string;
  readonly confidence: number;
  /** The row that said so: a UID root or a version name (V01). */
  readonly rule: string;
}

/** Who may have made the device. */
export interface VendorHint {
  readonly manufacturer: string;
  readonly confidence: number;
  readonly rule: string;
}

export interface DicomImplementation {
  readonly components: readonly ComponentHint[];
  readonly vendorHint?: VendorHint;
  /** A root that no table knows; collected so that the table can grow. */
  readonly unknownRoot?: string;
}

const CONFIDENCE: Readonly<Record<ConfidenceLetter, number>> = { M: 0.8, P: 0.6, U: 0.4 };
/** A DICOM UID has at most 64 characters (PS3.5 9.1), a version name 16; longer input is cut, not refused. */
const MAX_UID_LENGTH = 64;
const MAX_NAME_LENGTH = 64;
/** The arc of the IANA private enterprise numbers. */
const ENTERPRISE_ARC = '1.3.6.1.4.1.';
/**
 * Where an organisation's own arc ends, for families of which every member is another organisation: US (ANSI) and
 * Japanese (JISC) bodies and the sub-roots that Medical Connections gives away. Elsewhere five arcs are the best guess.
 */
const ROOT_LENGTHS: readonly (readonly [family: string, arcs: number])[] = [
  ['1.2.826.0.1.3680043.', 8],
  ['1.2.840.', 4],
  ['1.2.392.', 5],
];
const USUAL_ROOT_LENGTH = 5;

/**
 * Reads the implementation class UID and version name of an association or a file. They name the software that speaks
 * or wrote, often a toolkit; so a component is the first answer and the maker of the device the second.
 */
export class DicomImplementations {
  readonly #roots: ReadonlyMap<string, UidRoot>;
  readonly #versionNames: readonly VersionName[];
  readonly #creators: readonly PrivateCreator[];
  readonly #observed = new Map<string, ObservedPair[]>();
  readonly #manufacturers: Manufacturers;
  readonly #enterpriseNumbers: EnterpriseNumbers;

  constructor(
    tables: {
      readonly roots: readonly UidRoot[];
      readonly versionNames: readonly VersionName[];
      readonly creators: readonly PrivateCreator[];
      readonly observed: readonly ObservedPair[];
    },
    manufacturers: Manufacturers,
    enterpriseNumbers: EnterpriseNumbers,
  ) {
    this.#roots = new Map(tables.roots.map((row) => [row.root, row]));
    this.#versionNames = tables.versionNames;
    // The longest creator first, so that a prefix does not hide a whole name.
    this.#creators = tables.creators.toSorted((a, b) => b.creator.length - a.creator.length);
    for (const row of tables.observed) {
      const rows = this.#observed.get(row.classUid) ?? [];
      rows.push(row);
      this.#observed.set(row.classUid, rows);
    }
    this.#manufacturers = manufacturers;
    this.#enterpriseNumbers = enterpriseNumbers;
  }

  /** Either text may be empty. */
  lookUp(classUid: string, versionName: string): DicomImplementation {
    const uid = classUid.slice(0, MAX_UID_LENGTH).trim();
    const name = versionName.slice(0, MAX_NAME_LENGTH).trim();
    const root = this.#rootOf(uid);
    const hits = this.#versionNames.filter((row) => row.pattern.test(name));
    const components = hits.flatMap((row) => componentOfName(row, name));
    const ofUid = root === undefined ? undefined : componentOfRoot(root, uid);
    // The name is the finer statement: dcm4chee uses the root of dcm4che.
    if (ofUid !== undefined && !components.some((known) => known.name.startsWith(ofUid.name))) components.push(ofUid);
    const vendorHint = this.#vendorHint(root, hits);
    const isUnknown = uid !== '' && (root === undefined || (root.manufacturer === '' && root.component === ''));
    return {
      components,
      ...(vendorHint === undefined ? {} : { vendorHint }),
      ...(isUnknown ? this.#enterpriseOrUnknown(uid) : {}),
    };
  }

  /** The maker of an object, from a private creator of its data set. */
  vendorOfCreator(creator: string): VendorHint | undefined {
    const text = creator.slice(0, MAX_UID_LENGTH).trim().toLowerCase();
    const row = this.#creators.find(({ creator: pattern }) => {
      const known = pattern.toLowerCase();
      return known.endsWith('*') ? text.startsWith(known.slice(0, -1)) : text === known;
    });
    if (row === undefined) return undefined;
    return { manufacturer: row.manufacturer, confidence: CONFIDENCE[row.confidence], rule: row.creator };
  }

  /** What public files with this pair held; for people who want to see the ground of a statement. */
  observed(classUid: string, versionName: string): readonly ObservedPair[] {
    return (this.#observed.get(classUid) ?? []).filter((row) => row.versionName === versionName);
  }

  /** The row of the longest root that `uid` starts with, arc by arc. */
  #rootOf(uid: string): UidRoot | undefined {
    for (let end = uid.length; end > 0; end = uid.lastIndexOf('.', end - 1)) {
      const row = this.#roots.get(uid.slice(0, end));
      if (row !== undefined) return row;
    }
    return undefined;
  }

  /** A maker's own root or version name points to the maker; a toolkit's does not, it is inside everybody's products. */
  #vendorHint(root: UidRoot | undefined, hits: readonly VersionName[]): VendorHint | undefined {
    for (const row of hits) {
      if (this.#manufacturers.byName(row.manufacturer)?.role === 'maker')
        return { manufacturer: row.manufacturer, confidence: CONFIDENCE[row.confidence], rule: row.id };
    }
    if (root === undefined || root.component !== '') return undefined;
    if (this.#manufacturers.byName(root.manufacturer)?.role !== 'maker') return undefined;
    return { manufacturer: root.manufacturer, confidence: CONFIDENCE[root.confidence], rule: root.root };
  }

  #enterpriseOrUnknown(uid: string): Pick<DicomImplementation, 'vendorHint' | 'unknownRoot'> {
    const unknownRoot = unknownRootOf(uid);
    if (!uid.startsWith(ENTERPRISE_ARC)) return { unknownRoot };
    const enterprise = this.#enterpriseNumbers.byNumber(Number(unknownRoot.slice(ENTERPRISE_ARC.length)));
    if (enterprise === undefined || enterprise.manufacturer === '') return { unknownRoot };
    return {
      vendorHint: { manufacturer: enterprise.manufacturer, confidence: CONFIDENCE.P, rule: `PEN ${enterprise.number}` },
    };
  }
}

function componentOfName(row: VersionName, name: string): ComponentHint[] {
  if (row.component === '') return [];
  const groups = row.pattern.exec(name) ?? [];
  const version = row.version.replace(/\$(\d)/g, (_, index) => groups[Number(index)] ?? '');
  const confidence = CONFIDENCE[row.confidence];
  return [{ name: row.component, ...(version === '' ? {} : { version }), confidence, rule: row.id }];
}

function componentOfRoot(row: UidRoot, uid: string): ComponentHint | undefined {
  if (row.component === '') return undefined;
  const version = row.versionPattern?.exec(uid.slice(row.root.length))?.[1];
  const confidence = CONFIDENCE[row.confidence];
  return { name: row.component, ...(version === undefined ? {} : { version }), confidence, rule: row.root };
}

function unknownRootOf(uid: string): string {
  const arcs = uid.split('.');
  if (uid.startsWith(ENTERPRISE_ARC)) return arcs.slice(0, 7).join('.');
  const length = ROOT_LENGTHS.find(([family]) => uid.startsWith(family))?.[1] ?? USUAL_ROOT_LENGTH;
  return arcs.slice(0, length).join('.');
}
