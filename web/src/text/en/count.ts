const NUMBER = new Intl.NumberFormat('en');

/** "1 device", "2,000 devices". */
export function count(n: number, one: string, many: string = `${one}s`): string {
  return `${NUMBER.format(n)} ${n === 1 ? one : many}`;
}
