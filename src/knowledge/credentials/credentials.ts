import { type ParsedTable, parseTable, type RowError } from '../table.ts';

/** A default credential that its maker, a manual or an advisory published. Only its digest is held. */
export interface DefaultCredential {
  /** 64 lower-case hexadecimal digits: SHA-256 of what `Credentials.inputs` returns. */
  readonly digest: string;
  /** Product whose default it is. */
  readonly product: string;
  /** Canonical name of the maker, or empty for a default that many makers share. */
  readonly manufacturer: string;
  readonly source: string;
}

export interface CredentialTable extends ParsedTable<DefaultCredential> {
  /** Part of every digest; empty when the file names none. */
  readonly salt: string;
}

const SALT_LINE = /^# salt ([0-9a-f]{32,64})$/;
/** A service of this name stands for every service. */
export const ANY_SERVICE = '*';

/** Reads the table of digests. Its salt stands in a line `# salt <hexadecimal>` before the heading. Never throws. */
export function parseCredentials(text: string): CredentialTable {
  const saltLine = text
    .slice(0, 4_096)
    .split('\n')
    .map((line) => SALT_LINE.exec(line.trimEnd()))
    .find((found) => found !== null);
  const { rows, errors } = parseTable<'digest' | 'product' | 'manufacturer' | 'source', DefaultCredential>(text, {
    columns: ['digest', 'product', 'manufacturer', 'source'],
    // Several products may share one default.
    key: (row) => `${row.digest} ${row.product}`,
    read: (cells) => {
      if (!/^[0-9a-f]{64}$/.test(cells.digest)) return 'no SHA-256 digest';
      if (cells.product === '') return 'no product';
      if (cells.source === '') return 'no source';
      const { digest, product, manufacturer, source } = cells;
      return { digest, product, manufacturer, source };
    },
  });
  const noSalt: readonly RowError[] = saltLine === undefined ? [{ line: 1, message: 'no salt' }] : [];
  return { rows, errors: [...noSalt, ...errors], salt: saltLine?.[1] ?? '' };
}

/**
 * Look-up of credentials seen in clear on the network. The room has no cryptography: the caller makes the SHA-256
 * digests of `inputs` and asks with them, so a credential need not leave the place that saw it.
 */
export class Credentials {
  readonly size: number;
  readonly #salt: string;
  readonly #byDigest = new Map<string, DefaultCredential[]>();

  constructor({ rows, salt }: Pick<CredentialTable, 'rows' | 'salt'>) {
    this.size = rows.length;
    this.#salt = salt;
    for (const row of rows) {
      const known = this.#byDigest.get(row.digest) ?? [];
      known.push(row);
      this.#byDigest.set(row.digest, known);
    }
  }

  /**
   * The texts to digest, as UTF-8: one for the named service and one for any. `service` is the protocol's short name in
   * lower case (telnet, ftp, http, snmp …); a community string or a PIN is a password with an empty user.
   */
  inputs(service: string, user: string, password: string): readonly [ofService: string, ofAny: string] {
    const join = (name: string): string => `${this.#salt}${name}\0${user}\0${password}`;
    return [join(service), join(ANY_SERVICE)];
  }

  /** The products whose default the digest is. Upper- or lower-case hexadecimal. */
  lookUp(digest: string): readonly DefaultCredential[] {
    return this.#byDigest.get(digest.toLowerCase()) ?? [];
  }
}
