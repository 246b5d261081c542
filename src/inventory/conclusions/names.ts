import type { Evidence } from '../device.ts';
import type { EvidenceList, Portrait } from './portrait.ts';
import { nameText } from './text.ts';

/** Names listed for one device. */
const NAMES = 16;

/** Attributes by how well they name the host for a person; those that follow by kind come after. */
const ORDER: readonly string[] = [
  'ntlm.computer',
  'browser.name',
  'kerberos.computer',
  'rdp.client-name',
  'dhcp.hostname',
  'dhcp.fqdn',
  'dhcpv6.fqdn',
  'snmp.name',
  'lldp.system-name',
  'cdp.device-id',
  'mdns.name',
  'llmnr.name',
  'ntlm.dns-computer',
  'nbns.name',
  'dicom.calling-ae',
  'dicom.called-ae',
  'dicom.station-ae',
  'dicom.station',
  'hl7.sending-application',
  'upnp.friendly-name',
  'bacnet.object-name',
  'mqtt.client-id',
  'hl7.equipment',
];
/** Numbers that a protocol calls names. */
const NO_NAMES: ReadonlySet<string> = new Set(['bacnet.device']);
/** The identifier of an equipment instance, the first of its components (HL7 v2.5.1 §7.4.2.18). */
const EQUIPMENT = 'hl7.equipment';
const ADDRESS = /^(?:\[?[0-9a-f]*:[0-9a-f:.]*\]?|\d{1,3}(?:\.\d{1,3}){3})(?::\d+)?$/i;

/**
 * A gateway speaks under many names; all of them are its own, though they describe others. A device that also passes on
 * what its neighbours say lends its address to the names of their software.
 */
const OWN_EVEN_IF_RELAYED = 'hl7.sending-application';

/** What the device is called, the best name first, each once whatever its case. */
export function concludeNames(portrait: Portrait, all: EvidenceList): readonly string[] {
  const named: { readonly name: string; readonly rank: number }[] = [];
  const spoken = isDescribedBySelf(portrait.evidence) ? [] : all.of(OWN_EVEN_IF_RELAYED);
  const equipment = portrait.evidence.of(EQUIPMENT);
  for (const item of [...portrait.evidence.ofKind('name-seen'), ...spoken, ...equipment]) {
    const name = nameText(nameOf(item));
    if (name === undefined || NO_NAMES.has(item.attribute) || ADDRESS.test(name)) continue;
    const at = ORDER.indexOf(item.attribute);
    named.push({ name, rank: at < 0 ? ORDER.length + 1 / Math.max(1, item.weight) : at });
  }
  named.sort((a, b) => a.rank - b.rank || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  const names = new Map<string, string>();
  for (const { name } of named) if (!names.has(name.toLowerCase())) names.set(name.toLowerCase(), name);
  return [...names.values()].slice(0, NAMES);
}

/** Is among the equipment of its own observations; what it says of others does not count. */
export function isDescribedBySelf(counted: EvidenceList): boolean {
  return counted.of(EQUIPMENT).length > 0;
}

function nameOf({ attribute, value }: Evidence): string {
  switch (attribute) {
    case 'nbns.name':
    case 'browser.netbios-name':
    case 'smb.netbios-name':
      // Other suffixes name domains, browsers and users (RFC 1001 §14 and its users).
      return /^([^<]+)<(?:00|20)>$/.exec(value)?.[1] ?? '';
    case 'kerberos.computer':
    case 'ldap.computer':
      return value.replace(/\$$/, '');
    case 'dns.answer':
      return value.slice(0, Math.max(0, value.lastIndexOf('=')));
    case 'http.host':
      return value.replace(/:\d+$/, '');
    case 'hl7.sending-application':
    case 'hl7.receiving-application':
    case EQUIPMENT:
      return value.split('^')[0] ?? '';
    default:
      return value;
  }
}
