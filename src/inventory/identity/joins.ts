import type { IdentifierClass } from './identifier-rules.ts';
import type { Identifier } from './identifiers.ts';
import type { Node } from './nodes.ts';

/** Sum of the weights of agreeing identifiers from which two nodes are one device. */
const JOINED = 8;
/** From this sum on, two nodes that are kept apart are told why. */
const NOTABLE = 3;
/** A value that more nodes show is a default or a copied image and identifies none of them. */
const SHARED_BY = 8;
/** Reasons kept for one node. */
const REASONS_PER_NODE = 16;

/** Agree between any two devices of a kind: they support, but bring no two nodes together. */
const SUPPORTING: ReadonlySet<IdentifierClass> = new Set<IdentifierClass>(['model', 'manufacturer']);

/** Why two nodes were taken for one device, or not. */
export interface JoinReason {
  readonly decision: 'joined' | 'kept-apart';
  readonly other: Node;
  readonly rule: 'identifiers-agree' | 'one-identifier-alone' | 'identifiers-contradict';
  /** What the node itself shows of what agrees. */
  readonly because: readonly Identifier[];
}

/** Nodes that are one device. */
export interface Group {
  readonly members: readonly Node[];
  readonly reasons: ReadonlyMap<Node, readonly JoinReason[]>;
}

interface Agreement {
  /** What each of the two shows. */
  readonly own: Identifier;
  readonly others: Identifier;
  /** That of the weaker of the two. */
  readonly weight: number;
}

interface Pair {
  readonly a: Node;
  readonly b: Node;
  readonly agreeing: Map<IdentifierClass, Agreement>;
  score: number;
}

/**
 * Which nodes are one device, by the identifiers they show. Answers depend on the identifiers alone: a contradiction that
 * comes later splits what was joined.
 */
export class Joins {
  private readonly identifiers = new Map<Node, readonly Identifier[]>();
  private readonly showing = new Map<string, Set<Node>>();
  private readonly groups = new Map<Node, Group>();

  /**
   * Takes up the identifiers of these nodes; a node with none is forgotten.
   *
   * @returns all groups that are new or may differ, each once
   */
  update(changed: ReadonlyMap<Node, readonly Identifier[]>): ReadonlySet<Group> {
    const before = new Set<Node>();
    for (const node of changed.keys()) this.affect(node, before);
    for (const [node, identifiers] of changed) this.replace(node, identifiers);
    const after = new Set<Node>();
    for (const node of before) this.affect(node, after);
    return this.regroup(after);
  }

  groupOf(node: Node): Group {
    return this.groups.get(node) ?? { members: [node], reasons: new Map() };
  }

  identifiersOf(node: Node): readonly Identifier[] {
    return this.identifiers.get(node) ?? [];
  }

  /** Nodes that show an identifier, `class value`. */
  showingKey(key: string): Iterable<Node> {
    return this.showing.get(key) ?? [];
  }

  private replace(node: Node, identifiers: readonly Identifier[]): void {
    for (const identifier of this.identifiers.get(node) ?? []) {
      const nodes = this.showing.get(keyOf(identifier));
      nodes?.delete(node);
      if (nodes?.size === 0) this.showing.delete(keyOf(identifier));
    }
    if (identifiers.length === 0) this.identifiers.delete(node);
    else this.identifiers.set(node, identifiers);
    for (const identifier of identifiers) {
      if (SUPPORTING.has(identifier.class)) continue;
      const key = keyOf(identifier);
      const nodes = this.showing.get(key);
      if (nodes === undefined) this.showing.set(key, new Set([node]));
      else nodes.add(node);
    }
  }

