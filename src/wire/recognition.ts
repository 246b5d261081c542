import type {
  Attribute,
  DatagramDissector,
  Dissector,
  FrameDissector,
  NetworkDissector,
  StreamDissector,
  View,
} from './dissector.ts';
import { MORE, SURE, WEAK } from './dissector.ts';

/** A face of a dissector with what recognition needs at hand. */
export interface Runtime<F> {
  readonly id: string;
  /** Number of the protocol; names are in Registry.protocols. */
  readonly protocol: number;
  readonly face: F;
  readonly ports: ReadonlySet<number>;
  /** Number of the recognition in which a port had this one asked. */
  asked: number;
}
export type StreamRuntime = Runtime<StreamDissector<unknown>>;
export type DatagramRuntime = Runtime<DatagramDissector<unknown>>;

/** Ports below this are for services (RFC 6335 §6), so the other end is the client. */
const SYSTEM_PORTS = 1024;

/** Which dissectors may look at what: by port first, then by the first byte. */
class Candidates<F extends { readonly ports: readonly number[]; readonly firstBytes?: readonly number[] }> {
  private readonly byPort = new Map<number, Runtime<F>[]>();
  private readonly byFirstByte: Runtime<F>[][] = Array.from({ length: 256 }, () => []);
  private readonly byId = new Map<string, Runtime<F>>();
  readonly byProtocol: (Runtime<F> | undefined)[] = [];
  /** Recognitions so far. */
  rounds = 0;

  add(id: string, protocol: number, face: F): void {
    const runtime: Runtime<F> = { id, protocol, face, ports: new Set(face.ports), asked: 0 };
    this.byId.set(id, runtime);
    this.byProtocol[protocol] = runtime;
    for (const port of face.ports) this.byPort.set(port, [...(this.byPort.get(port) ?? []), runtime]);
    for (const byte of face.firstBytes ?? this.byFirstByte.keys()) this.byFirstByte[byte]!.push(runtime);
  }

  ofId(id: string): Runtime<F> | undefined {
    return this.byId.get(id);
  }

  knowsPort(port: number): boolean {
    return this.byPort.has(port);
  }

  portsOf(port: number): readonly Runtime<F>[] | undefined {
    return this.byPort.get(port);
  }

  ofFirstByte(byte: number): readonly Runtime<F>[] {
    return this.byFirstByte[byte]!;
  }
}

/** What recognition needs of the view beside reading: which port hint applies to the dissector that is asked. */
interface AskableView extends View {
  usualPort: boolean;
}

/** Result of the last recognise(): whether somebody asked for more bytes. */
export interface Verdict<F> {
  chosen: Runtime<F> | undefined;
  sure: boolean;
  more: boolean;
}

/** The loaded dissectors, numbered. */
export class Registry {
  /** Names by protocol number; 0 is "not recognised". */
  readonly protocols: string[] = [''];
  readonly attributes: Attribute[] = [];
  readonly streams = new Candidates<StreamDissector<unknown>>();
  readonly datagrams = new Candidates<DatagramDissector<unknown>>();
  private readonly numbers = new Map<string, number>();
  private readonly etherTypes = new Map<number, Runtime<FrameDissector>>();
  private readonly llcSaps = new Map<number, Runtime<FrameDissector>>();
  private readonly snap = new Map<number, Runtime<FrameDissector>>();
  private readonly network = new Map<number, Runtime<NetworkDissector>>();

  constructor(dissectors: readonly Dissector[]) {
    for (const dissector of dissectors) this.load(dissector);
  }

  private load(dissector: Dissector): void {
    const { id } = dissector;
    for (const attribute of Object.values(dissector.attributes)) {
      if (this.attributes[attribute.index] === attribute) continue;
      attribute.index = this.attributes.length;
      this.attributes.push(attribute);
    }
    const protocol = this.number(id);
    if (dissector.stream !== undefined) this.streams.add(id, protocol, dissector.stream);
    if (dissector.datagram !== undefined) this.datagrams.add(id, protocol, dissector.datagram);
    const none = new Set<number>();
    if (dissector.frame !== undefined) {
      const runtime = { id, protocol, face: dissector.frame, ports: none, asked: 0 };
      for (const type of dissector.frame.etherTypes ?? []) this.etherTypes.set(type, runtime);
      for (const sap of dissector.frame.llcSaps ?? []) this.llcSaps.set(sap, runtime);
      for (const { oui, protocol: pid } of dissector.frame.snap ?? []) this.snap.set(oui * 0x10000 + pid, runtime);
    }
    for (const number of dissector.network?.protocols ?? [])
      this.network.set(number, { id, protocol, face: dissector.network!, ports: none, asked: 0 });
  }

