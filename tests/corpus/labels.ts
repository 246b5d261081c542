import { readFileSync } from 'node:fs';
import type { Exclusions } from './exclusions.ts';
import { address } from './normalise.ts';
import type { InspectDocument, ProductEdge } from './product.ts';
import { readTsv } from './tsv.ts';

/** One flow of nDPI's own regression outputs. */
export interface ExpectedFlow {
  readonly transport: string;
  readonly a: string;
  readonly b: string;
  readonly label: string;
}

/** Protocols that mean the same as a label; `any` where the label names a service and no protocol. */
export type Meaning = ReadonlySet<string> | 'any';

export interface Disagreement {
  readonly file: string;
  readonly flow: string;
  readonly label: string;
  readonly said: string;
}

export interface Agreement {
  /** Flows where both sides name a protocol. */
  readonly both: number;
  readonly agreed: number;
  readonly disagreements: readonly Disagreement[];
}

/** What an edge says when it names no application protocol. */
const NO_CLAIM = new Set(['', 'unknown', 'tcp', 'udp', 'icmp', 'icmpv6', 'igmp', 'other']);
const NONE = '-';
const ANY = '*';

/** @throws Error when the file is malformed. */
export function readExpectedFlows(path: string): ReadonlyMap<string, readonly ExpectedFlow[]> {
  const value = JSON.parse(readFileSync(path, 'utf8')) as {
    files: Record<string, { l4: string; a: string; b: string; proto: string }[]>;
  };
  return new Map(
    Object.entries(value.files).map(([file, flows]) => [
      file,
      flows.map((flow) => ({ transport: flow.l4.toLowerCase(), a: flow.a, b: flow.b, label: flow.proto })),
    ]),
  );
}

export function readMeanings(path: string): ReadonlyMap<string, Meaning> {
  return new Map(
    readTsv(path, ['label', 'protocols']).map(({ label, protocols }) => [
      label,
      protocols === ANY ? 'any' : new Set(protocols === NONE ? [] : protocols.split(',')),
    ]),
  );
}

/** A label such as `TLS.Google` claims TLS; the table may know the whole label better. */
export function meaningOf(label: string, meanings: ReadonlyMap<string, Meaning>): Meaning | undefined {
  return meanings.get(label) ?? meanings.get(label.split('.')[0] ?? '');
}

/** `10.0.0.1:53` or `[fe80::1]:53`. */
function endpoint(text: string): { readonly host: string; readonly port: number } {
  const at = text.lastIndexOf(':');
  return { host: address(text.slice(0, at).replace(/^\[|\]$/g, '')), port: Number(text.slice(at + 1)) };
}

function claims(flow: ExpectedFlow, edges: readonly ProductEdge[]): readonly string[] {
  const a = endpoint(flow.a);
  const b = endpoint(flow.b);
  const protocols = edges
    .filter((edge) => {
      const client = address(edge.client);
      const server = address(edge.server);
      const forward = client === a.host && server === b.host && (edge.port === undefined || edge.port === b.port);
      const backward = client === b.host && server === a.host && (edge.port === undefined || edge.port === a.port);
      return edge.transport.toLowerCase() === flow.transport && (forward || backward);
    })
    .map((edge) => edge.protocol.toLowerCase())
    .filter((protocol) => !NO_CLAIM.has(protocol));
  return [...new Set(protocols)];
}

/**
 * Flows of one file on which both sides name a protocol. A label that the table lacks counts as a disagreement; one that
 * an exclusion of the family `labels` names does not count at all.
 */
export function agreement(
  file: string,
  flows: readonly ExpectedFlow[],
  document: InspectDocument,
  { meanings, exclusions }: { readonly meanings: ReadonlyMap<string, Meaning>; readonly exclusions: Exclusions },
): Agreement {
  const disagreements: Disagreement[] = [];
  let both = 0;
  for (const flow of flows) {
    if (flow.label === 'Unknown') continue;
    const meaning = meaningOf(flow.label, meanings);
    if (meaning === 'any') continue;
    const said = claims(flow, document.edges);
    if (said.length === 0) continue;
    const isSame = said.some((protocol) => meaning?.has(protocol));
    if (!isSame && exclusions.ofSaid(file, 'labels', flow.label, said.join(',')) >= 0) continue;
    both++;
    if (isSame) continue;
    disagreements.push({
      file,
      flow: `${flow.transport} ${flow.a} ${flow.b}`,
      label: flow.label,
      said: said.join(','),
    });
  }
  return { both, agreed: both - disagreements.length, disagreements };
}
