import type { ParsedTable, RowError } from '../table.ts';

/** The organisation that the IEEE gave one block of MAC addresses to. */
export interface OuiAssignment {
  readonly organisation: string;
  /** Upper-case hexadecimal digits: 6 for a 24-bit block (MA-L), 7 for 28 bits (MA-M), 9 for 36 bits (MA-S, IAB). */
  readonly prefix: string;
}

/** What a MAC address says by itself, before any registry. IEEE Std 802-2014, clause 8.2. */
export type MacScope = 'universal' | 'local' | 'group';

/** Longest first: the IEEE splits one 24-bit block among many holders of 28- and 36-bit assignments. */
const DIGITS_BY_LENGTH = [9, 7, 6] as const;
const MAC_DIGITS = 12;
/** The longest usual spelling of a MAC address, 44:4b:5d:10:00:11. */
const MAX_MAC_LENGTH = 17;
/** A damaged file must not fill the memory with messages. */
const MAX_ERRORS = 1_000;

/**
 * Reads `prefix<TAB>organisation` lines and checks that they are sorted by character code, each prefix once, because
 * the look-up searches the text itself. Never throws.
 */
export function parseOui(text: string): ParsedTable<OuiAssignment> {
  const rows: OuiAssignment[] = [];
  const errors: RowError[] = [];
  let line = 0;
  let last = '';
  for (const content of text.split('\n')) {
    line += 1;
    if (content === '') continue;
    if (errors.length >= MAX_ERRORS) break;
    const [prefix = '', organisation = ''] = content.split('\t');
    if (!/^(?:[0-9A-F]{6,7}|[0-9A-F]{9})$/.test(prefix))
      errors.push({ line, message: 'no prefix of 6, 7 or 9 digits' });
    else if (organisation.trim() === '') errors.push({ line, message: 'no organisation' });
    else if (prefix <= last) errors.push({ line, message: `${prefix} does not come after ${last}` });
    else {
      last = prefix;
      rows.push({ organisation, prefix });
    }
  }
  return { rows, errors };
}

/** The twelve upper-case digits of a MAC address in any usual spelling, or undefined. */
export function macDigits(mac: string): string | undefined {
  if (mac.length > MAX_MAC_LENGTH) return undefined;
  const digits = mac.replace(/[:.\- ]/g, '').toUpperCase();
  return digits.length === MAC_DIGITS && /^[0-9A-F]+$/.test(digits) ? digits : undefined;
}

/** Bit 0 of the first octet marks a group address, bit 1 a locally administered one (often random). */
export function macScope(digits: string): MacScope {
  const second = Number.parseInt(digits[1] ?? '0', 16);
  if ((second & 1) === 1) return 'group';
  return (second & 2) === 2 ? 'local' : 'universal';
}

/**
 * Look-up by longest prefix in one or more sorted texts; a later text wins. Nothing is built from the texts: the
 * registry has 46,000 lines and would cost every start of the program 20 ms, a binary search costs microseconds.
 */
export class OuiRegistry {
  readonly #texts: readonly string[];

  constructor(...texts: readonly string[]) {
    this.#texts = texts.toReversed();
  }

  /** The assignment that covers `mac`. Group and locally administered addresses have no holder. */
  lookUp(mac: string): OuiAssignment | undefined {
    const digits = macDigits(mac);
    if (digits === undefined || macScope(digits) !== 'universal') return undefined;
    for (const length of DIGITS_BY_LENGTH) {
      const prefix = digits.slice(0, length);
      for (const text of this.#texts) {
        const organisation = search(text, prefix);
        if (organisation !== undefined) return { organisation, prefix };
      }
    }
    return undefined;
  }
}

/** The rest of the line that starts with `prefix` and a tab. `low` and `high` are offsets of line starts. */
function search(text: string, prefix: string): string | undefined {
  let low = 0;
  let high = text.length;
  while (low < high) {
    const middle = low + ((high - low) >> 1);
    const lineStart = middle === 0 ? 0 : text.lastIndexOf('\n', middle - 1) + 1;
    const lineFeed = text.indexOf('\n', lineStart);
    const lineEnd = lineFeed < 0 ? text.length : lineFeed;
    const tab = text.indexOf('\t', lineStart);
    const found = text.slice(lineStart, tab < 0 || tab > lineEnd ? lineEnd : tab);
    if (found === prefix) return text.slice(lineStart + prefix.length + 1, lineEnd);
    if (found < prefix) low = lineEnd + 1;
    else high = lineStart;
  }
  return undefined;
}
