/**
 * Patterns for names that people and devices ask for: literal characters, classes such as `[a-z\d-]` written out as
 * `[a-z0-9-]`, and counts `?`, `{2}`, `{1,30}` after either. No alternatives, no groups, no `*`: the time a match takes
 * is bounded by pattern times text whatever the text is, which a backtracking engine does not give.
 */
export interface NamePattern {
  readonly source: string;
  readonly steps: readonly Step[];
}

/** One character that the text may have here; a step that is `optional` may be passed over. */
interface Step {
  readonly isIn: (code: number) => boolean;
  readonly optional: boolean;
}

export const MAX_PATTERN_CHARACTERS = 256;
/** Steps once counts are written out. */
export const MAX_PATTERN_STEPS = 512;
/** No form of name that is matched is longer (RFC 1035 2.3.4 for hosts, RFC 5321 4.5.3.1 for mailboxes). */
const MAX_TEXT_CHARACTERS = 512;

const LITERAL = /^[A-Za-z0-9@:/._-]$/;
const COUNT = /^(?:\?|\{(\d{1,3})(?:,(\d{1,3}))?\})/;

/** Reads a pattern; undefined when it is malformed, or larger than its bounds. */
export function namePattern(source: string): NamePattern | undefined {
  if (source.length === 0 || source.length > MAX_PATTERN_CHARACTERS) return undefined;
  const steps: Step[] = [];
  let at = 0;
  while (at < source.length) {
    const atom = source[at] === '[' ? readClass(source, at) : readLiteral(source, at);
    if (!atom) return undefined;
    const count = COUNT.exec(source.slice(atom.end));
    const { least, most } = countOf(count);
    if (least > most || most === 0 || steps.length + most > MAX_PATTERN_STEPS) return undefined;
    for (let i = 0; i < most; i++) steps.push({ isIn: atom.isIn, optional: i >= least });
    at = atom.end + (count?.[0].length ?? 0);
  }
  return { source, steps };
}

interface Atom {
  readonly isIn: (code: number) => boolean;
  readonly end: number;
}

function countOf(match: RegExpExecArray | null): { readonly least: number; readonly most: number } {
  if (!match) return { least: 1, most: 1 };
  if (match[0] === '?') return { least: 0, most: 1 };
  const least = Number(match[1]);
  return { least, most: match[2] === undefined ? least : Number(match[2]) };
}

function readLiteral(source: string, at: number): Atom | undefined {
  const character = source[at]!;
  if (!LITERAL.test(character)) return undefined;
  const code = character.charCodeAt(0);
  return { isIn: (other) => other === code, end: at + 1 };
}

function readClass(source: string, at: number): Atom | undefined {
  const end = source.indexOf(']', at);
  const inside = source.slice(at + 1, end);
  if (end < 0 || !/^(?:[A-Za-z0-9]-[A-Za-z0-9]|[A-Za-z0-9._:])*-?$/.test(inside) || inside === '') return undefined;
  const codes = new Set<number>();
  for (const [whole] of inside.matchAll(/\w-\w|./g)) {
    const [first, last] = [whole.charCodeAt(0), whole.charCodeAt(whole.length - 1)];
    if (first > last) return undefined;
    for (let code = first; code <= last; code++) codes.add(code);
  }
  return { isIn: (code) => codes.has(code), end: end + 1 };
}

/** True when the pattern describes the whole text. All places the text may stand at are followed side by side. */
export function matchesPattern({ steps }: NamePattern, text: string): boolean {
  if (text.length > MAX_TEXT_CHARACTERS) return false;
  let places = new Uint8Array(steps.length + 1);
  places[0] = 1;
  passOver(steps, places);
  for (let at = 0; at < text.length; at++) {
    const next = new Uint8Array(steps.length + 1);
    const code = text.charCodeAt(at);
    for (let place = 0; place < steps.length; place++)
      if (places[place] === 1 && steps[place]!.isIn(code)) next[place + 1] = 1;
    passOver(steps, next);
    places = next;
  }
  return places[steps.length] === 1;
}

function passOver(steps: readonly Step[], places: Uint8Array): void {
  for (let place = 0; place < steps.length; place++)
    if (places[place] === 1 && steps[place]!.optional) places[place + 1] = 1;
}
