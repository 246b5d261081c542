import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkInstallScripts, checkLicences, checkRecord, RECORD } from './dependencies.ts';
import { expectClean } from './expect-clean.ts';
import { readTree, ROOT, treeOf } from './tree.ts';

const tree = readTree();

function locked(entry: object): ReturnType<typeof treeOf> {
  const packages = { '': {}, 'node_modules/a': { integrity: 'sha512-x', license: 'MIT', ...entry } };
  return treeOf({ 'package-lock.json': JSON.stringify({ packages }) });
}

const notInstalled = () => undefined;

describe('licences', () => {
  it('of all locked packages are permissive', () => {
    const finding = checkLicences(tree, (path) => {
      const manifest = join(ROOT, path, 'package.json');
      return existsSync(manifest) ? readFileSync(manifest, 'utf8') : undefined;
    });
    console.info(`licences: ${finding.looked} locked packages looked at, ${finding.read} of them installed`);
    expectClean(finding, 100);
    expect(finding.read).toBeGreaterThan(100);
  });

  it.each([
    ['GPL-3.0-only', false],
    ['MPL-2.0', false],
    ['MPL-2.0', true],
    ['MIT AND GPL-2.0-only', false],
    ['(GPL-2.0-only OR MIT)', false],
    ['SEE LICENSE IN LICENSE.md', true],
  ])('judges %s in a tool (%s)', (license, dev) => {
    const accepted = license === '(GPL-2.0-only OR MIT)' || (license === 'MPL-2.0' && dev);
    expect(checkLicences(locked({ license, dev }), notInstalled).faults).toHaveLength(accepted ? 0 : 1);
  });

  it('finds a package that states none', () => {
    expect(checkLicences(locked({ license: undefined }), notInstalled).faults).toHaveLength(1);
  });

  it('believes the package more than the lock', () => {
    const manifest = JSON.stringify({ license: 'GPL-3.0-only' });
    expect(checkLicences(locked({}), () => manifest).faults).toHaveLength(1);
  });

  it('looks at nothing in an empty tree', () => {
    expect(() => expectClean(checkLicences(treeOf({}), notInstalled))).toThrow(/looked at too little/);
  });
});

describe('install scripts', () => {
  it('has no locked package', () => {
    expectClean(checkInstallScripts(tree), 100);
  });

  it('finds one, and a package without a hash', () => {
    expect(checkInstallScripts(locked({ hasInstallScript: true })).faults).toHaveLength(1);
    expect(checkInstallScripts(locked({ integrity: undefined })).faults).toHaveLength(1);
    expect(checkInstallScripts(locked({})).faults).toEqual([]);
  });

  it('looks at nothing in an empty tree', () => {
    expect(() => expectClean(checkInstallScripts(treeOf({})))).toThrow(/looked at too little/);
  });
});

describe('the record of dependencies', () => {
  const record = (lines: string) =>
    treeOf({
      'package.json': JSON.stringify({ dependencies: { a: '1' } }),
      'package-lock.json': JSON.stringify({ packages: { 'node_modules/a': { license: 'MIT' } } }),
      [RECORD]: lines,
    });

  it('has one line for each', () => {
    expectClean(checkRecord(tree), 20);
  });

  it('accepts a complete one', () => {
    expect(checkRecord(record('| `a` | saves work | MIT |')).faults).toEqual([]);
  });

  it.each([
    ['a missing line', ''],
    ['another licence', '| `a` | saves work | ISC |'],
    ['a line of a dependency that is gone', '| `a` | saves work | MIT |\n| `b` | saves work | MIT |'],
    ['two lines for one', '| `a` | saves work | MIT |\n| `a` | saves more | MIT |'],
  ])('finds %s', (_what, lines) => {
    expect(checkRecord(record(lines)).faults).toHaveLength(1);
  });

  it('looks at nothing in an empty tree', () => {
    expect(() => expectClean(checkRecord(treeOf({})))).toThrow(/looked at too little/);
  });
});
