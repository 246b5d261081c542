import { toIso } from '#kernel';
import type { Conclusion, Device } from '#inventory';
import type { Edge, Fact, FactSource, SubjectName } from '#wire';
import type { Inspected } from './inspected.ts';

interface Sink {
  write(text: string): void;
}

/** Text gathered before it is handed on, so that a million rows are not a million writes. */
const CHUNK_CHARACTERS = 1 << 16;

class JsonWriter {
  private readonly sink: Sink;
  private text = '';

  constructor(sink: Sink) {
    this.sink = sink;
  }

  put(text: string): void {
    this.text += text;
    if (this.text.length > CHUNK_CHARACTERS) this.flush();
  }

  list<T>(items: Iterable<T>, render: (item: T) => unknown): void {
    let separator = '[';
    for (const item of items) {
      this.put(separator + JSON.stringify(render(item)));
      separator = ',\n';
    }
    this.put(separator === '[' ? '[]' : ']');
  }

  flush(): void {
    this.sink.write(this.text);
    this.text = '';
  }
}

/** Writes mimamori.inspect/1, row by row; the shape is documented in docs/reference/inspect.md. */
export function writeDocument(inspected: Inspected, withFacts: boolean, sink: Sink): void {
  const { captures, engine, inventory } = inspected;
  const paths = captures.map(({ path }) => path);
  const json = new JsonWriter(sink);
  json.put('{"schema":"mimamori.inspect/1",\n"captures":');
  json.list(captures, ({ path, summary }) => ({
    path,
    packets: summary.packets,
    bytes: summary.bytes,
    linkTypes: summary.linkTypes,
    ...(summary.first !== undefined && { first: toIso(summary.first) }),
    ...(summary.last !== undefined && { last: toIso(summary.last) }),
    anomalies: Object.fromEntries(summary.anomalies.map(({ kind, count }) => [kind, count])),
    anomalyFrames: Object.fromEntries(summary.anomalies.map(({ kind, frames }) => [kind, frames])),
  }));
  json.put(',\n"devices":');
  json.list(inventory.devices(), (device) => deviceRow(device, paths));
  json.put(',\n"edges":');
  json.list(engine.edges(), edgeRow);
  if (withFacts) {
    json.put(',\n"facts":');
    json.list(engine.facts(), (fact) => factRow(fact, paths));
  }
  json.put(`,\n"coverage":${JSON.stringify(engine.coverageNumbers())}`);
  json.put(`,\n"truncated":${JSON.stringify(engine.truncated)}}\n`);
  json.flush();
}

function sourceRow(source: FactSource, paths: readonly string[]): object {
  return {
    capture: paths[source.capture] ?? '',
    ranges: source.ranges,
    ...(source.derived !== undefined && { derived: source.derived }),
  };
}

function deviceRow(device: Device, paths: readonly string[]): object {
  const { type, manufacturer, model, serial, os, role, place } = device.conclusions;
  const given = { type, manufacturer, model, serial, os, role, place };
  return {
    id: device.id,
    macs: device.macs,
    ips: device.ips,
    names: device.names,
    ...Object.fromEntries(
      Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [[name, conclusionRow(value)]])),
    ),
    software: device.software.map(conclusionRow),
    missing: device.missing,
    use: {
      ...device.use,
      ...(device.use.lastUsed !== undefined && { lastUsed: toIso(device.use.lastUsed) }),
    },
    personalData: device.personalData,
    firstSeen: toIso(device.firstSeen),
    lastSeen: toIso(device.lastSeen),
    identity: device.identity,
    evidence: device.evidence.map((piece) => ({
      id: piece.id,
      attribute: piece.attribute,
      value: piece.value,
      kind: piece.kind,
      weight: piece.weight,
      ...(piece.note !== undefined && { note: piece.note }),
      count: piece.count,
      firstSeen: toIso(piece.firstSeen),
      lastSeen: toIso(piece.lastSeen),
      ...(piece.source !== undefined && { source: sourceRow(piece.source, paths) }),
    })),
  };
}

const conclusionRow = ({ value, confidence, because, against }: Conclusion): object => ({
  value,
  confidence,
  because,
  ...(against.length > 0 && { against }),
});

function edgeRow(edge: Edge): object {
  const { first, last, client, server, ...rest } = edge;
  return { client: endOf(client), server: endOf(server), ...rest, first: toIso(first), last: toIso(last) };
}

const endOf = (subject: SubjectName): string => subject.ip ?? subject.mac ?? '';

function factRow(fact: Fact, paths: readonly string[]): object {
  const { kind, attribute, value, subject, protocol, count } = fact;
  return {
    kind,
    attribute,
    value,
    subject,
    protocol,
    count,
    firstSeen: toIso(fact.firstSeen),
    lastSeen: toIso(fact.lastSeen),
    source: sourceRow(fact.source, paths),
  };
}
