import { type ParsedTable, parseTable } from '../table.ts';

/** A number under 1.3.6.1.4.1 of the IANA registry of private enterprise numbers. */
export interface EnterpriseNumber {
  readonly number: number;
  /** The registrant as IANA writes it. */
  readonly organisation: string;
  /** Canonical name of the maker, or empty where the registrant makes no devices that we know. */
  readonly manufacturer: string;
  readonly source: string;
}

const ENTERPRISE_ARC = '1.3.6.1.4.1.';

/** Reads the table of enterprise numbers. Never throws. */
export function parseEnterpriseNumbers(text: string): ParsedTable<EnterpriseNumber> {
  return parseTable(text, {
    columns: ['number', 'organisation', 'manufacturer', 'source'],
    key: (row) => String(row.number),
    read: (cells) => {
      if (!/^[1-9]\d{0,9}$/.test(cells.number)) return `not a number: ${cells.number}`;
      if (cells.organisation === '') return 'no organisation';
      if (cells.source === '') return 'no source';
      const { organisation, manufacturer, source } = cells;
      return { number: Number(cells.number), organisation, manufacturer, source };
    },
  });
}

/** Look-up for DHCP options 124/125, DUID-EN, SNMP object ids and UID roots. */
export class EnterpriseNumbers {
  readonly rows: readonly EnterpriseNumber[];
  readonly #byNumber: ReadonlyMap<number, EnterpriseNumber>;

  constructor(rows: readonly EnterpriseNumber[]) {
    this.rows = rows;
    this.#byNumber = new Map(rows.map((row) => [row.number, row]));
  }

  byNumber(number: number): EnterpriseNumber | undefined {
    return this.#byNumber.get(number);
  }

  /** The registrant of an object identifier such as a sysObjectID, with or without a leading dot. */
  byOid(oid: string): EnterpriseNumber | undefined {
    const text = oid.startsWith('.') ? oid.slice(1) : oid;
    if (!text.startsWith(ENTERPRISE_ARC)) return undefined;
    const arc = /^\d{1,10}(?=\.|$)/.exec(text.slice(ENTERPRISE_ARC.length));
    return arc === null ? undefined : this.byNumber(Number(arc[0]));
  }
}
