import { ascii, indexOf } from '#bytes';
import { equalsAscii, isBlank } from './ascii.ts';
import { XmlScanner } from './xml.ts';

/** Matches of one message; a discovery proxy may answer for several devices. */
export const DISCOVERY_TARGETS = 64;
/** How far into a datagram the namespace of WS-Discovery must be declared. */
const NAMESPACE_WITHIN_BYTES = 4096;

/** The draft that Windows and printers speak, and OASIS WS-Discovery 1.1 §2.4, which 11073-20702 uses. */
const NAMESPACES = [ascii('/ws/2005/04/discovery'), ascii('/ws-dd/ns/discovery/2009/01')];

const ACTIONS = ['Hello', 'Bye', 'Probe', 'ProbeMatches', 'Resolve', 'ResolveMatches'] as const;
export type DiscoveryAction = (typeof ACTIONS)[number];

/** Bytes [from, to) of the message. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** One endpoint that a message speaks of. */
export interface DiscoveryTarget {
  /** wsa:EndpointReference/wsa:Address */
  endpoint?: Span;
  types?: Span;
  scopes?: Span;
  xaddrs?: Span;
}

export interface DiscoveryMessage {
  readonly action: DiscoveryAction;
  /** Hello, Bye and Matches speak of the sender itself; Probe and Resolve of whom it looks for. */
  readonly announces: boolean;
  readonly targets: readonly DiscoveryTarget[];
  /** A type is `MedicalDevice` (IEEE 11073-20702). */
  readonly medical: boolean;
  /** Not well formed or cut; targets hold what came before. */
  readonly broken: boolean;
}

/** True when these bytes are the beginning of an XML document that declares a WS-Discovery namespace. */
export function looksLikeDiscovery(bytes: Uint8Array, from: number, to: number): boolean {
  let at = from;
  if (bytes[at] === 0xef && bytes[at + 1] === 0xbb && bytes[at + 2] === 0xbf) at += 3;
  while (at < to && isBlank(bytes[at]!)) at++;
  if (at >= to || bytes[at] !== 0x3c) return false;
  const limit = Math.min(to, at + NAMESPACE_WITHIN_BYTES);
  return NAMESPACES.some((namespace) => indexOf(bytes, namespace, at, limit) >= 0);
}

const scanner = new XmlScanner();

/** Reads a SOAP message of WS-Discovery 1.1 §4–§6; undefined when its body holds none of the six. */
export function readDiscoveryMessage(bytes: Uint8Array, from: number, to: number): DiscoveryMessage | undefined {
  const targets: DiscoveryTarget[] = [];
  let action: DiscoveryAction | undefined;
  let target: DiscoveryTarget | undefined;
  let token = scanner.set(bytes, from, to).next();
  for (; token !== 'finished' && token !== 'cut' && token !== 'broken'; token = scanner.next()) {
    if (token === 'start') {
      if (scanner.depth === 3 && scanner.inside('Body', 1)) action ??= ACTIONS.find((name) => scanner.is(name));
      if (action === undefined || !beginsTarget(action)) continue;
      if (targets.length === DISCOVERY_TARGETS) break;
      target = {};
      targets.push(target);
    } else if (token === 'text' && target !== undefined) setText(target);
  }
  if (action === undefined) return undefined;
  return {
    action,
    announces: action !== 'Probe' && action !== 'Resolve',
    targets,
    medical: targets.some((each) => each.types !== undefined && holdsMedicalDevice(bytes, each.types)),
    broken: token !== 'finished',
  };
}

function beginsTarget(action: DiscoveryAction): boolean {
  if (action === 'ProbeMatches') return scanner.depth === 4 && scanner.is('ProbeMatch');
  if (action === 'ResolveMatches') return scanner.depth === 4 && scanner.is('ResolveMatch');
  return scanner.depth === 3 && scanner.is(action);
}

/** An element's text can come in pieces around comments; the first piece is it. */
function setText(target: DiscoveryTarget): void {
  const span = { from: scanner.textFrom, to: scanner.textTo };
  if (scanner.inside('Address') && scanner.inside('EndpointReference', 1)) target.endpoint ??= span;
  else if (scanner.inside('Types')) target.types ??= span;
  else if (scanner.inside('Scopes')) target.scopes ??= span;
  else if (scanner.inside('XAddrs')) target.xaddrs ??= span;
}

/** Calls `each` for every part of a list separated by white space, as Types, Scopes and XAddrs are. */
export function eachListItem(bytes: Uint8Array, list: Span, each: (from: number, to: number) => void): void {
  let at = list.from;
  while (at < list.to) {
    while (at < list.to && isBlank(bytes[at]!)) at++;
    const from = at;
    while (at < list.to && !isBlank(bytes[at]!)) at++;
    if (at > from) each(from, at);
  }
}

function holdsMedicalDevice(bytes: Uint8Array, types: Span): boolean {
  let found = false;
  eachListItem(bytes, types, (from, to) => {
    const colon = bytes.indexOf(0x3a, from);
    const local = colon >= from && colon < to ? colon + 1 : from;
    if (equalsAscii(bytes, local, to, 'MedicalDevice')) found = true;
  });
  return found;
}
