import type { FactKind } from '#wire';

/**
 * What is read from the value of an attribute. `words`: free text that may name a product, a maker or a kind of device.
 * `number`: an IANA enterprise number. `oid`: an object identifier of an enterprise. `none`: counts only as itself.
 */
export type Reading = 'words' | 'maker' | 'model' | 'number' | 'oid' | 'mdc' | 'certificate' | 'none';

interface KindRule {
  readonly weight: number;
  readonly reads: Reading;
}

/**
 * How much a piece of evidence of a kind counts, 0 to 10: by what the value is and who could have written it. Starting
 * values, set so that one good source alone stays below 0.9 (see `scoring.ts`); the corpus test holds them to it.
 */
const BY_KIND: Readonly<Record<FactKind, KindRule>> = {
  'address-bound': { weight: 3, reads: 'none' },
  'name-seen': { weight: 2, reads: 'words' },
  'serial-seen': { weight: 8, reads: 'none' },
  'identifier-seen': { weight: 4, reads: 'none' },
  'manufacturer-seen': { weight: 5, reads: 'maker' },
  'model-seen': { weight: 5, reads: 'model' },
  'software-seen': { weight: 4, reads: 'words' },
  'system-seen': { weight: 4, reads: 'words' },
  'fingerprint-seen': { weight: 1, reads: 'none' },
  'service-offered': { weight: 3, reads: 'words' },
  'role-played': { weight: 4, reads: 'none' },
  'place-seen': { weight: 4, reads: 'none' },
  'certificate-shown': { weight: 3, reads: 'none' },
  'credential-exposed': { weight: 1, reads: 'none' },
  'personal-data-carried': { weight: 1, reads: 'none' },
  'peer-sought': { weight: 1, reads: 'none' },
  'capability-seen': { weight: 1, reads: 'none' },
};

/** Where an attribute says more, less or something else than its kind. */
const BY_ATTRIBUTE: Readonly<Record<string, Partial<KindRule>>> = {
  // Written by the maker into every object; the sender is checked against relaying (identity/relays.ts).
  'dicom.manufacturer': { weight: 6 },
  'dicom.model': { weight: 6 },
  'dicom.modality': { weight: 5 },
  // The toolkit that speaks, inside many makers' products; PS3.7 D.3.3.2.
  'dicom.implementation-uid': { weight: 4, reads: 'none' },
  'dicom.implementation-version': { weight: 4, reads: 'none' },
  'dicom.capture-manufacturer': { weight: 3 },
  'dicom.capture-model': { weight: 3 },
  'dicom.station': { weight: 2 },
  'dicom.device-uid': { weight: 5 },
  'dicom.udi': { weight: 8 },
  'dicom.private-creator': { weight: 3 },
  'hl7.manufacturer': { weight: 6 },
  'hl7.model': { weight: 6 },
  'hl7.device-type': { weight: 6, reads: 'mdc' },
  'hl7.equipment': { weight: 4, reads: 'words' },
  'hl7.udi': { weight: 8 },
  'hl7.udi-device': { weight: 5, reads: 'none' },
  'fhir.udi-device': { weight: 5, reads: 'none' },
  'hl7.sending-application': { weight: 3 },
  'hl7.receiving-application': { weight: 1 },
  'hl7.software-vendor': { weight: 4, reads: 'maker' },
  'sdc.component-type': { weight: 6, reads: 'mdc' },
  'dhcp.vendor-class': { weight: 4 },
  'dhcp.mud-url': { weight: 4, reads: 'words' },
  'lldp.mud-url': { weight: 4, reads: 'words' },
  'dhcpv6.mud-url': { weight: 4, reads: 'words' },
  // Order numbers beside a name; alone they are better than nothing.
  'upnp.model-number': { weight: 1.5 },
  'dpws.model-number': { weight: 1.5 },
  'welch-allyn.model-number': { weight: 1.5 },
  'intellivue.part': { weight: 1.5 },
  // Makers of the program that speaks.
  'ldap.vendor': { weight: 2, reads: 'none' },
  'l2tp.vendor': { weight: 2, reads: 'none' },
  'pptp.vendor': { weight: 2, reads: 'none' },
  'dhcp.vendor-enterprise': { weight: 4, reads: 'number' },
  'dhcpv6.vendor-enterprise': { weight: 4, reads: 'number' },
  'snmp.engine-enterprise': { weight: 2, reads: 'number' },
  'snmp.trap-enterprise': { weight: 3, reads: 'oid' },
  'snmp.object-id': { weight: 4, reads: 'oid' },
  'bacnet.vendor-id': { weight: 3, reads: 'none' },
  'bacnet.device': { weight: 2, reads: 'none' },
  'bacnet.description': { weight: 2, reads: 'words' },
  'enip.vendor-id': { weight: 3, reads: 'none' },
  // Set by whoever runs the program that answers.
  'dpws.manufacturer': { weight: 3 },
  'dpws.model': { weight: 3 },
  'dpws.serial': { weight: 4 },
  'snmp.description': { weight: 5 },
  'lldp.system-description': { weight: 5, reads: 'words' },
  'cdp.platform': { weight: 5 },
  'browser.comment': { weight: 2, reads: 'words' },
  'http.user-agent': { weight: 3 },
  'http.server': { weight: 3 },
  'http.realm': { weight: 3 },
  'http.powered-by': { weight: 1 },
  'ssdp.server': { weight: 3 },
  // Says what the instance of a service is, which is the host in most cases.
  'mdns.model': { weight: 3 },
  'mdns.txt': { weight: 2, reads: 'words' },
  'upnp.friendly-name': { weight: 3 },
  'syslog.program': { weight: 3, reads: 'words' },
  'telnet.banner': { weight: 3, reads: 'words' },
  'tls.certificate.subject': { weight: 4, reads: 'certificate' },
  // What others call a host, or what it is called for their convenience.
  'http.host': { weight: 1, reads: 'none' },
  'quic.sni': { weight: 1, reads: 'none' },
  'tls.sni': { weight: 1, reads: 'none' },
  'dns.answer': { weight: 1, reads: 'none' },
  'dicom.called-ae': { weight: 1, reads: 'none' },
  'nbns.name': { weight: 1.5, reads: 'none' },
  // What it likes to be asked for, never what it is.
  'ssdp.type': { weight: 3 },
  'dhcp.server-id': { weight: 3, reads: 'none' },
};

