import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EnterpriseNumbers, parseEnterpriseNumbers } from '../enterprise-numbers/enterprise-numbers.ts';
import { Manufacturers, parseManufacturers } from '../vendors/manufacturers.ts';
import { DicomImplementations } from './dicom-implementations.ts';
import { parseObservedPairs, parsePrivateCreators, parseUidRoots, parseVersionNames } from './tables.ts';

const data = (name: string): string => readFileSync(new URL(`../../../data/${name}`, import.meta.url), 'utf8');
const roots = parseUidRoots(data('dicom-implementations/uid-roots.tsv'));
const versionNames = parseVersionNames(data('dicom-implementations/version-names.tsv'));
const creators = parsePrivateCreators(data('dicom-implementations/private-creators.tsv'));
const observed = parseObservedPairs(data('dicom-implementations/observed.tsv'));
const makers = new Manufacturers(
  parseManufacturers(data('manufacturers/manufacturers.tsv')).rows,
  parseManufacturers(data('manufacturers/additional.tsv')).rows,
);
const numbers = new EnterpriseNumbers(parseEnterpriseNumbers(data('enterprise-numbers/enterprise-numbers.tsv')).rows);
const implementations = new DicomImplementations(
  { roots: roots.rows, versionNames: versionNames.rows, creators: creators.rows, observed: observed.rows },
  makers,
  numbers,
);
const brief = (uid: string, name: string) => {
  const { components, vendorHint, unknownRoot } = implementations.lookUp(uid, name);
  return {
    components: components.map((component) => [component.name, component.version ?? ''].join(' ').trim()),
    vendor: vendorHint?.manufacturer,
    unknownRoot,
  };
};

describe('the tables of DICOM implementations', () => {
  it('are read completely, with a source in every row', () => {
    expect([roots, versionNames, creators, observed].flatMap((table) => table.errors)).toEqual([]);
    expect(roots.rows.length).toBeGreaterThanOrEqual(50);
    expect(versionNames.rows).toHaveLength(28);
    expect(observed.rows).toHaveLength(93);
    for (const row of [...roots.rows, ...versionNames.rows, ...creators.rows]) expect(row.source).not.toBe('');
  });

  it('name makers that exist', () => {
    const named = [...roots.rows, ...versionNames.rows, ...creators.rows].map((row) => row.manufacturer);
    expect(named.filter((name) => name !== '' && makers.byName(name) === undefined)).toEqual([]);
  });

  it('explain every pair that public files carry, except one root nobody could name', () => {
    const unexplained = observed.rows.filter((row) => {
      const { components, vendorHint } = implementations.lookUp(row.classUid, row.versionName);
      return components.length === 0 && vendorHint === undefined;
    });
    expect(unexplained.map((row) => row.versionName)).toEqual(['VIMS_1.0']);
  });

  it('agree on the version where UID and name both carry one', () => {
    const both = observed.rows.filter((row) => /^OFFIS_DCMTK|^GDCM /.test(row.versionName));
    expect(both.length).toBeGreaterThan(30);
    for (const row of both) {
      const byName = implementations.lookUp('', row.versionName).components[0]?.version;
      expect(implementations.lookUp(row.classUid, '').components[0]?.version).toBe(byName);
    }
  });
});

