/** Columns of many rows as PostgreSQL array literals, for `unnest`: one parameter a column, equal on both engines. */

/** PostgreSQL's text has no character zero (documentation §8.3); what shows in its place is the sign for it, U+2400. */
export function storableText(text: string): string {
  return text.includes('\0') ? text.replaceAll('\0', '\u2400') : text;
}

export function textArray(values: readonly string[]): string {
  let literal = '{';
  for (const value of values) {
    const text = storableText(value);
    literal += literal.length === 1 ? '"' : ',"';
    literal += /["\\]/.test(text) ? text.replaceAll(/["\\]/g, String.raw`\$&`) : text;
    literal += '"';
  }
  return `${literal}}`;
}

/** The same, where a value may be missing. */
export function nullableTextArray(values: readonly (string | null)[]): string {
  const literals = values.map((value) => (value === null ? 'NULL' : textArray([value]).slice(1, -1)));
  return `{${literals.join(',')}}`;
}

/** For whole numbers; what is none (a total beyond 2^53 that lost its digits is still one) would be refused by the database. */
export function wholeArray(values: readonly number[]): string {
  return `{${values.map((value) => String(Math.trunc(value))).join(',')}}`;
}

export function booleanArray(values: readonly boolean[]): string {
  return `{${values.map((value) => (value ? 't' : 'f')).join(',')}}`;
}

/** Parts of a list that one statement takes. */
export function* partsOf<T>(list: readonly T[], most: number): Generator<readonly T[]> {
  for (let at = 0; at < list.length; at += most) yield list.slice(at, at + most);
}
