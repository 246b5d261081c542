import { fraction, type ParsedTable, parseTable } from '../table.ts';
import type { TypeGuess } from './type-guess.ts';

/** Which device type a DICOM modality code (PS3.3 C.7.3.1.1.1) points to. */
export interface Modality {
  readonly code: string;
  readonly deviceTypeId: string;
  readonly weight: number;
  readonly name: string;
  readonly source: string;
}

/** Reads the table of modality codes. Never throws. */
export function parseModalities(text: string): ParsedTable<Modality> {
  return parseTable(text, {
    columns: ['code', 'type_id', 'weight', 'name', 'source'],
    key: (row) => row.code,
    read: (cells) => {
      const weight = fraction(cells.weight);
      if (!/^[A-Z]{2,16}$/.test(cells.code)) return 'no modality code';
      if (cells.type_id === '') return 'no device type';
      if (weight === undefined) return `weight ${cells.weight} is not between 0 and 1`;
      if (cells.source === '') return 'no source';
      return { code: cells.code, deviceTypeId: cells.type_id, weight, name: cells.name, source: cells.source };
    },
  });
}

/** Look-up by modality code. Codes of documents and derived objects (SR, SEG, OT …) have no row: they name no device. */
export class Modalities {
  readonly #byCode: ReadonlyMap<string, Modality>;

  constructor(rows: readonly Modality[]) {
    this.#byCode = new Map(rows.map((row) => [row.code, row]));
  }

  typeOf(code: string): TypeGuess | undefined {
    const row = this.#byCode.get(code.trim().toUpperCase());
    if (row === undefined) return undefined;
    return { deviceTypeId: row.deviceTypeId, confidence: row.weight, matched: row.code, rule: `modality ${row.code}` };
  }
}
