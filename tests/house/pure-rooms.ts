import { isPure } from './rooms.ts';
import { lineOf, readSource } from './source.ts';
import { codeFiles, type Finding, isTest, type Tree } from './tree.ts';

/**
 * What a pure room may not name. The first three compile, because they are ECMAScript; the rest is refused by the
 * compiler too, unless someone gives the room more types than it should have.
 */
const IMPURE: readonly (readonly [pattern: RegExp, what: string])[] = [
  // `Date.UTC` computes; everything else reads the clock or the time zone of the machine.
  [/(?<![\w$.#])Date(?!\.UTC\b)(?![\w$])/g, 'a clock: time comes with the packet or as an argument'],
  [/\bMath\.random\b/g, 'randomness'],
  [/(?<![\w$])import\.meta\b/g, 'its own place on disk'],
  [
    /(?<![\w$.#])(?:Buffer|process|console|performance|crypto|fetch|globalThis|setTimeout|setInterval|setImmediate|require|eval|WebAssembly)(?![\w$]|\s*\??:)/g,
    'something of the platform',
  ],
];

export function checkPureRooms(tree: Tree): Finding {
  const faults: string[] = [];
  let looked = 0;
  for (const [path, text] of codeFiles(tree)) {
    if (!isPure(path) || isTest(path)) continue;
    looked++;
    const { code } = readSource(text);
    for (const [pattern, what] of IMPURE) {
      for (const match of code.matchAll(pattern)) {
        faults.push(`${path}:${lineOf(code, match.index)}: ${match[0]} is ${what}`);
      }
    }
  }
  return { looked, faults };
}
