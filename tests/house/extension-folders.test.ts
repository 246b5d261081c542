import { describe, expect, it } from 'vitest';
import { expectClean } from './expect-clean.ts';
import { checkExtensionFolders } from './extension-folders.ts';
import { readTree, treeOf } from './tree.ts';

const rows = [{ folder: 'src/wire/dissectors', member: 'dissector' }];
const good = {
  'src/wire/dissectors/index.ts': "import { dhcp } from './dhcp.ts';\nexport const DISSECTORS = [dhcp];\n",
  'src/wire/dissectors/dhcp.ts': "const options = { ids: 'x' };\nexport const dhcp = { id: 'dhcp', title: 'DHCP' };\n",
  'src/wire/dissectors/dhcp.test.ts': '',
  'src/wire/dissectors/dhcp/option-table.ts': 'export const OPTIONS = [];',
};

function faultsOf(change: Readonly<Record<string, string | undefined>>): readonly string[] {
  const files = Object.entries({ ...good, ...change }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return checkExtensionFolders(treeOf(Object.fromEntries(files)), rows).faults;
}

describe('extension folders', () => {
  it('list every member, with its test, under its id', () => {
    expectClean(checkExtensionFolders(readTree()));
  });

  it('accept a complete folder', () => {
    expect(faultsOf({})).toEqual([]);
  });

  it.each<[string, Readonly<Record<string, string | undefined>>]>([
    ['a member that is not listed', { 'src/wire/dissectors/index.ts': 'export const DISSECTORS = [];' }],
    ['a member without a test', { 'src/wire/dissectors/dhcp.test.ts': undefined }],
    ['another id', { 'src/wire/dissectors/dhcp.ts': "export const dhcp = { id: 'dhcpv4' };" }],
    ['no id', { 'src/wire/dissectors/dhcp.ts': 'export const dhcp = {};' }],
    ['an id that is only in a comment', { 'src/wire/dissectors/dhcp.ts': "// id: 'dhcp'" }],
    ['a missing list', { 'src/wire/dissectors/index.ts': undefined }],
    ['a part of nobody', { 'src/wire/dissectors/snmp/table.ts': '' }],
    ['a test of nothing', { 'src/wire/dissectors/snmp.test.ts': '' }],
    [
      'a list that does more',
      {
        'src/wire/dissectors/index.ts':
          "import { dhcp } from './dhcp.ts';\nexport const ids = [dhcp].map((d) => d.id);",
      },
    ],
  ])('find %s', (_what, change) => {
    expect(faultsOf(change)).toHaveLength(1);
  });

  it('look at nothing in an empty tree', () => {
    expect(checkExtensionFolders(treeOf({}), rows)).toEqual({
      looked: 0,
      faults: ['src/wire/dissectors: no dissector in it', 'src/wire/dissectors/index.ts: the list is missing'],
    });
  });
});
