import { evidenceId } from '../evidence-id.ts';
import type { EvidenceList } from '../conclusions/portrait.ts';
import { readOs } from '../conclusions/os-names.ts';
import type { IdentityReason } from '../device.ts';
import { macScopeOf, virtualProtocolOf } from '../observations/address.ts';
import type { Sighting } from '../observations/address-book.ts';
import type { Group } from './joins.ts';
import type { Node, Nodes } from './nodes.ts';
import type { Unit } from './units.ts';
import { isRouter } from './ownership.ts';

/** Addresses named in one reason. */
const ADDRESSES = 16;
/** Pieces of evidence named in one reason. */
const EVIDENCE = 16;
/** Operating systems and stacks from which one address seems to hide several hosts. */
const SEVERAL = 2;

/** Why the addresses of a device belong together, what was kept apart from it, and what to know about its addresses. */
export function identityOf(
  members: readonly Node[],
  group: Group | undefined,
  nodes: Nodes,
  evidence: EvidenceList,
  units: readonly Unit[],
): readonly IdentityReason[] {
  const reasons = members.flatMap((node) => [...joinReasons(node, members, group), ...addressReasons(node, nodes)]);
  for (const unit of units) reasons.push(...behindReasons(unit));
  const addresses = members.map(({ address }) => address.text);
  const stacks = severalStacks(evidence);
  if (stacks.length > 0) reasons.push({ decision: 'noted', rule: 'several-stacks', addresses, evidence: stacks });
  const relayed = evidence.all.filter(({ weight, note }) => weight === 0 && note?.startsWith('relays ') === true);
  if (relayed.length > 0) {
    const ids = relayed.slice(0, EVIDENCE).map(({ id }) => id);
    reasons.push({ decision: 'noted', rule: 'relays', addresses, evidence: ids });
  }
  return reasons.length < 2 ? reasons : reasons.sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
}

const sortKey = ({ rule, decision, addresses }: IdentityReason): string => `${decision} ${rule} ${addresses.join(' ')}`;

function joinReasons(node: Node, members: readonly Node[], group: Group | undefined): IdentityReason[] {
  return (group?.reasons.get(node) ?? []).flatMap(({ decision, rule, other, because }) => {
    // Within the device each pair is told once.
    if (decision === 'joined' && other.address.text < node.address.text && members.includes(other)) return [];
    const addresses = [node.address.text, other.address.text];
    return [
      {
        decision,
        rule,
        addresses,
        evidence: because.map(({ sighting }) => idOfSighting(sighting)).sort(),
      },
    ];
  });
}

/** One for each gateway. */
function behindReasons({ told }: Unit): IdentityReason[] {
  return [...told].map(([{ address }, { sightings }]) => ({
    decision: 'noted',
    rule: 'behind',
    addresses: [address.text],
    evidence: sightings.slice(0, EVIDENCE).map(idOfSighting).sort(),
  }));
}

const idOfSighting = ({ trait, value }: Sighting): string => evidenceId(trait.attribute, trait.kind, value);

function addressReasons(node: Node, nodes: Nodes): IdentityReason[] {
  const reasons: IdentityReason[] = [];
  const { address } = node;
  if (address.isMac) {
    if (isRouter(address)) {
      const inside = address.bindings
        .filter(({ isOwn, ip }) => !isOwn && ip.scope === 'private')
        .map(({ ip }) => ip.text);
      reasons.push(noted('router', [address.text, ...inside.sort().slice(0, ADDRESSES)]));
    }
    if (virtualProtocolOf(address.text) !== undefined) reasons.push(noted('virtual-address', [address.text]));
    else if (macScopeOf(address.text) === 'local') reasons.push(noted('local-mac', [address.text]));
  }
  for (const ip of node.ips) {
    const owners = nodes.ownersOf(ip);
    if (owners.length < 2) continue;
    const macs = owners.map(({ mac }) => mac.text).sort();
    reasons.push({ decision: 'kept-apart', rule: 'address-reused', addresses: [ip.text, ...macs], evidence: [] });
  }
  return reasons;
}

const noted = (rule: IdentityReason['rule'], addresses: readonly string[]): IdentityReason => ({
  decision: 'noted',
  rule,
  addresses,
  evidence: [],
});

/** Clients of several operating systems with several stacks: a person's computer has one of each. */
function severalStacks(evidence: EvidenceList): readonly string[] {
  const openings = evidence.of('tcp.stack').filter(({ value }) => /^syn[:;]/.test(value));
  const hops = new Set(openings.map(({ value }) => /^syn(?::[46]:|;ttl=)(\d+)/.exec(value)?.[1]));
  if (hops.size < SEVERAL) return [];
  const agents = evidence.of('http.user-agent').filter(({ value }) => readOs(value) !== undefined);
  const families = new Set(agents.map(({ value }) => readOs(value)?.key.split('/')[0]));
  if (families.size < SEVERAL) return [];
  return [...agents, ...openings].map(({ id }) => id).slice(0, EVIDENCE);
}
