/**
 * Reads just enough of TypeScript for the rules of the house: where comments, strings and patterns are, and what is
 * imported. The compiler in use has no stable programming interface yet, and a parser would be one more dependency.
 */

export interface Import {
  readonly specifier: string;
  /** What stands between `import` and `from`; empty for `import 'x'` and `import('x')`. */
  readonly names: string;
}

export interface Source {
  /** The text at its original positions, with comments and the insides of strings and patterns blanked. */
  readonly code: string;
  /** The comments at their original positions, everything else blanked. */
  readonly comments: string;
  readonly imports: readonly Import[];
  /** Values of quoted strings (not templates) by the position of the opening quote. */
  readonly strings: ReadonlyMap<number, string>;
}

/** Words after which a slash begins a pattern and not a division. */
const BEFORE_PATTERN = /(?:^|[^\w$.])(?:return|typeof|case|in|of|delete|void|throw|new|else|do|yield|await)$/;

/** A word or a stretch of blanks, taken in one step. */
const RUN = /[\w$]+|\s+/y;

export function readSource(text: string): Source {
  const code = blank(text).split('');
  const comments = blank(text).split('');
  const strings = new Map<number, string>();
  const keep = (target: string[], from: number, to: number): void => {
    for (let at = from; at < to; at++) target[at] = text[at] ?? '';
  };
  /** Brace depth at which each open `${` of a template ends. */
  const templates: number[] = [];
  let depth = 0;
  let at = 0;
  /** The last code before `at`, blanks removed; long enough for the longest word that matters. */
  let before = '';
  const take = (to: number): void => {
    keep(code, at, to);
    const piece = text.slice(at, to);
    // A blank ends a word, so it must not be lost between two of them.
    before = (/\s/.test(piece) ? `${before.trimEnd()} ` : before + piece).slice(-16);
    at = to;
  };
  while (at < text.length) {
    const char = text[at] ?? '';
    const next = text[at + 1] ?? '';
    if (char === '/' && (next === '/' || next === '*')) {
      const end = commentEnd(text, at, next);
      keep(comments, at, end);
      at = end;
    } else if (char === "'" || char === '"') {
      const end = quotedEnd(text, at, char);
      if (end === -1) {
        take(at + 1);
        continue;
      }
      strings.set(at, text.slice(at + 1, end));
      keep(code, at, at + 1);
      keep(code, end, end + 1);
      before = char;
      at = end + 1;
    } else if (char === '`' || (char === '}' && templates.at(-1) === depth)) {
      if (char === '}') templates.pop();
      const end = templateEnd(text, at + 1);
      keep(code, at, at + 1);
      if (text[end] === '$') {
        templates.push(depth);
        keep(code, end, end + 2);
        at = end + 2;
        before = '(';
      } else {
        keep(code, end, end + 1);
        at = end + 1;
        before = '`';
      }
    } else if (char === '/' && startsPattern(before)) {
      const end = patternEnd(text, at);
      keep(code, at, at + 1);
      before = '/';
      at = end;
    } else {
      if (char === '{') depth++;
      if (char === '}') depth--;
      RUN.lastIndex = at;
      take(RUN.test(text) ? RUN.lastIndex : at + 1);
    }
  }
  const blanked = code.join('');
  return { code: blanked, comments: comments.join(''), imports: importsOf(blanked, strings), strings };
}

function blank(text: string): string {
  // By code unit, so that positions stay the same after characters outside the basic plane.
  return text.replace(/[^\n]/g, ' ');
}

function commentEnd(text: string, at: number, kind: string): number {
  const end = kind === '/' ? text.indexOf('\n', at) : text.indexOf('*/', at + 2);
  if (end === -1) return text.length;
  return kind === '/' ? end : end + 2;
}

/** -1 when the line ends first: an apostrophe in the text of a page, not a string. */
function quotedEnd(text: string, start: number, quote: string): number {
  for (let at = start + 1; at < text.length && text[at] !== '\n'; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === quote) return at;
  }
  return -1;
}

/** The position of the closing backtick or of the `$` of the next `${`. */
function templateEnd(text: string, start: number): number {
  for (let at = start; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '`' || (text[at] === '$' && text[at + 1] === '{')) return at;
  }
  return text.length;
}

function startsPattern(before: string): boolean {
  const last = before.trimEnd().at(-1) ?? '';
  // After `<` it is a closing tag.
  return last === '' || '([{,;=:!&|?+-*%^~>'.includes(last) || BEFORE_PATTERN.test(before.trimEnd());
}

/** One after the closing slash; one after the opening one when the line ends first. */
function patternEnd(text: string, start: number): number {
  let inClass = false;
  for (let at = start + 1; at < text.length && text[at] !== '\n'; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '[') inClass = true;
    else if (text[at] === ']') inClass = false;
    else if (text[at] === '/' && !inClass) return at + 1;
  }
  return start + 1;
}

function importsOf(code: string, strings: ReadonlyMap<number, string>): Import[] {
  const imports: Import[] = [];
  for (const [start, specifier] of strings) {
    const before = code.slice(0, start).trimEnd();
    if (/(?:^|[^\w$.])from$/.test(before)) {
      const keyword = Math.max(lastWord(before, 'import'), lastWord(before, 'export'));
      imports.push({ specifier, names: before.slice(keyword, -'from'.length).trim() });
    } else if (/(?:^|[^\w$.])(?:import|import\s*\(|require\s*\()$/.test(before)) {
      imports.push({ specifier, names: '' });
    }
  }
  return imports;
}

/** One after the last `word` in `code`; 0 when it is not there. */
function lastWord(code: string, word: string): number {
  const all = [...code.matchAll(new RegExp(`\\b${word}\\b`, 'g'))];
  const last = all.at(-1);
  return last === undefined ? 0 : last.index + word.length;
}

export function lineOf(text: string, position: number): number {
  return text.slice(0, position).split('\n').length;
}
