import { codeFiles, type Finding, type Tree } from './tree.ts';

export const FILE_MAX_LINES = 400;

/**
 * Files that may be longer, each with the reason that a reviewer accepted. The list may only name files that still
 * need it.
 */
export const LONG_FILES: Readonly<Record<string, string>> = {};

export function checkFileSizes(tree: Tree, exceptions: Readonly<Record<string, string>> = LONG_FILES): Finding {
  const faults: string[] = [];
  const unused = new Set(Object.keys(exceptions));
  let looked = 0;
  for (const [path, text] of codeFiles(tree)) {
    looked++;
    const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
    if (lines <= FILE_MAX_LINES) continue;
    const reason = exceptions[path];
    unused.delete(path);
    if (reason === undefined) faults.push(`${path}: ${lines} lines; split it, or give the reason in LONG_FILES`);
    else if (reason.trim().split(/\s+/).length < 4) faults.push(`${path}: "${reason}" is no reason`);
  }
  for (const path of unused) faults.push(`${path}: needs no exception any more; take it out of LONG_FILES`);
  return { looked, faults };
}
