import type { Cursor } from '#bytes';
import type { FrameRange, Micros } from '#kernel';
import type { Derivation, FactKind, PersonalData } from './facts.ts';
import type { Ports } from './ports.ts';

/** An attribute of one dissector: `family.name`, the kind that inventory reads, and one sentence for the reference. */
export interface Attribute {
  readonly id: string;
  readonly kind: FactKind;
  readonly about: string;
  /** Position in the registry; set once when the list of dissectors is loaded. */
  index: number;
}

type Spec = readonly [kind: FactKind, about: string];

/**
 * Declares the attributes of a family: `{ hostname: ['name-seen', 'RFC 2132 §3.14 …'] }` gives `dhcp.hostname`.
 * A key in camelCase becomes the hyphenated name that people see.
 */
export function defineAttributes<const T extends Readonly<Record<string, Spec>>>(
  family: string,
  specs: T,
): { readonly [K in keyof T]: Attribute } {
  const attributes: Record<string, Attribute> = {};
  for (const [key, [kind, about]] of Object.entries(specs)) {
    const name = key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    attributes[key] = { id: `${family}.${name}`, kind, about, index: -1 };
  }
  return attributes as { readonly [K in keyof T]: Attribute };
}

/**
 * Answers of a recogniser, from least to most sure. MORE: these bytes may be it, but too few have come.
 * WEAK: content does not contradict and the port or an odd start speaks for it; taken only when nobody is sure.
 */
export const NO = 0;
export const MORE = 1;
export const WEAK = 2;
export const SURE = 3;
export type Recognition = typeof NO | typeof MORE | typeof WEAK | typeof SURE;

/** A host in the subject table. Opaque; comes from a View or from Out.subject… */
export type Subject = number;

/** Answer of StreamDissector.read: nothing can be taken yet, keep the bytes until more have come. */
export const NEED_MORE = 0;

/**
 * The bytes in hand. One View serves all packets: read it, do not keep it. Positions given to Out are positions in
 * `bytes`, so that each value leads back to the frames it came from, also across reassembly.
 */
export interface View {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
  readonly timeUs: Micros;
  /** 0 from client to server, 1 from server to client; for parsers that keep a state per direction. */
  readonly side: 0 | 1;
  readonly sender: Subject;
  readonly receiver: Subject;
  readonly sourcePort: number;
  readonly destinationPort: number;
  /** Either port is one of this dissector's own. A hint that raises the prior; content decides. */
  readonly usualPort: boolean;
  /** The destination is a group or broadcast address. */
  readonly multicast: boolean;
  /** Bytes were lost in this direction since the last read: framing must be found again. */
  readonly afterGap: boolean;
  /** The stream has ended; what is not taken now is gone. */
  readonly final: boolean;
  /** 4 or 6; 0 for a frame dissector. */
  readonly ipVersion: number;
  /** Time to live or hop limit of the packet in hand, and bit 0: do not fragment, bit 1: identification is zero. */
  readonly ttl: number;
  readonly ipBits: number;
  /** Source hardware address stands at this position of the frame, or -1. For subjectOfMac() in frame and network dissectors. */
  readonly macAt: number;
  /** Source address of the IP header stands at this position of `bytes`, or -1. For network dissectors. */
  readonly sourceAt: number;
  /** The shared cursor, set to [start, end). */
  cursor(): Cursor;
}

/** Where dissectors put what they understood. Nothing here takes a patient's value: personal data are a category and a count. */
export interface Out {
  readonly ports: Ports;

  /** The text of `bytes[from, to)`; see decodeText. The cheapest way: a value seen before costs no string. Empty text is no fact. */
  text(attribute: Attribute, subject: Subject, from: number, to: number): void;
  /** A value that is not simply the text of its bytes. [from, to) are the bytes it rests on. */
  value(attribute: Attribute, subject: Subject, value: string, from: number, to: number, more?: ValueOrigin): void;
  /**
   * A value that costs something to make: `build` runs only when these key bytes were not seen for this subject and
   * attribute. The key must decide the value.
   */
  keyed(
    attribute: Attribute,
    subject: Subject,
    from: number,
    to: number,
    build: () => string,
    derived?: Derivation,
  ): void;
  /** Frames behind [from, to) now, to be handed to a later value() that rests on them too. */
  locate(from: number, to: number): readonly FrameRange[];

