import { hex, u32At } from '#bytes';
import type { Out, Subject, View } from '../dissector.ts';
import type { Ports } from '../ports.ts';
import { type MessagePool, messagePoolFor, type PooledMessage } from './message-pool.ts';
import { reportTlsFlight } from './tls-records.ts';

/** Longest flight that is put together; RFC 5216 §2.1.5 lets a peer refuse more than 64 KB. */
export const EAP_TLS_BYTES = 32_768;
/** Names under which conversations are remembered, of all hosts; the one not used for longest makes room. */
export const CONVERSATION_NAMES = 1024;

/** Methods that carry TLS behind an octet of flags: EAP-TLS, TTLS, PEAP, FAST (RFC 5216, RFC 5281, RFC 4851). */
export const TLS_METHODS: ReadonlySet<number> = new Set([13, 21, 25, 43]);
/** Flags (RFC 5216 §3.1). */
const LENGTH_INCLUDED = 0x80;
const MORE_FRAGMENTS = 0x40;
const START = 0x20;
/** Code, identifier, length, type; then the flags (RFC 3748 §4.1, RFC 5216 §3.1). */
const FLAGS_AT = 5;
const TLS_AT = 6;
const TLS_LENGTH = 4;

/** A part of an EAP packet that stands in the view: one EAP-Message attribute (RFC 3579 §3.1). */
export interface EapPart {
  readonly from: number;
  readonly to: number;
}

/** What a RADIUS message says of the conversation that its EAP packet belongs to. */
export interface EapCarrier {
  readonly fromServer: boolean;
  /** The switch or access point, whose port and identifier tie an answer to its request (RFC 2865 §3). */
  readonly nas: Subject;
  readonly server: Subject;
  readonly nasPort: number;
  readonly identifier: number;
  /** The State attribute, which ties a request to the challenge before it (RFC 2865 §5.24); empty when absent. */
  readonly stateFrom: number;
  readonly stateTo: number;
  /** Hardware address of the client of the NAS, when the message says it. */
  readonly station: Uint8Array | undefined;
  /** The name that logs in is that of a machine; undefined when the message has none. */
  readonly isMachine: boolean | undefined;
}

interface Flight {
  held: PooledMessage | undefined;
  length: number;
  /** Length of the whole by the sender, or -1. */
  declared: number;
  /** EAP identifier of the fragment taken last: one that comes again is a repetition (RFC 3748 §4.1). */
  lastIdentifier: number;
}

interface Conversation {
  station: Uint8Array | undefined;
  isMachine: boolean;
  readonly client: Flight;
  readonly server: Flight;
}

const newFlight = (): Flight => ({ held: undefined, length: 0, declared: -1, lastIdentifier: -1 });

/** Follows TLS inside EAP inside RADIUS from message to message, and reports hellos and certificates. */
export class EapTlsConversations {
  private readonly named = new Map<string, Conversation>();
  private readonly pool: MessagePool;

  constructor(pool: MessagePool) {
    this.pool = pool;
  }

  /** Takes the EAP packet of a method in TLS_METHODS that stands in `parts`, whole. */
  take(view: View, out: Out, carrier: EapCarrier, parts: readonly EapPart[]): void {
    const conversation = this.conversationOf(view, carrier);
    conversation.station = carrier.station ?? conversation.station;
    conversation.isMachine = carrier.isMachine ?? conversation.isMachine;
    const flight = carrier.fromServer ? conversation.server : conversation.client;
    const flags = octetAt(view.bytes, parts, FLAGS_AT);
    const identifier = octetAt(view.bytes, parts, 1);
    if (flags < 0 || identifier === flight.lastIdentifier) return;
    flight.lastIdentifier = identifier;
    if ((flags & START) !== 0) {
      // What comes now is a handshake from its beginning.
      this.forget(conversation.client);
      this.forget(conversation.server);
      return;
    }
    const hasLength = (flags & LENGTH_INCLUDED) !== 0;
    const payload = behind(parts, hasLength ? TLS_AT + TLS_LENGTH : TLS_AT);
    if (payload.length === 0) return;
    if (hasLength) flight.declared = tlsLength(view.bytes, parts);
    if (!this.append(view, out, flight, payload)) {
      out.anomaly('radius-eap-too-long');
      this.forget(flight);
    } else if ((flags & MORE_FRAGMENTS) === 0) {
      this.report(view, out, carrier, conversation, flight);
      this.forget(flight);
    }
  }

