import { describe, expect, it } from 'vitest';
import { readSource } from './source.ts';

describe('the reader of sources', () => {
  it('finds every way to import', () => {
    const source = readSource(`
      import type { A } from '#kernel';
      import { b,
        c } from "./b.ts";
      import './side-effect.ts';
      export * from './d.ts';
      const e = await import('./e.ts');
      type F = import('./f.ts').F;
    `);
    expect(source.imports.map((each) => each.specifier)).toEqual([
      '#kernel',
      './b.ts',
      './side-effect.ts',
      './d.ts',
      './e.ts',
      './f.ts',
    ]);
    expect(source.imports[0]?.names).toBe('type { A }');
  });

  it('takes no import from comments, strings and templates', () => {
    const source = readSource(`
      // import { a } from './a.ts';
      /* import './b.ts' */
      const text = "import { c } from './c.ts'";
      const template = \`import './d.ts'\`;
      Array.from('abc');
    `);
    expect(source.imports).toEqual([]);
  });

  it('blanks what is not code and keeps every position', () => {
    const text = "const a = 'Date.now()'; // Date.now()\nconst b = /[/'\"]Date.now/u; const c = `x${Date.now()}y`;";
    const { code } = readSource(text);
    expect(code).toHaveLength(text.length);
    expect(code.indexOf('Date.now')).toBe(text.lastIndexOf('Date.now'));
    expect(code.match(/Date\.now/g)).toHaveLength(1);
  });

  it('tells a division from a pattern', () => {
    const { code } = readSource("const half = total / 2; const rest = (a) / b; const s = 'Buffer'; return /Buffer/;");
    expect(code).toContain('total / 2');
    expect(code).not.toContain('Buffer');
  });

  it('follows braces inside templates', () => {
    const { code } = readSource('const a = `${{ b: `${console}` }.b} process`; performance');
    expect(code).toContain('console');
    expect(code).not.toContain('process');
    expect(code).toContain('performance');
  });

  it('survives the text of a page', () => {
    const { imports, code } = readSource("import { a } from './a.ts';\nconst b = <p>don't </p>;\nfetch(a);\n");
    expect(imports).toHaveLength(1);
    expect(code).toContain('fetch(a)');
  });
});
