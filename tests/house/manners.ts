import { lineOf, readSource } from './source.ts';
import { codeFiles, type Finding, isTest, type Tree } from './tree.ts';

type Rule = readonly [pattern: RegExp, what: string];

const IN_CODE: readonly Rule[] = [
  [/(?<![\w$.#])any(?![\w$]|\s*\??:)/g, 'any: say what it is, or unknown'],
  [/\bas\s+unknown\s+as\b/g, 'a cast through unknown: narrow it'],
];

const IN_COMMENTS: readonly Rule[] = [
  [/@ts-(?:ignore|nocheck|expect-error)/g, 'a silenced compiler'],
  // A linter may be wrong about a line, but then the line says why.
  [/(?:oxlint|eslint)-disable(?!.*\s--\s\S)/g, 'a silenced rule without a reason after --'],
  [/biome-ignore(?!.*:\s*\S)/g, 'silenced formatting without a reason'],
];

const IN_TESTS: readonly Rule[] = [
  [
    /\b(?:it|test|describe|suite|bench)(?:\.\w+)*\.(?:only|skip|todo|fails)\b/g,
    'a focused, skipped, planned or failing test',
  ],
  [/(?<![\w$.])(?:xit|xtest|xdescribe|fit|fdescribe)\s*\(/g, 'a focused or skipped test'],
];

/** Conditional tests are for programs that a machine may lack; `tests/available.ts` then says what was not run. */
const CONDITIONAL = /\.(?:skipIf|runIf)\b/g;
const AVAILABLE = /(?:^|\/)available\.ts$/;

/** Marks of unfinished work, in any text; a class in each, so that this file has none. */
const UNFINISHED: Rule = [/\b(?:TO[D]O|FIX[M]E)\b/g, 'a mark of unfinished work'];

export function checkManners(tree: Tree): Finding {
  const faults: string[] = [];
  let looked = 0;
  const apply = (path: string, text: string, rules: readonly Rule[]): void => {
    for (const [pattern, what] of rules) {
      for (const match of text.matchAll(pattern)) faults.push(`${path}:${lineOf(text, match.index)}: ${what}`);
    }
  };
  for (const [path, text] of codeFiles(tree)) {
    looked++;
    const { code, comments, imports } = readSource(text);
    apply(path, code, IN_CODE);
    apply(path, comments, IN_COMMENTS);
    if (!isTest(path)) continue;
    apply(path, code, IN_TESTS);
    if (!imports.some((each) => AVAILABLE.test(each.specifier))) {
      apply(path, code, [[CONDITIONAL, 'a conditional test without tests/available.ts']]);
    }
  }
  for (const [path, text] of tree) {
    // Imported tables keep the words of their source.
    if (path.startsWith('data/') || path === 'package-lock.json') continue;
    apply(path, text, [UNFINISHED]);
  }
  return { looked, faults };
}