describe('DicomImplementations', () => {
  it.each([
    ['1.2.276.0.7230010.3.0.3.6.7', 'OFFIS_DCMTK_367', ['DCMTK 3.6.7'], undefined],
    ['1.2.276.0.7230010.3.0.3.6.1', 'OSIRIX_361', ['OsiriX', 'DCMTK 3.6.1'], undefined],
    ['1.2.40.0.13.1.3', 'dcm4che-dcm4chee', ['dcm4chee'], undefined],
    ['1.2.40.0.13.1.1', 'dcm4che-1.4.22', ['dcm4che 1.4.22'], undefined],
    ['1.2.826.0.1.3680043.2.1143.107.104.103.115.2.8.4', '', ['GDCM 2.8.4'], undefined],
    ['1.2.826.0.1.3680043.9.3811.2.0.2', 'PYNETDICOM_202', ['pynetdicom 2.0.2'], undefined],
    ['1.3.6.1.4.1.30071.8', 'fo-dicom 4.0.6', ['fo-dicom 4.0.6'], undefined],
    ['1.3.12.2.1107.5.2', 'MR_VE11C', ['syngo MR VE11C'], 'Siemens Healthineers'],
    ['1.2.840.113619.6.475', 'DV28.0', ['SIGNA MR software DV28.0'], 'GE HealthCare'],
    ['1.3.46.670589.11.0.0.51.4.53.0', 'Philips MR 53.0', ['Philips MR software 53.0'], 'Philips'],
    ['1.2.392.200036.9116.4.2.10', 'TM_MR_DCM_V3.0', ['Toshiba MR DICOM 3.0'], 'Canon Medical Systems'],
    ['1.2.840.113619.6.284', '', [], 'GE HealthCare'],
    ['', 'MergeCOM3_411', ['MergeCOM-3 4.1.1'], undefined],
    ['', '', [], undefined],
  ])('%s %s', (uid, name, components, vendor) => {
    expect(brief(uid, name)).toEqual({ components, vendor, unknownRoot: undefined });
  });

  it('takes the longest root, arc by arc', () => {
    expect(brief('1.3.6.1.4.1.5962.99.2', '').components).toEqual(['PixelMed Java DICOM Toolkit']);
    expect(brief('1.3.6.1.4.1.5962.2', '').components).toEqual(['dicom3tools']);
    // 1.2.840.1136190 is not under 1.2.840.113619.
    expect(brief('1.2.840.1136190.1', '')).toEqual({
      components: [],
      vendor: undefined,
      unknownRoot: '1.2.840.1136190',
    });
  });

  it('asks the enterprise numbers for their arc, and hands back roots that nobody knows', () => {
    expect(brief('1.3.6.1.4.1.19816.1.2', '')).toEqual({ components: [], vendor: 'Philips', unknownRoot: undefined });
    expect(brief('1.3.6.1.4.1.999999.1.2', '').unknownRoot).toBe('1.3.6.1.4.1.999999');
    expect(brief('1.2.826.0.1.3680043.8.1013.4', '').unknownRoot).toBe('1.2.826.0.1.3680043.8.1013');
    expect(brief('2.25.1234', '').unknownRoot).toBe('2.25.1234');
  });

  it('says how sure it is by how the row is known', () => {
    expect(implementations.lookUp('1.2.840.113619.6.284', '').vendorHint?.confidence).toBe(0.8);
    expect(implementations.lookUp('1.2.840.113663.1', '').vendorHint?.confidence).toBe(0.6);
    expect(implementations.lookUp('1.2.276.0.20.1', '').vendorHint?.confidence).toBe(0.4);
  });

  it.each([
    ['GEMS_IDEN_01', 'GE HealthCare'],
    ['SIEMENS CSA HEADER', 'Siemens Healthineers'],
    ['PHILIPS MR IMAGING DD 001', 'Philips'],
    ['TOSHIBA_MEC_MR3^10', 'Canon Medical Systems'],
    ['ACUSON:1.2.840.113680.1.0', 'Siemens Healthineers'],
    ['CTP', undefined],
    ['', undefined],
  ])('private creator %s is of %s', (creator, manufacturer) => {
    expect(implementations.vendorOfCreator(creator)?.manufacturer).toBe(manufacturer);
  });

  it('shows what public files with a pair held', () => {
    const rows = implementations.observed('1.3.12.2.1107.5.2', 'MR_VE11C');
    expect(rows).toMatchObject([{ manufacturer: 'SIEMENS', model: 'Prisma', files: 26 }]);
    expect(implementations.observed('1.2.3', '')).toEqual([]);
  });

  it('never throws', () => {
    const uid = fc.array(fc.nat(), { maxLength: 30 }).map((arcs) => arcs.join('.'));
    fc.assert(
      fc.property(fc.oneof(uid, fc.string({ unit: 'binary' })), fc.string({ unit: 'binary' }), (one, two) => {
        expect(() => implementations.lookUp(one, two)).not.toThrow();
        expect(() => implementations.vendorOfCreator(two)).not.toThrow();
        for (const [file, parse] of [
          ['uid-roots', parseUidRoots],
          ['version-names', parseVersionNames],
          ['private-creators', parsePrivateCreators],
          ['observed', parseObservedPairs],
        ] as const) {
          const head = data(`dicom-implementations/${file}.tsv`).split('\n')[0];
          expect(() => parse(`${head}\n${one}\t${two}`)).not.toThrow();
        }
      }),
    );
  });
});
