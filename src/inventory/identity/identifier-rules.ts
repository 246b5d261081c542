import type { FactKind } from '#wire';

/** What kind of identity a value is. Values of two classes are independent of one another. */
export type IdentifierClass =
  | 'serial'
  | 'udi'
  | 'eui64'
  | 'chassis'
  | 'client-id'
  | 'machine-id'
  | 'engine-id'
  | 'certificate-key'
  | 'certified-serial'
  | 'endpoint'
  | 'instance'
  | 'name'
  | 'model'
  | 'manufacturer';

/** What kind of identity, and how strongly. */
export type IdentifierRule = readonly [of: IdentifierClass, weight: number];

/**
 * How strongly an attribute says that two nodes are one device. The sum over classes must reach JOINED; no class alone
 * does. Starting values, by how often the value is copied from device to device in practice.
 */
const RULES: Readonly<Record<string, IdentifierRule>> = {
  'hl7.udi': ['udi', 6],
  'hl7.udi-serial': ['serial', 5],
  'hl7.eui64': ['eui64', 5],
  'hl7.equipment': ['eui64', 5],
  'poct1a.device-id': ['eui64', 5],
  'intellivue.system-id': ['eui64', 5],
  'dicom.udi': ['udi', 6],
  'dicom.device-uid': ['udi', 5],
  'fhir.udi': ['udi', 6],
  'fhir.device-identifier': ['eui64', 4],
  'lldp.chassis-id': ['chassis', 6],
  'cdp.device-id': ['chassis', 4],
  'dhcp.client-id': ['client-id', 5],
  'dhcpv6.duid': ['client-id', 5],
  'dhcp.machine-uuid': ['machine-id', 4],
  'snmp.engine-id': ['engine-id', 5],
  'tls.certificate.sha256': ['certificate-key', 4],
  'ssh.host-key': ['certificate-key', 4],
  // The unit in certificates of devices (IEEE 802.1AR §8.6), the number of the company in those of web servers: joins nobody.
  'tls.certificate.subject': ['certified-serial', 0],
  'wsd.endpoint': ['endpoint', 3],
  'upnp.udn': ['endpoint', 3],
  'ssdp.uuid': ['endpoint', 3],
  'smb.server-guid': ['endpoint', 3],
  'welch-allyn.guid': ['endpoint', 3],
  'opcua.application': ['endpoint', 2],
  'bacnet.device': ['instance', 3],
  'ntlm.computer': ['name', 3],
  'nbns.name': ['name', 3],
  'browser.name': ['name', 3],
  'dpws.computer': ['name', 3],
  'kerberos.computer': ['name', 3],
  'kerberos.netbios-name': ['name', 3],
  'ldap.computer': ['name', 3],
  'rdp.client-name': ['name', 3],
  'tds.client-name': ['name', 3],
  'dhcp.hostname': ['name', 2],
  'dhcp.fqdn': ['name', 2],
  'dhcpv6.fqdn': ['name', 2],
  'mdns.name': ['name', 2],
  'llmnr.name': ['name', 2],
  'ntlm.dns-computer': ['name', 2],
  'snmp.name': ['name', 2],
  'lldp.system-name': ['name', 2],
  'syslog.hostname': ['name', 2],
  'mqtt.client-id': ['name', 2],
};

/** Attributes without a rule of their own, by kind. Names that others give (Host, SNI, called AE) identify nothing. */
const BY_KIND: Partial<Readonly<Record<FactKind, IdentifierRule>>> = {
  'serial-seen': ['serial', 5],
  'model-seen': ['model', 2],
  'manufacturer-seen': ['manufacturer', 1],
};

/** What kind of identity the values of an attribute give, and how strongly; undefined when they give none. */
export function identifierRuleOf(attribute: string, kind: FactKind): IdentifierRule | undefined {
  return RULES[attribute] ?? BY_KIND[kind];
}

/** What the host looks for, and what it merely speaks of: the name of its workgroup, say. */
const NOT_ITS_OWN: ReadonlySet<FactKind> = new Set<FactKind>(['peer-sought', 'capability-seen']);

/** Whether facts of this kind are about the host itself. */
export function isOwnKind(kind: FactKind): boolean {
  return !NOT_ITS_OWN.has(kind);
}
