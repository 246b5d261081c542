import { describe, expect, it } from 'vitest';
import { checkDocumentPaths } from './document-paths.ts';
import { expectClean } from './expect-clean.ts';
import { readTree, treeOf } from './tree.ts';

const files = {
  'src/wire/facts.ts': '',
  'src/wire/dissectors/dhcp.ts': '',
  'docs/decisions/0001-node.md': '',
  'bin/mimamori': '',
};

function check(document: string, path = 'CONTRIBUTING.md') {
  return checkDocumentPaths(treeOf({ ...files, [path]: document }));
}

describe('paths in documents', () => {
  it('lead somewhere', () => {
    expectClean(checkDocumentPaths(readTree()));
  });

  it.each([
    ['`src/wire/flows.ts`'],
    ['`src/risk/`'],
    ['`src/risk`'],
    ['`flows.ts`'],
    ['`src/wire/dissectors/<id>.test.ts`'],
    ['`wire/facts.ts`'],
    ['`src/wire/flows.ts:12`'],
    ['[facts](src/wire/fact.ts)'],
  ])('finds that nothing is at %s', (document) => {
    expect(check(document).faults).toHaveLength(1);
  });

  it.each([
    ['`src/wire/facts.ts`, `src/wire/`, `src/wire`, `facts.ts`, `bin/mimamori`'],
    ['`src/wire/dissectors/<id>.ts`, `docs/decisions/0001-*.md`, `src/wire/facts.ts:12`'],
    ['[facts](src/wire/facts.ts#kinds) [site](https://example.org/a.md) [here](#a)'],
  ])('accepts %s', (document) => {
    expect(check(document).faults).toEqual([]);
    expect(check(document).looked).toBeGreaterThan(0);
  });

  it('follows links from the folder of the document', () => {
    expect(check('[facts](../src/wire/facts.ts)', 'docs/a.md').faults).toEqual([]);
    expect(check('[facts](src/wire/facts.ts)', 'docs/a.md').faults).toHaveLength(1);
  });

  it.each([
    [
      '`npm test`, `application/json`, `#wire`, `GET /api/devices`, `node:fs`, `web/dist`, `.cache/compile`, `@fastify/cookie`, `.test.ts`',
    ],
    ['```\nsrc/risk/ `src/risk/`\n```'],
  ])('takes no path from %s', (document) => {
    expect(check(document)).toEqual({ looked: 0, faults: [] });
  });

  it('looks at nothing in an empty tree', () => {
    expect(() => expectClean(checkDocumentPaths(treeOf({})))).toThrow(/looked at too little/);
  });
});
