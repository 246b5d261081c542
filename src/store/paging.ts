/** Which part of a list. */
export interface Part {
  readonly offset: number;
  readonly limit: number;
}

/** A number of rows that came from `count(*)`. */
export function countOf(row: { readonly count: string | number | bigint } | undefined): number {
  return Number(row?.count ?? 0);
}

/** For `like … escape '\'`: the text itself, with nothing in it that stands for other characters. */
export function likePart(text: string): string {
  return `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
}
