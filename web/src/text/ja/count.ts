const NUMBER = new Intl.NumberFormat('ja');

/** 「2,000台」 */
export function count(n: number, unit: string): string {
  return `${NUMBER.format(n)}${unit}`;
}