  /** Adds the node and everything that hangs together with it by what identifiers share. */
  private affect(start: Node, affected: Set<Node>): void {
    const waiting = [start];
    for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
      if (affected.has(node)) continue;
      affected.add(node);
      for (const identifier of this.identifiers.get(node) ?? []) {
        const nodes = this.showing.get(keyOf(identifier));
        if (nodes === undefined || nodes.size < 2 || nodes.size > SHARED_BY + 1) continue;
        for (const other of nodes) if (!affected.has(other)) waiting.push(other);
      }
      for (const member of this.groups.get(node)?.members ?? []) if (!affected.has(member)) waiting.push(member);
    }
  }

  private regroup(affected: ReadonlySet<Node>): ReadonlySet<Group> {
    const members = new Map<Node, Node[]>();
    const reasons = new Map<Node, JoinReason[]>();
    const pairs = affected.size < 2 ? [] : this.pairsAmong(affected);
    for (const pair of pairs) this.decide(pair, members, reasons);
    const groups = new Set<Group>();
    for (const node of affected) {
      this.groups.delete(node);
      if (!this.identifiers.has(node)) {
        groups.add({ members: [node], reasons });
        continue;
      }
      const joined = members.get(node) ?? [node];
      if (joined[0] !== node && members.has(node)) continue;
      const group: Group = { members: joined, reasons };
      groups.add(group);
      if (joined.length > 1 || reasons.has(node)) for (const member of joined) this.groups.set(member, group);
    }
    return groups;
  }

  private pairsAmong(affected: ReadonlySet<Node>): Pair[] {
    const pairs = new Map<Node, Map<Node, Pair>>();
    for (const node of affected) {
      for (const identifier of this.identifiers.get(node) ?? []) {
        const nodes = this.showing.get(keyOf(identifier));
        if (nodes === undefined || nodes.size < 2 || nodes.size > SHARED_BY) continue;
        for (const other of nodes) {
          if (node.address.text >= other.address.text) continue;
          const same = this.sameOf(other, identifier);
          if (same !== undefined) agree(pairOf(pairs, node, other), identifier, same);
        }
      }
    }
    const all = [...pairs.values()].flatMap((row) => [...row.values()]);
    for (const pair of all) this.support(pair);
    return all.sort(
      (x, y) =>
        y.score - x.score || compare(x.a.address.text, y.a.address.text) || compare(x.b.address.text, y.b.address.text),
    );
  }

  /** Adds agreement on model and manufacturer, which no index holds since too many share them. */
  private support(pair: Pair): void {
    for (const identifier of this.identifiers.get(pair.a) ?? []) {
      if (!SUPPORTING.has(identifier.class)) continue;
      const same = this.sameOf(pair.b, identifier);
      if (same !== undefined) agree(pair, identifier, same);
    }
  }

  /** The strongest identifier of a node with the class and value of this one. */
  private sameOf(node: Node, { class: of, value }: Identifier): Identifier | undefined {
    return this.identifiers.get(node)?.find((other) => other.class === of && other.value === value);
  }

  private decide(pair: Pair, members: Map<Node, Node[]>, reasons: Map<Node, JoinReason[]>): void {
    const { a, b, agreeing, score } = pair;
    if (score < NOTABLE) return;
    const left = members.get(a) ?? [a];
    const right = members.get(b) ?? [b];
    const agreements = [...agreeing.values()];
    const note = (decision: JoinReason['decision'], rule: JoinReason['rule']): void => {
      addReason(reasons, a, { decision, other: b, rule, because: agreements.map(({ own }) => own) });
      addReason(reasons, b, { decision, other: a, rule, because: agreements.map(({ others }) => others) });
    };
    if (left === right) return note('joined', 'identifiers-agree');
    const isEnough = score >= JOINED && agreeing.size > 1;
    if (!isEnough) return note('kept-apart', 'one-identifier-alone');
    if (left.some((x) => right.some((y) => this.contradict(x, y)))) return note('kept-apart', 'identifiers-contradict');
    const joined = [...left, ...right].sort((x, y) => compare(x.address.text, y.address.text));
    for (const member of joined) members.set(member, joined);
    note('joined', 'identifiers-agree');
  }

  /** They differ in something of which a device has one. */
  private contradict(a: Node, b: Node): boolean {
    const left = (this.identifiers.get(a) ?? []).filter(({ isSingular }) => isSingular);
    const right = (this.identifiers.get(b) ?? []).filter(({ isSingular }) => isSingular);
    return left.some(({ class: of }) => {
      const others = right.filter((identifier) => identifier.class === of);
      if (others.length === 0) return false;
      return !left.some((own) => own.class === of && others.some(({ value }) => value === own.value));
    });
  }
}

export const keyOf = (identifier: Identifier): string => `${identifier.class} ${identifier.value}`;

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function pairOf(pairs: Map<Node, Map<Node, Pair>>, a: Node, b: Node): Pair {
  let row = pairs.get(a);
  if (row === undefined) pairs.set(a, (row = new Map<Node, Pair>()));
  let pair = row.get(b);
  if (pair === undefined) row.set(b, (pair = { a, b, agreeing: new Map(), score: 0 }));
  return pair;
}

/** Counts the strongest agreement of each class. */
function agree(pair: Pair, own: Identifier, others: Identifier): void {
  const weight = Math.min(own.weight, others.weight);
  const known = pair.agreeing.get(own.class)?.weight ?? 0;
  if (known >= weight) return;
  pair.agreeing.set(own.class, { own, others, weight });
  pair.score += weight - known;
}

function addReason(reasons: Map<Node, JoinReason[]>, node: Node, reason: JoinReason): void {
  const known = reasons.get(node);
  if (known === undefined) reasons.set(node, [reason]);
  else if (known.length < REASONS_PER_NODE) known.push(reason);
}
