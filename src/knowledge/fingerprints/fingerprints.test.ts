import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FingerprintMatch, Fingerprints, matchFingerprint, MAX_FINGERPRINT_TEXT } from './fingerprints.ts';
import { type Fingerprint, FINGERPRINT_FIELDS, parseFingerprints } from './recog.ts';

interface Example {
  readonly id: string;
  readonly text: string;
  readonly params: Readonly<Record<string, string>>;
}

const data = (name: string): string =>
  readFileSync(new URL(`../../../data/fingerprints/${name}`, import.meta.url), 'utf8');
const tables = new Map(FINGERPRINT_FIELDS.map((field) => [field, parseFingerprints(data(`recog/${field}.jsonl`))]));
const fingerprints = new Fingerprints((field) => tables.get(field) ?? parseFingerprints(''));
const rows = [...tables.values()].flatMap((table) => table.rows);

const examples = FINGERPRINT_FIELDS.flatMap((field) =>
  data(`recog-examples/${field}.jsonl`)
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => ({ field, example: JSON.parse(line) as Example })),
);

/** An example expects an empty value where a group matched nothing; we leave such a fact out. */
const agrees = (example: Example, match: FingerprintMatch | undefined): boolean =>
  match !== undefined && Object.entries(example.params).every(([name, value]) => (match.params[name] ?? '') === value);

describe('the recog tables', () => {
  it('are read completely', () => {
    expect([...tables.values()].flatMap((table) => table.errors)).toEqual([]);
    expect(rows).toHaveLength(2_480);
    expect(new Set(rows.map((row) => row.id)).size).toBe(rows.length);
  });

  it('have patterns that JavaScript accepts', () => {
    for (const row of rows) expect(() => new RegExp(row.pattern, row.flags)).not.toThrow();
  });

  it('give the facts of every worked example, by the row that it belongs to', () => {
    expect(examples).toHaveLength(4_717);
    const byId = new Map(rows.map((row) => [row.id, row]));
    const wrong = examples.filter(({ example }) => {
      const row = byId.get(example.id);
      return row === undefined || !agrees(example, matchFingerprint(row, example.text, 1));
    });
    expect(wrong.map(({ example }) => example)).toEqual([]);
  });

  it('find that row first', () => {
    const wrong = examples.filter(({ field, example }) => fingerprints.match(field, example.text)?.id !== example.id);
    expect(wrong.map(({ example }) => example)).toEqual([]);
  });
});

describe('Fingerprints', () => {
  it('splits the facts by what they are about', () => {
    expect(fingerprints.match('ssh.banner', 'mpSSH_0.0.1')).toMatchObject({
      vendor: 'HP',
      product: 'iLO',
      version: '0.0.1',
      os: { vendor: 'HP', device: 'Lights Out Management' },
      hw: { vendor: 'HP' },
      preference: 0.9,
    });
  });

  it('gives undefined for what no row knows', () => {
    expect(fingerprints.match('ssh.banner', 'nothing of the kind')).toBeUndefined();
    expect(fingerprints.match('ssh.banner', '')).toBeUndefined();
  });

  it('reads a field once, and only when asked', () => {
    const asked: string[] = [];
    const lazy = new Fingerprints((field) => {
      asked.push(field);
      return parseFingerprints('');
    });
    expect(asked).toEqual([]);
    lazy.match('ssh.banner', 'x');
    lazy.match('ssh.banner', 'y');
    expect(asked).toEqual(['ssh.banner']);
  });

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.constantFrom(...FINGERPRINT_FIELDS), fc.string({ unit: 'binary' }), (field, text) => {
        expect(() => fingerprints.match(field, text)).not.toThrow();
      }),
    );
  });
});

describe('matchFingerprint', () => {
  const row = (more: Partial<Fingerprint>): Fingerprint => ({
    id: 'test#1',
    pattern: '^Product(?: (\\d+))?$',
    flags: '',
    description: '',
    params: [
      [0, 'service.product', 'Product'],
      [1, 'service.version'],
    ],
    ...more,
  });

  it('leaves out the fact of a group that matched nothing', () => {
    expect(matchFingerprint(row({}), 'Product 7', 1)?.version).toBe('7');
    expect(matchFingerprint(row({}), 'Product', 1)).not.toHaveProperty('version');
  });

  it('fills values into others, with a dash for an unknown version of a CPE name only', () => {
    const filled = row({
      params: [
        [1, 'service.version'],
        [0, '_tmp.name', 'x'],
        [0, 'service.cpe23', 'cpe:/a:acme:{_tmp.name}:{service.version}'],
        [0, 'service.family', 'Family {service.version}'],
      ],
    });
    expect(matchFingerprint(filled, 'Product 7', 1)?.params).toEqual({
      'service.version': '7',
      'service.cpe23': 'cpe:/a:acme:x:7',
      'service.family': 'Family 7',
    });
    expect(matchFingerprint(filled, 'Product', 1)?.params).toEqual({ 'service.cpe23': 'cpe:/a:acme:x:-' });
  });

  it('takes the lowest certainty that is stated', () => {
    const sure = row({
      params: [
        [0, 'os.certainty', '0.5'],
        [0, 'hw.certainty', '0.9'],
      ],
    });
    expect(matchFingerprint(sure, 'Product', 1)?.certainty).toBe(0.5);
    expect(matchFingerprint(row({}), 'Product', 1)?.certainty).toBe(0.8);
  });

  it('treats ends of lines as Ruby does', () => {
    expect(matchFingerprint(row({}), 'banner\nProduct 7\nmore', 1)?.version).toBe('7');
  });

  it('does not try a costly row on long text, and cuts text that is longer than any example', () => {
    expect(matchFingerprint(row({ maxLength: 8 }), 'Product 7', 1)).toBeUndefined();
    expect(matchFingerprint(row({ pattern: 'end$' }), `${'x'.repeat(MAX_FINGERPRINT_TEXT)}end`, 1)).toBeUndefined();
  });

  it('matches nothing when a tampered table holds a broken pattern', () => {
    expect(matchFingerprint(row({ pattern: '(' }), 'Product', 1)).toBeUndefined();
  });
});

describe('parseFingerprints', () => {
  it('says which line is wrong and goes on', () => {
    const good = '{"id":"a#1","pattern":"x","params":[[1,"os.version"],[0,"os.vendor","A"]]}';
    const text = ['{"field":"a","preference":0.2}', good, '{', '[]', '{"id":"a#2"}', `${good.slice(0, -2)},[-1,"x"]]}`];
    const { rows: read, errors, preference } = parseFingerprints(text.join('\n'));
    expect(preference).toBe(0.2);
    expect(read.map((row) => row.id)).toEqual(['a#1']);
    expect(errors).toEqual([
      { line: 3, message: 'not an object in JSON' },
      { line: 4, message: 'not an object in JSON' },
      { line: 5, message: 'no pattern' },
      { line: 6, message: 'bad param' },
    ]);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), (text) => {
        expect(() => parseFingerprints(`{}\n${text}`)).not.toThrow();
      }),
    );
  });
});
