/**
 * Every bound of the packet path, by name. Whatever arrives, `wire` uses no more than these allow; what a bound cuts is
 * counted as an anomaly or in `truncated`.
 */

/** The read window. A capture record longer than this is skipped by counting. */
export const WINDOW_BYTES = 1 << 20;
/** libpcap's MAXIMUM_SNAPLEN: a record that claims more is damage, not a frame. */
export const FRAME_BYTES = 262_144;
/** Encapsulations inside one another (VXLAN in GRE in IP …) before the rest is left unread. */
export const TUNNEL_DEPTH = 8;
/** Extension headers of one IPv6 packet (RFC 8200 §4.1 allows each once, destination options twice). */
export const IPV6_EXTENSION_HEADERS = 8;
/** Tags and labels in front of one packet: 802.1Q, MPLS, PPPoE. */
export const LINK_HEADERS = 16;

/** Live flows; beyond it the oldest swept flow makes room. */
export const LIVE_FLOWS = 4_000_000;
/** Distinct hosts (address, MAC or both) that facts may describe. */
export const SUBJECTS = 2_000_000;
/** Distinct IPv6 addresses. */
export const IPV6_ADDRESSES = 2_000_000;
/** Distinct (client, server, transport, port, protocol). */
export const EDGES = 2_000_000;
/** Distinct (MAC, address) pairs seen on frames. */
export const PAIRINGS = 1_000_000;

/** Distinct facts in all and of one subject; the rest is counted in `truncated.facts`. */
export const FACTS = 2_000_000;
export const FACTS_PER_SUBJECT = 8192;
/** Bytes of one value; the rest of a longer text is cut. */
export const VALUE_BYTES = 1024;
/** Ranges that one fact names as its source. */
export const RANGES_PER_FACT = 32;

/** Payload packets looked at before a flow is left unrecognised. */
export const RECOGNITION_PACKETS = 10;
/** Bytes of one direction buffered for recognition. */
export const RECOGNITION_BYTES = 4096;
/** Changes of protocol inside one stream (CONNECT, STARTTLS) that are followed. */
export const PROTOCOL_TURNS = 4;
/** Stream bytes a `head` dissector may look at before its flow counts as done. */
export const HEAD_BYTES = 128 * 1024;
/** Streams followed at once (`whole`, or not yet recognised). */
export const ATTACHED_STREAMS = 65_536;
/** Reassembly slots: small for heads, large for the few long messages (certificate chains, HL7 with attachments). */
export const SMALL_SLOT_BYTES = 8192;
export const SMALL_SLOTS = 4096;
export const LARGE_SLOT_BYTES = 65_536;
export const LARGE_SLOTS = 256;
/** Segments behind a hole before the hole counts as lost in capture. */
export const HOLE_SEGMENTS = 3;
/** IP fragments: datagrams in the making at once, and how long one may take in capture time. */
export const FRAGMENT_DATAGRAMS = 256;
export const FRAGMENT_BYTES = 65_536;
export const FRAGMENT_PIECES = 128;
export const FRAGMENT_US = 30_000_000;

/** Capture time without a packet after which a flow has ended. */
export const TCP_IDLE_US = 300_000_000;
export const TCP_CLOSED_IDLE_US = 5_000_000;
export const DATAGRAM_IDLE_US = 60_000_000;
/** Flow records looked at by one step of the expiry sweep. */
export const SWEEP_RECORDS = 4096;
/** Frame numbers kept as examples of one kind of anomaly. */
export const ANOMALY_EXAMPLES = 16;
