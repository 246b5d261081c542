import { toIso } from '#kernel';
import type { Conclusion, Device, Evidence } from '#inventory';
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

  /** `render` answers the JSON of one item. */
  list<T>(items: Iterable<T>, render: (item: T) => string): void {
    let separator = '[';
    for (const item of items) {
      this.put(separator + render(item));
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
  const paths = captures.map(({ path }) => quoted(path));
  const json = new JsonWriter(sink);
  json.put('{"schema":"mimamori.inspect/1",\n"captures":');
  json.list(captures, ({ path, summary }) =>
    JSON.stringify({
      path,
      packets: summary.packets,
      bytes: summary.bytes,
      linkTypes: summary.linkTypes,
      ...(summary.first !== undefined && { first: toIso(summary.first) }),
      ...(summary.last !== undefined && { last: toIso(summary.last) }),
      anomalies: Object.fromEntries(summary.anomalies.map(({ kind, count }) => [kind, count])),
      anomalyFrames: Object.fromEntries(summary.anomalies.map(({ kind, frames }) => [kind, frames])),
    }),
  );
  json.put(',\n"devices":');
  json.list(inventory.devices(), (device) => deviceText(device, paths));
  json.put(',\n"edges":');
  json.list(engine.edges(), edgeText);
  if (withFacts) {
    json.put(',\n"facts":');
    json.list(engine.facts(), (fact) => factText(fact, paths));
  }
  json.put(`,\n"coverage":${JSON.stringify(engine.coverageNumbers())}`);
  json.put(`,\n"truncated":${JSON.stringify(engine.truncated)}}\n`);
  json.flush();
}

/** `paths`: those of the captures, quoted. */
function sourceText({ capture, ranges, derived }: FactSource, paths: readonly string[]): string {
  const places = ranges.map(({ frame, offset, length }) => `{"frame":${frame},"offset":${offset},"length":${length}}`);
  return `{"capture":${paths[capture] ?? '""'},"ranges":[${places.join(',')}]${derived === undefined ? '' : `,"derived":"${derived}"`}}`;
}

function deviceText(device: Device, paths: readonly string[]): string {
  const { type, manufacturer, model, serial, os, role, place } = device.conclusions;
  const given = { type, manufacturer, model, serial, os, role, place };
  const text = JSON.stringify({
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
  });
  let evidence = '';
  for (const piece of device.evidence) evidence += (evidence === '' ? '' : ',') + evidenceText(piece, paths);
  return `${text.slice(0, -1)},"evidence":[${evidence}]}`;
}

/** Put together by hand, as are edges: they are nearly all of a document, and this is a third of what objects cost. */
function evidenceText(piece: Evidence, paths: readonly string[]): string {
  const { note, source } = piece;
  return `{"id":${quoted(piece.id)},"attribute":"${piece.attribute}","value":${quoted(piece.value)},"kind":"${piece.kind}","weight":${piece.weight}${
    note === undefined ? '' : `,"note":${quoted(note)}`
  },"count":${piece.count},"firstSeen":"${toIso(piece.firstSeen)}","lastSeen":"${toIso(piece.lastSeen)}"${
    source === undefined ? '' : `,"source":${sourceText(source, paths)}`
  }}`;
}

const conclusionRow = ({ value, confidence, because, against }: Conclusion): object => ({
  value,
  confidence,
  because,
  ...(against.length > 0 && { against }),
});

function edgeText(edge: Edge): string {
  const { protocol, personalData } = edge;
  return `{"client":"${endOf(edge.client)}","server":"${endOf(edge.server)}","transport":"${edge.transport}","port":${edge.port}${
    protocol === undefined ? '' : `,"protocol":"${protocol}"`
  },"flows":${edge.flows},"packets":${edge.packets},"bytes":${edge.bytes},"packetsFromServer":${edge.packetsFromServer},"encrypted":${edge.encrypted},"tunnelled":${edge.tunnelled},"personalData":${
    personalData.length === 0 ? '[]' : JSON.stringify(personalData)
  },"vlan":${edge.vlan},"first":"${toIso(edge.first)}","last":"${toIso(edge.last)}"}`;
}

const endOf = (subject: SubjectName): string => subject.ip ?? subject.mac ?? '';

function factText(fact: Fact, paths: readonly string[]): string {
  return `{"kind":"${fact.kind}","attribute":"${fact.attribute}","value":${quoted(fact.value)},"subject":${JSON.stringify(fact.subject)},"protocol":"${fact.protocol}","count":${fact.count},"firstSeen":"${toIso(fact.firstSeen)}","lastSeen":"${toIso(fact.lastSeen)}","source":${sourceText(fact.source, paths)}}`;
}

/** Nearly all texts are ASCII without anything to escape. */
const PLAIN = /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/;

const quoted = (text: string): string => (PLAIN.test(text) ? `"${text}"` : JSON.stringify(text));
