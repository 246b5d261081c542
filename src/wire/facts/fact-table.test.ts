import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesOf } from '../../../tests/packets.ts';
import { defineAttributes } from '../dissector.ts';
import { FACTS_PER_SUBJECT, VALUE_BYTES } from '../limits.ts';
import { Addresses } from '../streams/addresses.ts';
import { Subjects } from '../streams/subjects.ts';
import { FactTable } from './fact-table.ts';

const attributes = Object.values(defineAttributes('t', { one: ['name-seen', 'first'], two: ['model-seen', 'second'] }));
const protocols = ['', 'p'];

function table(): { facts: FactTable; subjects: Subjects } {
  const subjects = new Subjects(new Addresses(1), 1);
  return { facts: new FactTable(subjects, 7), subjects };
}

const seen = (timeUs: number) => ({ protocol: 1, capture: 0, timeUs });

test('each (subject, attribute, value) once, with its count, first and last time', () => {
  const sighting = fc.tuple(
    fc.nat(3),
    fc.nat(1),
    fc.constantFrom('a', 'ab', 'b', 'x'.repeat(80)),
    fc.integer({ min: 1, max: 99 }),
  );
  fc.assert(
    fc.property(fc.array(sighting, { maxLength: 300 }), (sightings) => {
      const { facts, subjects } = table();
      const model = new Map<string, { count: number; last: number }>();
      for (const [host, attribute, value, timeUs] of sightings) {
        const bytes = bytesOf(value);
        const subject = subjects.ofIp(4, host);
        const reference = facts.record(subject, attribute, bytes, 0, bytes.length, seen(timeUs));
        const key = `0.0.0.${host} ${attributes[attribute]!.id} ${value}`;
        const known = model.get(key);
        expect(reference >= 0).toBe(known === undefined);
        if (reference >= 0) facts.setSource(reference, [{ frame: model.size, offset: 1, length: 2 }], undefined);
        model.set(key, { count: (known?.count ?? 0) + 1, last: Math.max(known?.last ?? 0, timeUs) });
      }
      const listed = [...facts.list(attributes, protocols)];
      expect(
        new Map(
          listed.map(({ subject, attribute, value, count, lastSeen }) => [
            `${subject.ip} ${attribute} ${value}`,
            { count, last: lastSeen },
          ]),
        ),
      ).toEqual(model);
      expect(listed.map(({ source }) => source.ranges[0]!.frame)).toEqual(listed.map((_, index) => index));
    }),
  );
});

test('news only: counts since the last time, nothing twice', () => {
  const { facts, subjects } = table();
  const subject = subjects.ofIp(4, 9);
  const say = (text: string): number => facts.record(subject, 0, bytesOf(text), 0, text.length, seen(1));
  const news = (): [string, number][] =>
    [...facts.list(attributes, protocols, true)].map(({ value, count }) => [value, count]);
  say('a');
  say('a');
  expect(news()).toEqual([['a', 2]]);
  expect(news()).toEqual([]);
  say('b');
  say('a');
  expect(news()).toEqual([
    ['a', 1],
    ['b', 1],
  ]);
});

test('a text that is made stands for its key, and is made once', () => {
  const { facts, subjects } = table();
  let made = 0;
  const make = (): Uint8Array => bytesOf(`made ${++made}`);
  for (let i = 0; i < 3; i++) facts.record(subjects.ofIp(4, 1), 0, bytesOf('key'), 0, 3, seen(1), make);
  expect([...facts.list(attributes, protocols)].map(({ value, count }) => [value, count])).toEqual([['made 1', 3]]);
});

test('many facts survive every growth, and the bound of a subject cuts and counts', () => {
  const { facts, subjects } = table();
  const subject = subjects.ofIp(4, 1);
  for (let i = 0; i < FACTS_PER_SUBJECT + 10; i++)
    facts.record(subject, 0, bytesOf(`v${i}`), 0, `v${i}`.length, seen(1));
  expect(facts.truncated).toBe(10);
  expect(new Set([...facts.list(attributes, protocols)].map(({ value }) => value)).size).toBe(FACTS_PER_SUBJECT);
  const long = new Uint8Array(VALUE_BYTES * 3).fill(0x41);
  facts.record(subjects.ofIp(4, 2), 0, long, 0, long.length, seen(1));
  expect([...facts.list(attributes, protocols)].at(-1)!.value).toHaveLength(VALUE_BYTES);
});