  /** Personal data of this category were carried in the flow. */
  personal(category: PersonalData, count: number): void;
  /** Payload of this flow is encrypted from here on. */
  encrypted(): void;
  /** The bytes contradict the protocol, or go past a bound. `kind` is kebab-case and belongs to this dissector. */
  anomaly(kind: string): void;
  /** A head dissector has all it wants: the rest of the flow is only counted. */
  done(): void;
  /** What follows in this flow is another protocol (CONNECT): recognition starts over, this one first. */
  become(dissectorId: string): void;
  /** The same for a protocol that now goes inside the one in hand (STARTTLS): the edge keeps the name it has. */
  carry(dissectorId: string): void;
  /** A more exact name of the protocol for the edge, e.g. fhir inside http. It must be the id of a dissector. */
  label(dissectorId: string): void;
  /** The sender opened the exchange, though the opening itself was not captured. */
  senderIsClient(): void;
  senderIsServer(): void;

  subjectOfMac(at: number): Subject;
  /** A host by the six bytes of a hardware address that do not stand so in the message, such as one written as text. */
  subjectOfAddress(mac: Uint8Array): Subject;
  subjectOfIpv4(at: number): Subject;
  subjectOfIpv6(at: number): Subject;
  /** A host by both addresses, where the message itself binds them (ARP, DHCP). */
  subjectOfIpv4AndMac(ipAt: number, macAt: number): Subject;
  subjectOfIpv6AndMac(ipAt: number, macAt: number): Subject;
}

export interface ValueOrigin {
  readonly derived?: Derivation;
  /** Ranges of earlier frames, from locate(). */
  readonly before?: readonly FrameRange[];
}

/** Link-layer protocols, by EtherType, LLC SAP or SNAP (OUI << 16 | protocol). */
export interface FrameDissector {
  readonly etherTypes?: readonly number[];
  readonly llcSaps?: readonly number[];
  readonly snap?: readonly { readonly oui: number; readonly protocol: number }[];
  read(view: View, out: Out): void;
}

/** Protocols directly above IP that are read packet by packet. For TCP only the opening segments (SYN set) are shown. */
export interface NetworkDissector {
  /** Assigned Internet Protocol Numbers. */
  readonly protocols: readonly number[];
  /** The view is the payload of the IP packet, the transport header included. */
  read(view: View, out: Out): void;
}

/** Protocols of whole datagrams (UDP). Without state; what spans datagrams belongs into `open`. */
export interface DatagramDissector<S = undefined> {
  readonly ports: readonly number[];
  /** First bytes that a message of this protocol can have; absent: any. Keeps recognition cheap. */
  readonly firstBytes?: readonly number[];
  /** head: done() ends it. whole: every datagram is read. */
  readonly attach: 'head' | 'whole';
  recognise(view: View): Recognition;
  /** State of one flow, kept until the flow is done or ends; absent: none. Must be small and bounded. */
  open?(): S;
  read(view: View, out: Out, state: S): void;
}

/** Protocols of byte streams (TCP). */
export interface StreamDissector<S = undefined> {
  readonly ports: readonly number[];
  readonly firstBytes?: readonly number[];
  readonly attach: 'head' | 'whole';
  /** Sees the bytes of one direction from where the stream (or the capture) began. */
  recognise(view: View): Recognition;
  /** State of one stream, both directions. Must be small and bounded. */
  open(): S;
  /**
   * Takes what is complete. Returns how many bytes from view.start were used: NEED_MORE (0) keeps all of them until more
   * come; more than there are skips the rest by counting, which is how bodies and pixels are passed without copying.
   */
  read(view: View, out: Out, state: S): number;
}

/** One protocol. Any of the four faces, or none: what is read inside another protocol (FHIR in HTTP) only has a name and attributes. */
export interface Dissector {
  /** The file's name and the edge's protocol. */
  readonly id: string;
  readonly title: string;
  /** Standard and clauses. */
  readonly source: string;
  /** Says in the reference that this was written from published descriptions and our own vectors, never seen in a real capture. */
  readonly unproven?: boolean;
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly frame?: FrameDissector;
  readonly network?: NetworkDissector;
  readonly datagram?: DatagramDissector<unknown>;
  readonly stream?: StreamDissector<unknown>;
}

/** Binds the types of a dissector's states and hides them from the list, where states of all kinds meet. */
export function defineDissector<D = undefined, S = undefined>(
  dissector: Omit<Dissector, 'datagram' | 'stream'> & {
    readonly datagram?: DatagramDissector<D>;
    readonly stream?: StreamDissector<S>;
  },
): Dissector {
  return dissector;
}
