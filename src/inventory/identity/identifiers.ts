import { namePart } from '../conclusions/text.ts';
import type { Sighting } from '../observations/address-book.ts';
import { eui64In, isWholeEui64 } from './eui64.ts';
import type { IdentifierClass } from './identifier-rules.ts';
import type { ByAttribute, Relaying } from './relays.ts';

/** A value that helps to tell that two nodes are one device. */
export interface Identifier {
  readonly class: IdentifierClass;
  /** In the form in which it is compared. */
  readonly value: string;
  readonly weight: number;
  /** A device has one: different values say that two nodes are two devices. */
  readonly isSingular: boolean;
  readonly sighting: Sighting;
}

const SINGULAR: ReadonlySet<IdentifierClass> = new Set<IdentifierClass>(['serial', 'udi', 'machine-id']);
/** A machine has one name in its domain, but as many names in DNS as it likes. */
const MACHINE_NAME_WEIGHT = 3;

/** The strongest count; a host that repeats what it hears has thousands of names. */
const IDENTIFIERS = 64;

/** Shorter values are counters and defaults ("1", "0000"), not identities. */
const SHORTEST = 4;
/** Texts that stand where nobody filled anything in. */
const EMPTY_VALUES =
  /^(?:0+|f+|x+|none|null|unknown|default|n\/?a|not[ -]?(?:available|specified)|to be filled.*|localhost.*)$/i;

/** All identifiers among the sightings of a node, those left out that describe other devices; in a fixed order. */
export function identifiersOf(seen: ByAttribute, relaying: Relaying | undefined): readonly Identifier[] {
  const identifiers: Identifier[] = [];
  for (const sightings of seen.values()) {
    for (const sighting of sightings) {
      if (relaying?.noteOf(sighting) === undefined) identifiers.push(...identifierOf(sighting));
    }
  }
  return identifiers.length < 2 ? identifiers : identifiers.sort(compare).slice(0, IDENTIFIERS);
}

/** The strongest of a class first, so that it is the one that is named. */
function compare(a: Identifier, b: Identifier): number {
  if (a.weight !== b.weight) return b.weight - a.weight;
  const left = `${a.class} ${a.value} ${a.sighting.trait.attribute}`;
  const right = `${b.class} ${b.value} ${b.sighting.trait.attribute}`;
  return left < right ? -1 : left > right ? 1 : 0;
}

/** The identity that a sighting gives, none or one. */
function identifierOf(sighting: Sighting): [] | [Identifier] {
  const rule = sighting.trait.identifies;
  if (rule === undefined) return [];
  const compared = comparable(sighting);
  if (compared === undefined || compared.length < SHORTEST || EMPTY_VALUES.test(compared)) return [];
  const isSingular = SINGULAR.has(rule[0]) || (rule[0] === 'name' && rule[1] >= MACHINE_NAME_WEIGHT);
  return [{ class: rule[0], value: compared, weight: rule[1], isSingular, sighting }];
}

function comparable({ trait, value, subject }: Sighting): string | undefined {
  const folded = value.trim().toLowerCase();
  switch (trait.attribute) {
    case 'nbns.name':
      return machineNameOf(folded);
    case 'kerberos.computer':
    case 'ldap.computer':
      // Accounts of machines end in a dollar sign ([MS-SAMR] §3.1.1.6).
      return folded.replace(/\$$/, '');
    case 'dhcp.client-id':
      // The usual client id is the hardware address again, which says nothing new (RFC 2132 §9.14).
      return subject.mac === folded || /^(?:01)?[0-9a-f]{2}(?::[0-9a-f]{2}){5}$/.test(folded) ? undefined : folded;
    case 'tls.certificate.subject':
      return namePart(folded, 'serialNumber');
    case 'hl7.udi':
    case 'dicom.udi':
    case 'fhir.udi':
      // Without the serial number (21) it names the model, not the unit (GS1 General Specifications §3.5.2).
      return /\(21\)./.test(folded) ? folded : undefined;
    case 'hl7.equipment': {
      const digits = eui64In(folded);
      return digits !== undefined && isWholeEui64(digits) ? digits : undefined;
    }
    case 'dhcp.fqdn':
    case 'dhcpv6.fqdn':
    case 'mdns.name':
    case 'ntlm.dns-computer':
    case 'syslog.hostname':
    case 'snmp.name':
      // With or without the domain it is the same host.
      return folded.split('.')[0];
    default:
      return folded;
  }
}

/** Suffixes 00 and 20 of unique names are the machine itself (RFC 1001 §14 and its users). */
function machineNameOf(folded: string): string | undefined {
  return /^([^<]+)<(?:00|20)>$/.exec(folded)?.[1];
}
