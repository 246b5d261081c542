import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Dissector, Fact } from '#wire';
import { rehearse, type Said } from './rehearsal.ts';

/** Runs of one property; each feeds a whole capture of damaged messages through the engine. */
const RUNS = 12;
const MESSAGES_A_RUN = 40;
/** Places at which streams are cut in two. */
const CUTS = 64;

/** What a host says, apart from whole frames. */
type Spoken = Exclude<Said, { readonly raw: Uint8Array }>;

export interface Withstanding {
  /** False where a protocol shows itself too late for segments of one byte; cut in two it must still be read. */
  readonly byteByByte?: boolean;
  /** Attributes whose value may be another when the message ends early, e.g. a list of what was there. */
  readonly except?: readonly string[];
}

/**
 * The properties that every dissector has: it reads cut, damaged and random messages without failing, what it says of a
 * cut message it says of the whole, and a stream that comes byte by byte tells the same as one that comes at once.
 */
export function withstands(dissector: Dissector, packets: readonly Spoken[], options: Withstanding = {}): void {
  const dissectors = [dissector];
  const whole = rehearse({ dissectors, packets });
  const except = new Set(options.except);

  test('has something to read at all', () => {
    expect(whole.facts.length).toBeGreaterThan(0);
  });

  test('says nothing of a message cut at any length that it does not say of the whole', () => {
    for (const [index, said] of packets.entries()) {
      const cuts = Array.from({ length: said.bytes.length }, (_, length) => cutTo(said, length, length));
      const known = new Set(rehearse({ dissectors, packets: [...packets.slice(0, index), said] }).facts.map(saying));
      const seen = rehearse({ dissectors, packets: cuts });
      const more = seen.facts.filter((fact) => !except.has(fact.attribute)).map(saying);
      expect(more.filter((text) => !known.has(text))).toEqual([]);
    }
  });

  test('reads damaged messages', () => {
    const damage = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(packets.length - 1), damage), { maxLength: MESSAGES_A_RUN }), (runs) => {
        const damaged = runs.map(([index, changes], at) => changed(packets[index]!, changes, at));
        expect(rehearse({ dissectors, packets: damaged }).summary.packets).toBeGreaterThanOrEqual(damaged.length);
      }),
      { numRuns: RUNS },
    );
  });

  test('reads random bytes', () => {
    const bytes = fc.uint8Array({ minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(fc.array(bytes, { maxLength: MESSAGES_A_RUN }), (all) => {
        const said = all.map((some, at) => ({ ...onPort(packets[0]!, at), bytes: some }));
        expect(rehearse({ dissectors, packets: said }).summary.packets).toBeGreaterThanOrEqual(said.length);
      }),
      { numRuns: RUNS },
    );
  });

  test('says the same when streams come byte by byte, or cut in two at any place', () => {
    const script = { dissectors, packets };
    const longest = Math.max(...packets.map((said) => said.bytes.length));
    const cuts = Array.from({ length: Math.min(longest, CUTS) }, (_, at) => rehearse.splitAt(script, at + 1));
    const split = options.byteByByte === false ? cuts : [rehearse.splitEveryByte(script), ...cuts];
    const all = [...new Set(whole.facts.map(saying))].sort();
    for (const seen of split) expect([...new Set(seen.facts.map(saying))].sort()).toEqual(all);
  });
}

/** What a fact says, without how often and where. */
const saying = ({ attribute, value, subject }: Fact): string =>
  JSON.stringify([attribute, value, subject.mac ?? '', subject.ip ?? '']);

function cutTo(said: Spoken, length: number, number: number): Spoken {
  return { ...onPort(said, number), bytes: said.bytes.subarray(0, length) };
}

function changed(said: Spoken, changes: readonly (readonly [at: number, byte: number])[], number: number): Spoken {
  const bytes = said.bytes.slice();
  for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
  return { ...onPort(said, number), bytes };
}

/** The same ends with another port of the side that has no fixed one, so that each message is a flow of its own. */
function onPort(said: Spoken, number: number): Spoken {
  if ('udp' in said) return { ...said, udp: { ...said.udp, ...otherPort(said.udp, number) } };
  if ('tcp' in said) return { ...said, tcp: { ...said.tcp, ...otherPort(said.tcp, number) } };
  return said;
}

type End = readonly [ip: string, port: number];

function otherPort(ends: { readonly from: End; readonly to: End }, number: number): { from: End; to: End } {
  const { from, to } = ends;
  if (from[1] === to[1]) return { from, to };
  return from[1] > to[1]
    ? { from: [from[0], 20_000 + (number % 20_000)], to }
    : { from, to: [to[0], 20_000 + (number % 20_000)] };
}