  private append(view: View, out: Out, flight: Flight, payload: readonly EapPart[]): boolean {
    flight.held ??= this.pool.open();
    this.pool.next();
    for (const { from, to } of payload) {
      if (flight.length + to - from > EAP_TLS_BYTES) return false;
      if (!this.pool.add(flight.held, flight.length, view.bytes, from, to, from, out)) return false;
      flight.length += to - from;
    }
    return true;
  }

  private report(view: View, out: Out, carrier: EapCarrier, conversation: Conversation, flight: Flight): void {
    const { held, length, declared } = flight;
    // A fragment was not captured, or the pool gave the first ones up.
    if (held === undefined || held.contiguous !== length || (declared >= 0 && declared !== length)) return;
    const { station, isMachine } = conversation;
    const client = station === undefined ? -1 : out.subjectOfAddress(station);
    const { fromServer, server } = carrier;
    if (!fromServer && client < 0) return;
    reportTlsFlight(out, held.join(length), held.pieces(this.pool.datagram), view.start, {
      sender: fromServer ? server : client,
      receiver: fromServer ? client : server,
      isClient: !fromServer,
      mayBePerson: !fromServer && !isMachine,
    });
  }

  private forget(flight: Flight): void {
    if (flight.held !== undefined) this.pool.close(flight.held);
    flight.held = undefined;
    flight.length = 0;
    flight.declared = -1;
  }

  private conversationOf(view: View, carrier: EapCarrier): Conversation {
    const { fromServer, nas, server, nasPort, identifier, stateFrom, stateTo } = carrier;
    const ends = `${nas} ${server}`;
    const exchange = `${ends} ${nasPort} ${identifier}`;
    const state = stateTo > stateFrom ? `${ends} ${hex(view.bytes, stateFrom, stateTo)}` : undefined;
    const byExchange = fromServer ? this.named.get(exchange) : undefined;
    const byState = state === undefined ? undefined : this.named.get(state);
    const conversation = byExchange ??
      byState ?? { station: undefined, isMachine: false, client: newFlight(), server: newFlight() };
    this.remember(exchange, conversation);
    if (state !== undefined) this.remember(state, conversation);
    return conversation;
  }

  private remember(name: string, conversation: Conversation): void {
    // Setting it anew moves it to the end of the order.
    this.named.delete(name);
    this.named.set(name, conversation);
    for (const oldest of this.named.keys()) {
      if (this.named.size <= CONVERSATION_NAMES) break;
      this.named.delete(oldest);
    }
  }
}

/** The octet at `index` of the packet, or -1. */
function octetAt(bytes: Uint8Array, parts: readonly EapPart[], index: number): number {
  const [part] = behind(parts, index);
  return part === undefined ? -1 : bytes[part.from]!;
}

function tlsLength(bytes: Uint8Array, parts: readonly EapPart[]): number {
  const [part] = behind(parts, TLS_AT);
  return part !== undefined && part.to - part.from >= TLS_LENGTH ? u32At(bytes, part.from) : -1;
}

/** The parts without their first `count` octets. */
function behind(parts: readonly EapPart[], count: number): EapPart[] {
  const left: EapPart[] = [];
  let toSkip = count;
  for (const { from, to } of parts) {
    const skipped = Math.min(toSkip, to - from);
    toSkip -= skipped;
    if (from + skipped < to) left.push({ from: from + skipped, to });
  }
  return left;
}

const perPorts = new WeakMap<Ports, EapTlsConversations>();

/** The conversations of one engine. */
export function eapTlsConversationsFor(ports: Ports): EapTlsConversations {
  let made = perPorts.get(ports);
  if (made === undefined) {
    made = new EapTlsConversations(messagePoolFor(ports));
    perPorts.set(ports, made);
  }
  return made;
}
