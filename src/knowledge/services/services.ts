import { oneOf, type ParsedTable, parseTable } from '../table.ts';

export const TRANSPORTS = ['tcp', 'udp'] as const;
export type Transport = (typeof TRANSPORTS)[number];

/**
 * Whether what goes over the port is encrypted: `no`, `yes`, `start` when the protocol can turn it on after the first
 * messages, `optional` when a version or a mode of the protocol decides.
 */
export const ENCRYPTIONS = ['no', 'yes', 'start', 'optional'] as const;
export type Encryption = (typeof ENCRYPTIONS)[number];

/** `registered` with IANA, `common` default of a product, `vendor` used by one maker. */
export const PORT_STATUSES = ['registered', 'common', 'vendor'] as const;
export type PortStatus = (typeof PORT_STATUSES)[number];

/** What usually listens on a port. A port is a hint; content decides. */
export interface Service {
  readonly transport: Transport;
  readonly port: number;
  /** Short name of the protocol; several ports may share one. */
  readonly id: string;
  readonly nameEn: string;
  readonly nameJa: string;
  readonly category: string;
  readonly encryption: Encryption;
  readonly status: PortStatus;
  readonly source: string;
}

const MAX_PORT = 65_535;

/** Reads the table of services. Never throws. */
export function parseServices(text: string): ParsedTable<Service> {
  return parseTable(text, {
    columns: ['transport', 'port', 'id', 'name_en', 'name_ja', 'category', 'encryption', 'status', 'source'],
    key: (row) => `${row.transport}/${row.port}`,
    read: (cells) => {
      const transport = oneOf(cells.transport, TRANSPORTS);
      const encryption = oneOf(cells.encryption, ENCRYPTIONS);
      const status = oneOf(cells.status, PORT_STATUSES);
      const port = /^\d{1,5}$/.test(cells.port) ? Number(cells.port) : 0;
      if (transport === undefined) return `unknown transport ${cells.transport}`;
      if (port < 1 || port > MAX_PORT) return `not a port: ${cells.port}`;
      if (!/^[a-z0-9-]+$/.test(cells.id)) return `not an id: ${cells.id}`;
      if (cells.name_en === '' || cells.name_ja === '') return 'no name in both languages';
      if (cells.category === '') return 'no category';
      if (encryption === undefined) return `unknown encryption ${cells.encryption}`;
      if (status === undefined) return `unknown status ${cells.status}`;
      if (cells.source === '') return 'no source';
      const { id, category, source } = cells;
      return {
        transport,
        port,
        id,
        nameEn: cells.name_en,
        nameJa: cells.name_ja,
        category,
        encryption,
        status,
        source,
      };
    },
  });
}

/** Look-up by port. */
export class Services {
  readonly rows: readonly Service[];
  readonly #byPort: ReadonlyMap<string, Service>;

  constructor(rows: readonly Service[]) {
    this.rows = rows;
    this.#byPort = new Map(rows.map((row) => [`${row.transport}/${row.port}`, row]));
  }

  byPort(transport: Transport, port: number): Service | undefined {
    return this.#byPort.get(`${transport}/${port}`);
  }
}
