import type { Excerpt as ExcerptDocument } from '#contract';
import type { Micros } from '#kernel';
import type { Excerpt, Fact, FactSource, SubjectName } from '#wire';
import { sql } from 'kysely';
import { partsOf, storableText, textArray, wholeArray } from './arrays.ts';
import { idOf } from './ids.ts';
import { type Change, DATABASE, type Transaction } from './transaction.ts';

/** Rows of one statement. */
const PART = 4000;

type EvidenceKey = EvidenceName & Pick<Fact, 'subject'>;

interface Row {
  readonly id: string;
  readonly fact: Fact;
  count: number;
  firstSeen: Micros;
  lastSeen: Micros;
}

/**
 * Adds sightings to what is known. A piece of evidence is a (subject, attribute, kind, value), as in the inventory:
 * counts add up, the span of time grows, and the source with its bytes stays that of the first sighting that was committed. `captureNumber` gives the
 * store's number for the capture that a source names.
 */
export async function add(
  transaction: Transaction,
  facts: readonly Fact[],
  captureNumber: (index: number) => number,
): Promise<void> {
  const rows = new Map<string, Row>();
  for (const fact of facts) {
    const id = evidenceId(fact);
    const known = rows.get(id);
    if (known === undefined) {
      rows.set(id, { id, fact, count: fact.count, firstSeen: fact.firstSeen, lastSeen: fact.lastSeen });
      continue;
    }
    known.count += fact.count;
    known.firstSeen = Math.min(known.firstSeen, fact.firstSeen);
    known.lastSeen = Math.max(known.lastSeen, fact.lastSeen);
  }
  // Always in the same order, so that two transactions wait for each other and never in a ring.
  const sorted = [...rows.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  for (const part of partsOf(sorted, PART)) await upsert(transaction, part, captureNumber);
  const withBytes = sorted.filter(({ fact }) => fact.excerpts !== undefined && fact.excerpts.length > 0);
  for (const part of partsOf(withBytes, PART)) await addExcerpts(transaction, part);
}

async function upsert(
  transaction: Transaction,
  rows: readonly Row[],
  captureNumber: (index: number) => number,
): Promise<void> {
  const { tenant, site } = transaction.scope;
  const texts = (read: (fact: Fact) => string): string => textArray(rows.map(({ fact }) => read(fact)));
  await sql`
    insert into evidence (tenant, site, id, ip, mac, kind, attribute, value, protocol, count, first_seen, last_seen, capture, source)
    select ${tenant}::int, ${site}::int, * from unnest(
      ${textArray(rows.map(({ id }) => id))}::uuid[],
      ${texts(({ subject }) => subject.ip ?? '')}::text[],
      ${texts(({ subject }) => subject.mac ?? '')}::text[],
      ${texts(({ kind }) => kind)}::text[],
      ${texts(({ attribute }) => attribute)}::text[],
      ${texts(({ value }) => value)}::text[],
      ${texts(({ protocol }) => protocol)}::text[],
      ${wholeArray(rows.map(({ count }) => count))}::bigint[],
      ${wholeArray(rows.map(({ firstSeen }) => firstSeen))}::bigint[],
      ${wholeArray(rows.map(({ lastSeen }) => lastSeen))}::bigint[],
      ${wholeArray(rows.map(({ fact }) => captureNumber(fact.source.capture)))}::int[],
      ${texts(({ source }) => sourceText(source))}::text[])
    on conflict (tenant, site, id) do update set
      count = evidence.count + excluded.count,
      first_seen = least(evidence.first_seen, excluded.first_seen),
      last_seen = greatest(evidence.last_seen, excluded.last_seen)`.execute(transaction[DATABASE]);
}

async function addExcerpts(transaction: Transaction, rows: readonly Row[]): Promise<void> {
  const { tenant, site } = transaction.scope;
  await sql`
    insert into evidence_excerpt (tenant, site, evidence_id, content)
    select ${tenant}::int, ${site}::int, * from unnest(
      ${textArray(rows.map(({ id }) => id))}::uuid[],
      ${textArray(rows.map(({ fact }) => JSON.stringify((fact.excerpts ?? []).map(excerptDocument))))}::text[])
    on conflict do nothing`.execute(transaction[DATABASE]);
}

/** Where a piece of evidence came from, and the bytes that were kept of it. */
export interface EvidenceBytes {
  readonly captureNumber: number;
  readonly source: Pick<FactSource, 'ranges' | 'derived'>;
  readonly excerpts: readonly ExcerptDocument[];
  readonly count: number;
  readonly firstSeen: Micros;
  readonly lastSeen: Micros;
}

/** What an attribute said, and as which kind of fact. */
export interface EvidenceName {
  readonly attribute: string;
  readonly kind: string;
  readonly value: string;
}

/** What was kept for a value under any of these addresses of a device, the first sighting first. */
export async function find(
  transaction: Transaction,
  subjects: readonly SubjectName[],
  name: EvidenceName,
): Promise<EvidenceBytes[]> {
  if (subjects.length === 0) return [];
  const { tenant, site } = transaction.scope;
  const ids = subjects.map((subject) => evidenceId({ ...name, subject }));
  const { rows } = await sql<{
    capture: number;
    source: string;
    content: string | null;
    count: number;
    first_seen: number;
    last_seen: number;
  }>`
    select capture, source, content, count, first_seen, last_seen from evidence
    left join evidence_excerpt x on x.tenant = evidence.tenant and x.site = evidence.site and x.evidence_id = evidence.id
    where evidence.tenant = ${tenant} and evidence.site = ${site} and evidence.id = any(${textArray(ids)}::uuid[])
    order by first_seen, evidence.id`.execute(transaction[DATABASE]);
  return rows.map((row) => ({
    captureNumber: row.capture,
    source: sourceOf(row.source),
    excerpts: row.content === null ? [] : (JSON.parse(row.content) as ExcerptDocument[]),
    count: row.count,
    firstSeen: row.first_seen,
    lastSeen: row.last_seen,
  }));
}

/**
 * Removes what was last seen before this time, with its bytes, and edges, pairings and traffic likewise; answers how
 * many pieces of evidence that were. Who holds more in memory reads it anew: see `Rereading`.
 */
export async function removeNotSeenSince(change: Change, beforeUs: Micros): Promise<number> {
  const { tenant, site } = change.scope;
  const database = change[DATABASE];
  await sql`
    delete from evidence_excerpt x using evidence e
    where x.tenant = ${tenant} and x.site = ${site} and e.tenant = x.tenant and e.site = x.site
      and e.id = x.evidence_id and e.last_seen < ${beforeUs}`.execute(database);
  const removed = await database
    .deleteFrom('evidence')
    .where('tenant', '=', tenant)
    .where('site', '=', site)
    .where('last_seen', '<', beforeUs)
    .executeTakeFirst();
  for (const table of ['edge', 'pairing', 'traffic'] as const) {
    await database
      .deleteFrom(table)
      .where('tenant', '=', tenant)
      .where('site', '=', site)
      .where('last_at', '<', beforeUs)
      .execute();
  }
  return Number(removed.numDeletedRows);
}

export function evidenceId({ subject: { ip = '', mac = '' }, attribute, kind, value }: EvidenceKey): string {
  return idOf(ip, mac, attribute, kind, storableText(value));
}

/** Frame, offset and length of each range in one flat list: a third of the size of objects, a million times. */
function sourceText({ ranges, derived }: FactSource): string {
  const numbers = ranges.map(({ frame, offset, length }) => `${frame},${offset},${length}`).join(',');
  return derived === undefined ? `[[${numbers}]]` : `[[${numbers}],"${derived}"]`;
}

export function sourceOf(text: string): Pick<FactSource, 'ranges' | 'derived'> {
  const [numbers, derived] = JSON.parse(text) as [number[], FactSource['derived']?];
  const ranges = Array.from({ length: Math.floor(numbers.length / 3) }, (_, at) => ({
    frame: numbers[at * 3]!,
    offset: numbers[at * 3 + 1]!,
    length: numbers[at * 3 + 2]!,
  }));
  return { ranges, ...(derived !== undefined && { derived }) };
}

function excerptDocument({ frame, length, sha256, kept }: Excerpt): ExcerptDocument {
  return {
    frame,
    length,
    sha256,
    kept: kept.map(({ offset, bytes }) => ({
      offset,
      bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64'),
    })),
  };
}
