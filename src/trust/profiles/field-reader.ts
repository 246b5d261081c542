import { type ProfileFault, profileFault } from './fault.ts';

type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Takes the fields of one JSON object one by one and collects what is wrong with them. A value that is wrong is replaced
 * by one that lets the reading go on; the faults say that the result is not to be used.
 */
export class FieldReader {
  readonly #fields: Fields;
  readonly #where: string;
  readonly #faults: ProfileFault[];
  readonly #taken = new Set<string>();

  constructor(value: unknown, where: string, faults: ProfileFault[]) {
    this.#where = where;
    this.#faults = faults;
    if (!isObject(value)) faults.push(profileFault('wrong-value', where, '{ … }'));
    this.#fields = isObject(value) ? value : {};
  }

  has(name: string): boolean {
    return Object.hasOwn(this.#fields, name);
  }

  /** Text that `isGood` accepts; `wanted` says in words what that is. */
  text(name: string, wanted: string, isGood: (text: string) => boolean): string {
    const value = this.#take(name, wanted);
    if (typeof value === 'string' && isGood(value)) return value;
    this.#refuse(name, value, wanted);
    return '';
  }

  integer(name: string, least: number, most: number): number {
    const value = this.#take(name, `${least} … ${most}`);
    if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value;
    this.#refuse(name, value, `${least} … ${most}`);
    return least;
  }

  boolean(name: string): boolean {
    const value = this.#take(name, 'true | false');
    if (typeof value !== 'boolean') this.#refuse(name, value, 'true | false');
    return value === true;
  }

  oneOf<Value extends string>(name: string, values: readonly Value[]): Value {
    const value = this.#take(name, values.join(' | '));
    const found = values.find((each) => each === value);
    if (found === undefined) this.#refuse(name, value, values.join(' | '));
    return found ?? values[0]!;
  }

  someOf<Value extends string>(name: string, values: readonly Value[], least: number): readonly Value[] {
    const list = this.#list(name, least, values.length);
    const found = list.map((each, at) => this.#member(values, each, `${this.#pointer(name)}/${at}`));
    if (new Set(found).size < found.length) this.#note('wrong-value', name, 'each value once');
    return found;
  }

  texts(name: string, most: number, wanted: string, isGood: (text: string) => boolean): readonly string[] {
    return this.#list(name, 0, most).map((each, at) => {
      if (typeof each === 'string' && isGood(each)) return each;
      this.#faults.push(profileFault('wrong-value', `${this.#pointer(name)}/${at}`, wanted));
      return '';
    });
  }

  objects<Value>(name: string, most: number, read: (fields: FieldReader) => Value): readonly Value[] {
    return this.#list(name, 0, most).map((each, at) => {
      const inside = new FieldReader(each, `${this.#pointer(name)}/${at}`, this.#faults);
      const value = read(inside);
      inside.close();
      return value;
    });
  }

  object<Value>(name: string, read: (fields: FieldReader) => Value): Value {
    const inside = new FieldReader(this.#take(name, '{ … }') ?? {}, this.#pointer(name), this.#faults);
    const value = read(inside);
    inside.close();
    return value;
  }

  /** Two fields that do not go together. */
  conflict(name: string, detail: string): void {
    this.#note('conflict', name, detail);
  }

  /** Refuses fields that nobody asked for: a misspelt one would otherwise be a rule that silently does not hold. */
  close(): void {
    for (const name of Object.keys(this.#fields)) if (!this.#taken.has(name)) this.#note('unknown-field', name);
  }

  #take(name: string, wanted: string): unknown {
    this.#taken.add(name);
    if (!this.has(name)) this.#note('missing', name, wanted);
    return this.#fields[name];
  }

  #list(name: string, least: number, most: number): readonly unknown[] {
    const wanted = `[ … ] (${least} … ${most})`;
    const value = this.#take(name, wanted);
    if (Array.isArray(value) && value.length >= least && value.length <= most) return value;
    this.#refuse(name, value, wanted);
    return [];
  }

  #member<Value extends string>(values: readonly Value[], value: unknown, where: string): Value {
    const found = values.find((each) => each === value);
    if (found === undefined) this.#faults.push(profileFault('wrong-value', where, values.join(' | ')));
    return found ?? values[0]!;
  }

  #refuse(name: string, value: unknown, wanted: string): void {
    if (value !== undefined) this.#note('wrong-value', name, wanted);
  }

  #note(reason: ProfileFault['reason'], name: string, detail?: string): void {
    this.#faults.push(profileFault(reason, this.#pointer(name), detail));
  }

  #pointer(name: string): string {
    // RFC 6901 3
    return `${this.#where}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  }
}
