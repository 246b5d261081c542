import { oneOf, type ParsedTable, parseTable } from '../table.ts';

/** The part a device plays on the network. */
export const DEVICE_ROLES = [
  'device',
  'server',
  'workstation',
  'gateway',
  'network',
  'controller',
  'peripheral',
  'client',
] as const;
export type DeviceRole = (typeof DEVICE_ROLES)[number];

/** How much personal health information a device of the type usually holds. */
export const PHI_AMOUNTS = ['none', 'small', 'large'] as const;
export type PhiAmount = (typeof PHI_AMOUNTS)[number];

const YES_PARTIAL_NO = ['yes', 'partial', 'no'] as const;
export type Degree = (typeof YES_PARTIAL_NO)[number];

/** The FDA product classification of a type, as the agency writes it. */
export interface FdaClassification {
  readonly productCode: string;
  readonly deviceName: string;
  /** I, II, III, or empty when the agency gives none. */
  readonly deviceClass: string;
  /** The section of 21 CFR, such as 880.5725. */
  readonly regulation: string;
}

/** The Japanese classification as we remember it: a suggestion that a person confirms, never a statement. */
export interface JapaneseClassification {
  /** I to IV. */
  readonly deviceClass: string;
  readonly className: string;
  readonly term: string;
  readonly confidence: 'high' | 'medium' | 'low';
}

export interface DeviceType {
  /** T001 and up for medical devices, X001 and up for everything else. Never reused. */
  readonly id: string;
  readonly nameEn: string;
  readonly nameJa: string;
  readonly category: string;
  readonly role: DeviceRole;
  readonly isMedical: boolean;
  readonly treatsPatientDirectly: Degree;
  readonly lifeSustaining: Degree;
  readonly typicalPhi: PhiAmount;
  readonly typicalProtocols: string;
  readonly source: string;
  /** Tier by the tests of the FDA draft of October 2018, a label for sorting. Medical devices only. */
  readonly tier?: 1 | 2;
  readonly fda?: FdaClassification;
  readonly japan?: JapaneseClassification;
}

const JP_CONFIDENCES = ['high', 'medium', 'low'] as const;

/** Reads the table of medical device types. Never throws. */
export function parseDeviceTypes(text: string): ParsedTable<DeviceType> {
  return parseTable(text, {
    columns: [
      'id',
      'name_en',
      'name_ja',
      'category',
      'role',
      'fda_product_code',
      'fda_device_name',
      'fda_class',
      'fda_regulation',
      'jp_class',
      'jp_class_ja',
      'jmdn_term',
      'jp_confidence',
      'treats_patient_directly',
      'life_sustaining',
      'typical_phi',
      'typical_protocols',
      'fda2018_tier',
      'source',
    ],
    key: (row) => row.id,
    read: (cells) => {
      const basic = readBasic(cells, /^T\d{3}$/);
      const treatsPatientDirectly = oneOf(cells.treats_patient_directly, YES_PARTIAL_NO);
      const lifeSustaining = oneOf(cells.life_sustaining, YES_PARTIAL_NO);
      const jpConfidence = oneOf(cells.jp_confidence, JP_CONFIDENCES);
      if (typeof basic === 'string') return basic;
      if (treatsPatientDirectly === undefined) return `unknown degree ${cells.treats_patient_directly}`;
      if (lifeSustaining === undefined) return `unknown degree ${cells.life_sustaining}`;
      if (cells.fda2018_tier !== '1' && cells.fda2018_tier !== '2') return `unknown tier ${cells.fda2018_tier}`;
      return {
        ...basic,
        isMedical: true,
        treatsPatientDirectly,
        lifeSustaining,
        tier: cells.fda2018_tier === '1' ? 1 : 2,
        ...(cells.fda_product_code === ''
          ? {}
          : {
              fda: {
                productCode: cells.fda_product_code,
                deviceName: cells.fda_device_name,
                deviceClass: cells.fda_class,
                regulation: cells.fda_regulation,
              },
            }),
        ...(jpConfidence === undefined
          ? {}
          : {
              japan: {
                deviceClass: cells.jp_class,
                className: cells.jp_class_ja,
                term: cells.jmdn_term,
                confidence: jpConfidence,
              },
            }),
      };
    },
  });
}

/** Reads the table of IT, building and other types. Never throws. */
export function parseOtherTypes(text: string): ParsedTable<DeviceType> {
  return parseTable(text, {
    columns: ['id', 'name_en', 'name_ja', 'category', 'role', 'typical_phi', 'typical_protocols', 'source'],
    key: (row) => row.id,
    read: (cells) => {
      const basic = readBasic(cells, /^X\d{3}$/);
      if (typeof basic === 'string') return basic;
      return { ...basic, isMedical: false, treatsPatientDirectly: 'no', lifeSustaining: 'no' };
    },
  });
}

type BasicColumn = 'id' | 'name_en' | 'name_ja' | 'category' | 'role' | 'typical_phi' | 'typical_protocols' | 'source';

function readBasic(cells: Readonly<Record<BasicColumn, string>>, id: RegExp) {
  const role = oneOf(cells.role, DEVICE_ROLES);
  const typicalPhi = oneOf(cells.typical_phi, PHI_AMOUNTS);
  if (!id.test(cells.id)) return `no id ${id.source}`;
  if (cells.name_en === '' || cells.name_ja === '') return 'no name in both languages';
  if (cells.category === '') return 'no category';
  if (role === undefined) return `unknown role ${cells.role}`;
  if (typicalPhi === undefined) return `unknown amount ${cells.typical_phi}`;
  if (cells.source === '') return 'no source';
  return {
    id: cells.id,
    nameEn: cells.name_en,
    nameJa: cells.name_ja,
    category: cells.category,
    role,
    typicalPhi,
    typicalProtocols: cells.typical_protocols,
    source: cells.source,
  };
}

/** Look-up by id. */
export class DeviceTypes {
  readonly rows: readonly DeviceType[];
  readonly #byId: ReadonlyMap<string, DeviceType>;

  constructor(rows: readonly DeviceType[]) {
    this.rows = rows;
    this.#byId = new Map(rows.map((row) => [row.id, row]));
  }

  byId(id: string): DeviceType | undefined {
    return this.#byId.get(id);
  }
}
