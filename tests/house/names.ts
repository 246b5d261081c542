import { lineOf, readSource } from './source.ts';
import { codeFiles, fileName, type Finding, type Tree } from './tree.ts';

/** Names that say nothing about what is inside. */
const EMPTY_WORDS = new Set(['util', 'utils', 'helper', 'helpers', 'common', 'manager', 'impl', 'misc']);

/** Where a standard or the field itself calls a thing so: RFC 3411 §3.1 (SNMP), telephony, CLSI POCT01. */
const FIELD_TERMS = /snmp[\w./-]*|call-?manager|point-?of-?care-?manager/gi;

const DECLARED =
  /\b(?:class|interface|type|function|const|let)\s+([\w$]*(?:Utils?|Helpers?|Manager|Impl)|(?:utils?|helpers?|manager|impl))\b/g;

/** File and folder names: kebab-case, and none of the words that say nothing; nor such words in what is declared. */
export function checkNames(tree: Tree): Finding {
  const faults: string[] = [];
  let looked = 0;
  for (const [path, text] of codeFiles(tree)) {
    looked++;
    const named = path.replace(FIELD_TERMS, '');
    for (const word of named.split(/[/.-]/)) {
      if (EMPTY_WORDS.has(word.toLowerCase())) faults.push(`${path}: "${word}" says nothing; name what is inside`);
    }
    // Pages and components of the web app carry the name of what they export.
    const shape = path.startsWith('web/') ? /^[\w.-]+$/ : /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+)+$/;
    if (!shape.test(fileName(path))) faults.push(`${path}: file names are kebab-case`);
    const { code } = readSource(text);
    for (const match of code.matchAll(DECLARED)) {
      if (match[1]!.replace(FIELD_TERMS, '') === '' || /snmp/i.test(path)) continue;
      faults.push(`${path}:${lineOf(code, match.index)}: ${match[1]} says nothing; name what it does`);
    }
  }
  return { looked, faults };
}
