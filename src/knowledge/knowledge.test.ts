import { existsSync, readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KNOWLEDGE_FILES, type KnowledgeFile, loadKnowledge } from './knowledge.ts';

const folder = new URL('../../data/', import.meta.url);
const read = (file: KnowledgeFile): string => readFileSync(new URL(file, folder), 'utf8');
const knowledge = loadKnowledge(read);

describe('loadKnowledge', () => {
  it('reads nothing before it is asked, and then only what the answer needs', () => {
    const asked: string[] = [];
    const lazy = loadKnowledge((file) => {
      asked.push(file);
      return read(file);
    });
    expect(asked).toEqual([]);
    lazy.services.byPort('tcp', 104);
    lazy.services.byPort('tcp', 80);
    expect(asked).toEqual(['services/services.tsv']);
    lazy.typeFromModality('CT');
    expect(asked).toEqual(['services/services.tsv', 'device-types/dicom-modalities.tsv']);
  });

  it('finds no fault in the files', () => {
    expect(knowledge.problems()).toEqual([]);
  });

  it('reads every file it names, and every table of data/ is named', () => {
    const asked = new Set<string>();
    loadKnowledge((file) => {
      asked.add(file);
      return '';
    }).problems();
    // The enterprise numbers and the makers come with the tables that need them.
    expect([...KNOWLEDGE_FILES].filter((file) => !asked.has(file))).toEqual([]);
    const known = new Set<string>(KNOWLEDGE_FILES);
    const present = [
      'device-types',
      'type-words',
      'manufacturers',
      'models',
      'oui',
      'dicom-implementations',
      'services',
    ]
      .concat('credentials', 'enterprise-numbers', 'fingerprints/recog')
      .flatMap((name) => readdirSync(new URL(`${name}/`, folder)).map((file) => `${name}/${file}`));
    expect(present.filter((file) => /\.(?:tsv|jsonl)$/.test(file) && !known.has(file))).toEqual([]);
  });

  it('has a SOURCE.md in every folder it reads', () => {
    for (const name of new Set(KNOWLEDGE_FILES.map((file) => file.split('/')[0]))) {
      const path = new URL(`${name}/SOURCE.md`, folder);
      expect(existsSync(path), String(name)).toBe(true);
      const text = readFileSync(path, 'utf8');
      for (const word of ['Origin', 'Licence', 'Edition', 'Date', 'Refresh'])
        expect(text, `${name} ${word}`).toContain(word);
    }
  });

  it('takes bytes as well as text', () => {
    const bytes = loadKnowledge((file) => new TextEncoder().encode(read(file)));
    expect(bytes.deviceTypes.byId('T011')?.nameJa).toBe('人工呼吸器(集中治療用)');
  });

  it('works without files and says so', () => {
    const empty = loadKnowledge(() => undefined);
    expect(empty.typeFromModel('GE', 'x')).toBeUndefined();
    expect(empty.typeFromWords('CT')).toEqual([]);
    expect(empty.makerFromOui('44:4b:5d:10:00:11')).toEqual({ scope: 'universal' });
    expect(new Set(empty.problems().map((problem) => problem.file))).toEqual(new Set(KNOWLEDGE_FILES));
  });

  it('never throws on damaged files', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const damaged = loadKnowledge((file) => `${read(file).split('\n')[0]}\n${text}`);
        expect(() => damaged.problems()).not.toThrow();
      }),
      { numRuns: 20 },
    );
  });
});

describe('typeFromModality', () => {
  it('knows imaging modalities', () => {
    expect(knowledge.typeFromModality('CT')?.deviceTypeId).toBe('T061');
    expect(knowledge.typeFromModality('SR')).toBeUndefined();
  });
});

describe('typeFromModel', () => {
  it('prefers the catalogue of models', () => {
    expect(knowledge.typeFromModel('Philips Medical Systems', 'IntelliVue MX800')).toEqual({
      deviceTypeId: 'T023',
      confidence: 0.95,
      matched: 'intellivue mx800',
      rule: 'D084',
      manufacturer: 'Philips',
    });
  });

  it('falls back to words, with the maker in mind and less trust', () => {
    expect(knowledge.typeFromModel('CANON_MEC', 'Aquilion ONE')).toMatchObject({
      deviceTypeId: 'T061',
      confidence: 0.86,
      manufacturer: 'Canon Medical Systems',
    });
    expect(knowledge.typeFromModel('NIHON KOHDEN', 'BSM-3562')?.deviceTypeId).toBe('T023');
    expect(knowledge.typeFromModel('Acme', 'Infusion Pump 3000')?.deviceTypeId).toBe('T001');
    expect(knowledge.typeFromModel('Acme', 'Widget')).toBeUndefined();
  });
});

describe('makerFromOui', () => {
  it('names the maker where the organisation is known', () => {
    expect(knowledge.makerFromOui('44:4b:5d:10:00:11')).toEqual({
      scope: 'universal',
      organisation: 'GE Healthcare',
      prefix: '444B5D',
      manufacturer: 'GE HealthCare',
      role: 'maker',
      confidence: 1,
    });
    expect(knowledge.makerFromOui('98:CC:E4:00:00:01')).toMatchObject({ manufacturer: 'Mindray' });
  });

  it('says when the address names a part, not the device', () => {
    expect(knowledge.makerFromOui('00:80:A3:00:00:01')).toMatchObject({ manufacturer: 'Lantronix', role: 'component' });
  });

  it('gives the organisation alone when no maker is known', () => {
    const found = knowledge.makerFromOui('00:22:72:00:00:01');
    expect(found).toMatchObject({ scope: 'universal', organisation: 'American Micro-Fuel Device Corp.' });
    expect(found).not.toHaveProperty('manufacturer');
  });

  it('says nothing more of random and group addresses, and nothing of other text', () => {
    expect(knowledge.makerFromOui('da:a1:19:00:00:01')).toEqual({ scope: 'local' });
    expect(knowledge.makerFromOui('01:00:5e:00:00:01')).toEqual({ scope: 'group' });
    expect(knowledge.makerFromOui('not a MAC')).toBeUndefined();
  });
});

describe('makerFromName', () => {
  it('keeps the context apart', () => {
    expect(knowledge.makerFromName('SIEMENS', 'medical')?.manufacturer).toBe('Siemens Healthineers');
    expect(knowledge.makerFromName('SIEMENS')?.manufacturer).toBe('Siemens (industry)');
  });
});
