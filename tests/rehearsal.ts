import { wirePorts } from '#connect';
import { type CaptureSummary, type Dissector, DISSECTORS, type Edge, Engine, type Fact } from '#wire';
import { bytesOf, ethernet, ipv4, llcFrame, macOf, pcap, tcp, udp } from './packets.ts';

type End = readonly [ip: string, port: number];

export type Said =
  | { readonly udp: { readonly from: End; readonly to: End; readonly ttl?: number }; readonly bytes: Uint8Array }
  | { readonly tcp: { readonly from: End; readonly to: End }; readonly bytes: Uint8Array }
  | {
      readonly ip: { readonly from: string; readonly to: string; readonly protocol: number };
      readonly bytes: Uint8Array;
    }
  | {
      readonly frame: { readonly etherType?: number; readonly llc?: true; readonly from: string; readonly to: string };
      readonly bytes: Uint8Array;
    }
  | { readonly raw: Uint8Array };

export interface Script {
  readonly dissectors?: readonly Dissector[];
  readonly packets: readonly Said[];
  /** Leave out the opening handshake of each stream, as a sensor does that started late. */
  readonly midstream?: boolean;
  readonly excerpts?: boolean;
  /** False: the port that inflates is absent. */
  readonly inflates?: false;
  /** Of the frames; Ethernet unless said. */
  readonly linkType?: number;
  /** Known default credentials: `service user password` to entry. */
  readonly defaults?: Readonly<Record<string, string>>;
}

export interface Seen {
  readonly facts: readonly Fact[];
  readonly edges: readonly Edge[];
  readonly anomalies: Readonly<Record<string, number>>;
  readonly summary: CaptureSummary;
  /** All output as one text, for asserting that something is absent. */
  readonly everything: string;
  value(attribute: string): string | undefined;
  values(attribute: string): string[];
  /** The bytes that the fact's ranges name, joined. */
  bytesOf(fact: Fact): Uint8Array;
}

const SYN = 0x02;
const ACK = 0x10;
const PSH_ACK = 0x18;

/** Runs what hosts say through the real engine, wrapped in Ethernet and IPv4, and gathers what it understood. */
export function rehearse(script: Script): Seen {
  return run(
    script,
    framesOf(script, (bytes) => [bytes]),
  );
}

/** The same with every stream byte in a segment of its own. */
rehearse.splitEveryByte = (script: Script): Seen =>
  run(
    script,
    framesOf(script, (bytes) => Array.from(bytes, (_, at) => bytes.subarray(at, at + 1))),
  );

/** The same with each stream payload cut at `at`. */
rehearse.splitAt = (script: Script, at: number): Seen =>
  run(
    script,
    framesOf(script, (bytes) => [bytes.subarray(0, at), bytes.subarray(at)].filter((part) => part.length > 0)),
  );

function framesOf(script: Script, split: (bytes: Uint8Array) => Uint8Array[]): Uint8Array[] {
  const sequences = new Map<string, number>();
  return script.packets.flatMap((said) => {
    if ('raw' in said) return [said.raw];
    const { bytes } = said;
    if ('frame' in said) {
      const { from, to, etherType } = said.frame;
      return [etherType === undefined ? llcFrame(from, to, bytes) : ethernet(from, to, etherType, bytes)];
    }
    if ('ip' in said) return [packet(said.ip.from, said.ip.to, said.ip.protocol, bytes)];
    if ('udp' in said) {
      const { from, to, ttl } = said.udp;
      return [packet(from[0], to[0], 17, udp(from[1], to[1], bytes), ttl)];
    }
    return segments(said.tcp, bytes, sequences, split, script.midstream ?? false);
  });
}

function segments(
  ends: { readonly from: End; readonly to: End },
  bytes: Uint8Array,
  sequences: Map<string, number>,
  split: (bytes: Uint8Array) => Uint8Array[],
  midstream: boolean,
): Uint8Array[] {
  const { from, to } = ends;
  const there = `${from.join()}>${to.join()}`;
  const back = `${to.join()}>${from.join()}`;
  const frames: Uint8Array[] = [];
  const send = (a: End, b: End, sequence: number, flags: number, payload: Uint8Array): void => {
    frames.push(packet(a[0], b[0], 6, tcp(a[1], b[1], sequence, flags, payload)));
  };
  if (!sequences.has(there)) {
    sequences.set(there, 1001);
    sequences.set(back, 5001);
    if (!midstream) {
      send(from, to, 1000, SYN, new Uint8Array(0));
      send(to, from, 5000, SYN | ACK, new Uint8Array(0));
    }
  }
  for (const part of split(bytes)) {
    const sequence = sequences.get(there)!;
    send(from, to, sequence, PSH_ACK, part);
    sequences.set(there, sequence + part.length);
  }
  return frames;
}

const packet = (from: string, to: string, protocol: number, payload: Uint8Array, ttl = 64): Uint8Array =>
  ethernet(macOf(from), macOf(to), 0x0800, ipv4({ from, to, protocol, ttl }, payload));

function run(script: Script, frames: readonly Uint8Array[]): Seen {
  const defaults = script.defaults ?? {};
  const ports = wirePorts({ entryOf: (service, user, password) => defaults[`${service} ${user} ${password}`] });
  if (script.inflates === false) delete ports.inflateRaw;
  const engine = new Engine({
    ports,
    seed: 42,
    dissectors: script.dissectors ?? DISSECTORS,
    excerpts: script.excerpts ?? false,
  });
  engine.beginCapture();
  feed(engine, pcap(frames, script.linkType));
  const summary = engine.endCapture();
  const facts = [...engine.facts()];
  const edges = [...engine.edges()];
  const anomalies = Object.fromEntries(summary.anomalies.map(({ kind, count }) => [kind, count]));
  return {
    facts,
    edges,
    anomalies,
    summary,
    everything: JSON.stringify([facts, edges, summary], (_, value: unknown) =>
      value instanceof Uint8Array ? new TextDecoder('latin1').decode(value) : value,
    ),
    value: (attribute) => facts.find((fact) => fact.attribute === attribute)?.value,
    values: (attribute) => facts.filter((fact) => fact.attribute === attribute).map((fact) => fact.value),
    bytesOf: (fact) =>
      bytesOf(
        ...fact.source.ranges.map(({ frame, offset, length }) => frames[frame - 1]!.subarray(offset, offset + length)),
      ),
  };
}

/** Feeds a whole capture that is in memory. */
export function feed(engine: Engine, file: Uint8Array): void {
  for (let at = 0; at < file.length; ) {
    const room = engine.room();
    const part = file.subarray(at, at + room.length);
    room.set(part);
    engine.filled(part.length);
    at += part.length;
  }
}