  /** The number of a protocol name, given on first use. */
  number(id: string): number {
    const known = this.numbers.get(id);
    if (known !== undefined) return known;
    const number = this.protocols.length;
    this.protocols.push(id);
    this.numbers.set(id, number);
    return number;
  }

  ofEtherType(type: number): Runtime<FrameDissector> | undefined {
    return this.etherTypes.get(type);
  }

  /** For an LLC frame whose DSAP stands at `at`. */
  ofLlc(bytes: Uint8Array, at: number, end: number): Runtime<FrameDissector> | undefined {
    if (end - at >= 8 && bytes[at] === 0xaa) {
      const oui = (bytes[at + 3]! << 16) | (bytes[at + 4]! << 8) | bytes[at + 5]!;
      return this.snap.get(oui * 0x10000 + ((bytes[at + 6]! << 8) | bytes[at + 7]!));
    }
    return this.llcSaps.get(bytes[at]!);
  }

  ofNetwork(protocol: number): Runtime<NetworkDissector> | undefined {
    return this.network.get(protocol);
  }

  /** The port speaks for a service rather than for a client. */
  isServicePort(tcp: boolean, port: number): boolean {
    return port < SYSTEM_PORTS || (tcp ? this.streams : this.datagrams).knowsPort(port);
  }
}

/**
 * Asks the dissectors of the ports, then those of the first byte. The first that is sure is taken; else the first weak
 * one, unless somebody else may become sure with more bytes.
 */
export function recognise<
  F extends {
    recognise(view: View): number;
    readonly ports: readonly number[];
    readonly firstBytes?: readonly number[];
  },
>(candidates: Candidates<F>, view: AskableView, verdict: Verdict<F>, preferred: Runtime<F> | undefined): void {
  verdict.chosen = undefined;
  verdict.sure = false;
  verdict.more = false;
  if (preferred !== undefined && ask(preferred, view, verdict, true)) return;
  const round = ++candidates.rounds;
  if (askPort(candidates.portsOf(view.destinationPort), view, verdict, round)) return;
  if (view.sourcePort !== view.destinationPort && askPort(candidates.portsOf(view.sourcePort), view, verdict, round))
    return;
  const others = candidates.ofFirstByte(view.bytes[view.start]!);
  for (let i = 0; i < others.length; i++) {
    const runtime = others[i]!;
    if (runtime.asked !== round && ask(runtime, view, verdict, false)) return;
  }
}

function askPort<F extends { recognise(view: View): number }>(
  runtimes: readonly Runtime<F>[] | undefined,
  view: AskableView,
  verdict: Verdict<F>,
  round: number,
): boolean {
  if (runtimes === undefined) return false;
  for (let i = 0; i < runtimes.length; i++) {
    const runtime = runtimes[i]!;
    runtime.asked = round;
    if (ask(runtime, view, verdict, true)) return true;
  }
  return false;
}

/** One of the ports is the dissector's own. */
export const hasUsualPort = (runtime: Runtime<unknown>, view: View): boolean =>
  runtime.ports.has(view.sourcePort) || runtime.ports.has(view.destinationPort);

function ask<F extends { recognise(view: View): number }>(
  runtime: Runtime<F>,
  view: AskableView,
  verdict: Verdict<F>,
  usualPort: boolean,
): boolean {
  view.usualPort = usualPort;
  const answer = runtime.face.recognise(view);
  if (answer === SURE) {
    verdict.chosen = runtime;
    verdict.sure = true;
    return true;
  }
  if (answer === WEAK && verdict.chosen === undefined) verdict.chosen = runtime;
  else if (answer === MORE) verdict.more = true;
  return false;
}