/** Evidence that does not come from a message but from how the host behaves. */
const BEHAVIOUR_WEIGHTS: Readonly<Record<string, number>> = {
  'traffic.relays': 3,
  // Below any statement of the device: a component maker or a relabelled board may own the block (IEEE registry).
  'mac.holder': 2,
  'traffic.server-of': 2,
  'traffic.client-of': 1,
  'traffic.forwards': 3,
};

/** A person's word. */
export const DECLARED_WEIGHT = 10;

export function weightOf(attribute: string, kind: FactKind): number {
  const own = BEHAVIOUR_WEIGHTS[attribute] ?? BY_ATTRIBUTE[attribute]?.weight;
  return own ?? BY_KIND[kind].weight;
}

export function readingOf(attribute: string, kind: FactKind): Reading {
  return BY_ATTRIBUTE[attribute]?.reads ?? BY_KIND[kind].reads;
}

/** Attributes that repeat one setting of the device: one host name goes into DHCP, NetBIOS, mDNS and LLMNR alike. */
const SAME_SOURCE: Readonly<Record<string, string>> = {
  'dhcp.hostname': 'host-name',
  'dhcp.fqdn': 'host-name',
  'dhcpv6.fqdn': 'host-name',
  'nbns.name': 'host-name',
  'llmnr.name': 'host-name',
  'mdns.name': 'host-name',
  'mdns.service': 'host-name',
  'mdns.txt': 'mdns.model',
  'ntlm.computer': 'host-name',
  'kerberos.computer': 'host-name',
  'kerberos.host-principal': 'host-name',
  'kerberos.netbios-name': 'host-name',
  'ldap.computer': 'host-name',
  'ldap.host-name': 'host-name',
  'rdp.client-name': 'host-name',
  'tds.client-name': 'host-name',
  'tds.server-name': 'host-name',
  'smtp.client-name': 'host-name',
  'cdp.device-id': 'host-name',
  'cdp.system-name': 'host-name',
  'quic.sni': 'host-name',
  'ntlm.dns-computer': 'host-name',
  'browser.name': 'host-name',
  'syslog.hostname': 'host-name',
  'snmp.name': 'host-name',
  'lldp.system-name': 'host-name',
  'dns.answer': 'host-name',
  'http.host': 'host-name',
  'tls.sni': 'host-name',
  'dicom.station': 'ae-title',
  'dicom.station-ae': 'ae-title',
  'dicom.calling-ae': 'ae-title',
  'dicom.called-ae': 'ae-title',
  'snmp.description': 'system-description',
  'lldp.system-description': 'system-description',
  'cdp.software': 'system-description',
  'dicom.implementation-uid': 'dicom-implementation',
  'dicom.implementation-version': 'dicom-implementation',
  'ssdp.server': 'http-server',
  'http.server': 'http-server',
};

/** Evidence of one source counts once. */
export function sourceOf(attribute: string): string {
  return SAME_SOURCE[attribute] ?? attribute;
}

const MEDICAL_FAMILIES: ReadonlySet<string> = new Set([
  'dicom',
  'hl7',
  'fhir',
  'sdc',
  'astm',
  'poct1a',
  'intellivue',
  'welch-allyn',
]);

/** Protocols that only medical devices and their servers speak: a short name there means the medical company. */
export function isMedicalFamily(family: string): boolean {
  return MEDICAL_FAMILIES.has(family);
}
