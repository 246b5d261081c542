import type { Evidence } from '../device.ts';
import { isDescribedBySelf } from './names.ts';
import type { Portrait } from './portrait.ts';
import { sharesPrinters } from './shared-services.ts';
import { isWindowsClient } from './windows-client.ts';

/** A kind of device that what a host does points to. */
export interface Pattern {
  /** Device type that does this. */
  readonly deviceTypeId: string;
  readonly weight: number;
  /** Kinds that do this too and are told by something else; it then speaks for the best of them. */
  readonly refinedBy?: readonly string[];
  /** The evidence of it; empty when the host does not do it. */
  readonly shownBy: (portrait: Portrait) => readonly Evidence[];
}

/** PS3.4 annex B.5: storage SOP classes lie under these arcs. */
const STORAGE = /^1\.2\.840\.10008\.5\.1\.4\.1\.1\./;
/** PS3.4 annex C: FIND, MOVE and GET of the patient and study root. */
const QUERY_RETRIEVE = /^1\.2\.840\.10008\.5\.1\.4\.1\.2\.[123]\.[123]$/;
const RETRIEVE = /^1\.2\.840\.10008\.5\.1\.4\.1\.2\.[123]\.[23]$/;
const WORKLIST = '1.2.840.10008.5.1.4.31';
/** Basic grayscale and colour print management meta SOP classes (PS3.4 annex H). */
const PRINT = /^1\.2\.840\.10008\.5\.1\.1\.(?:9|18)$/;

/** Storage classes that a provider of only a few offers for itself. */
const MANY_STORAGE_CLASSES = 3;
/** Peers from which something that anyone may do becomes a role. */
const SEVERAL = 2;

const matching = (portrait: Portrait, attribute: string, pattern: RegExp): readonly Evidence[] =>
  portrait.evidence.of(attribute).filter((item) => pattern.test(item.value));

const withValue = (portrait: Portrait, attribute: string, value: string): readonly Evidence[] =>
  portrait.evidence.of(attribute).filter((item) => item.value === value);

/** All the pieces, if none of them is missing. */
const all = (...pieces: readonly (readonly Evidence[])[]): readonly Evidence[] =>
  pieces.every((piece) => piece.length > 0) ? pieces.flat() : [];

/** Serves a protocol to at least so many peers; the count of such evidence is that of the peers. */
const serves = (portrait: Portrait, protocol: string, peers: number): readonly Evidence[] =>
  withValue(portrait, 'traffic.server-of', protocol).filter((item) => item.count >= peers);

const announces = (portrait: Portrait, pattern: RegExp): readonly Evidence[] => [
  ...matching(portrait, 'mdns.service', pattern),
  ...matching(portrait, 'ssdp.type', pattern),
  ...matching(portrait, 'upnp.device-type', pattern),
];

const PRINTING = /_(?:ipps?|pdl-datastream|printer)\._tcp|^urn:schemas-upnp-org:device:Printer:/;
const SCANNING = /_(?:scanner|uscans?)\._tcp/;

function isMedical(portrait: Portrait): boolean {
  return portrait.evidence.of('dicom.modality').length > 0 || announces(portrait, /_dicom\._tcp/).length > 0;
}

/** Printers of their own queue; a host that lends its name to the printers of others is none. */
const printers = (portrait: Portrait): readonly Evidence[] =>
  isMedical(portrait) || sharesPrinters(portrait.evidence) ? [] : announces(portrait, PRINTING);

/** System capabilities that are enabled, if it is nothing else besides a bridge or a router (IEEE 802.1AB §8.5.8). */
function forwarding(portrait: Portrait): ReadonlySet<string> | undefined {
  const roles = new Set(portrait.evidence.of('lldp.role').map(({ value }) => value));
  return [...roles].every((value) => value === 'bridge' || value === 'router') ? roles : undefined;
}

/** Devices that are controlled or read in a building. */
const BUILDING = ['X048', 'X054', 'X055', 'X056', 'X057', 'X058', 'X059', 'X060', 'X066', 'X073', 'T141', 'T142'];
const MEASURING = [...BUILDING, 'X049', 'X053', 'X062', 'X063', 'X065', 'T143'];
const PRINTERS = ['X032', 'X033', 'X017'];

const SMART_HOME =
  /^urn:Belkin:device:|device:(?:Binary|Dimmable)Light:|_(?:hap|hue|shelly|esphomelib|ewelink|matter)\._tcp|_miio\._udp/;

/** A person at the computer: a browser that looks for screens, a system that looks for printers. */
const browsing = (portrait: Portrait): readonly Evidence[] =>
  all(
    portrait.evidence.sought.filter(
      ({ attribute, value }) => attribute === 'ssdp.type' && value.startsWith('urn:dial-multiscreen-org:service:dial:'),
    ),
    portrait.evidence.sought.filter(({ attribute, value }) => attribute === 'mdns.query' && PRINTING.test(value)),
  );

/** What a host does and others do not, by kind of device. */
export const TYPE_PATTERNS: readonly Pattern[] = [
  {
    deviceTypeId: 'T077',
    weight: 5,
    shownBy: (p) =>
      all(matching(p, 'dicom.sop-class-scp', STORAGE), matching(p, 'dicom.sop-class-scp', QUERY_RETRIEVE)),
  },
  {
    deviceTypeId: 'T077',
    weight: 2,
    shownBy: (p) => {
      const items = matching(p, 'dicom.sop-class-scp', STORAGE);
      return items.length >= MANY_STORAGE_CLASSES ? items : [];
    },
  },
  {
    // An archive often answers for the worklist as well.
    deviceTypeId: 'X001',
    weight: 4,
    shownBy: (p) =>
      matching(p, 'dicom.sop-class-scp', STORAGE).length > 0 ? [] : withValue(p, 'dicom.sop-class-scp', WORKLIST),
  },
  {
    // A monitor that passes on what a pump beside it measures is still a monitor.
    deviceTypeId: 'T037',
    weight: 3,
    refinedBy: ['T007', 'T025', 'T027', 'T131', 'T132'],
    shownBy: (p) => (isDescribedBySelf(p.evidence) ? [] : withValue(p, 'traffic.relays', 'observations')),
  },
  {
    deviceTypeId: 'T080',
    weight: 1.5,
    shownBy: (p) =>
      matching(p, 'dicom.sop-class-scp', STORAGE).length > 0 ? [] : withValue(p, 'traffic.relays', 'objects'),
  },
  { deviceTypeId: 'T081', weight: 5, shownBy: (p) => matching(p, 'dicom.sop-class-scp', PRINT) },
  {
    // Asks for objects and never makes any: a viewer.
    deviceTypeId: 'T078',
    weight: 3,
    shownBy: (p) =>
      p.evidence.of('dicom.modality').length === 0 && matching(p, 'dicom.sop-class-scp', QUERY_RETRIEVE).length === 0
        ? matching(p, 'dicom.sop-class-scu', RETRIEVE)
        : [],
  },
  {
    deviceTypeId: 'X002',
    weight: 3,
    shownBy: (p) => [...serves(p, 'hl7', SEVERAL), ...serves(p, 'hl7-mllp', SEVERAL)],
  },
  {
    deviceTypeId: 'X031',
    weight: 4,
    refinedBy: PRINTERS,
    shownBy: (p) => (announces(p, SCANNING).length > 0 ? [] : printers(p)),
  },
  {
    deviceTypeId: 'X032',
    weight: 4,
    shownBy: (p) => all(printers(p), announces(p, SCANNING)),
  },
  { deviceTypeId: 'X017', weight: 2, shownBy: (p) => (sharesPrinters(p.evidence) ? announces(p, PRINTING) : []) },
  // Enterprise 10642 is that of the printers of Zebra (IANA); its scanners and terminals are those of Symbol, 388.
  { deviceTypeId: 'X033', weight: 4, shownBy: (p) => matching(p, 'snmp.object-id', /^1\.3\.6\.1\.4\.1\.10642\./) },
  {
    deviceTypeId: 'X024',
    weight: 4,
    shownBy: (p) => announces(p, /^urn:schemas-upnp-org:device:InternetGatewayDevice:/),
  },
  {
    deviceTypeId: 'X024',
    weight: 3,
    refinedBy: ['X025', 'X028'],
    shownBy: (p) => p.evidence.of('traffic.forwards'),
  },
  {
    deviceTypeId: 'X024',
    weight: 3,
    refinedBy: ['X025', 'X028'],
    shownBy: (p) => (forwarding(p) === undefined ? [] : withValue(p, 'lldp.role', 'router')),
  },
  { deviceTypeId: 'X024', weight: 2, shownBy: (p) => withValue(p, 'icmpv6.role', 'router') },
  {
    // Small devices serve DHCP themselves while they are set up; a server of the network serves more than that.
    deviceTypeId: 'X013',
    weight: 1.5,
    shownBy: (p) =>
      isRouting(p) ? [] : all(p.evidence.of('dhcp.server-id'), [...serves(p, 'dns', 1), ...serves(p, 'ntp', 1)]),
  },
  { deviceTypeId: 'X012', weight: 1.5, shownBy: (p) => (isRouting(p) ? [] : serves(p, 'dns', SEVERAL)) },
  { deviceTypeId: 'X014', weight: 1.2, shownBy: (p) => (isRouting(p) ? [] : serves(p, 'ntp', SEVERAL)) },
  {
    deviceTypeId: 'X011',
    weight: 4,
    shownBy: (p) => [
      ...withValue(p, 'ldap.role', 'domain-controller'),
      ...all(serves(p, 'kerberos', 1), serves(p, 'ldap', 1)),
    ],
  },
  { deviceTypeId: 'X010', weight: 1.5, shownBy: (p) => serves(p, 'tds', 1) },
  { deviceTypeId: 'X015', weight: 1.5, shownBy: (p) => serves(p, 'radius', 1) },
  { deviceTypeId: 'X018', weight: 1.5, shownBy: (p) => serves(p, 'smtp', SEVERAL) },
  { deviceTypeId: 'X026', weight: 4, shownBy: (p) => withValue(p, 'lldp.role', 'wlan-access-point') },
  {
    deviceTypeId: 'X036',
    weight: 4,
    shownBy: (p) => [...withValue(p, 'lldp.role', 'telephone'), ...withValue(p, 'cdp.role', 'telephone')],
  },
  {
    deviceTypeId: 'X023',
    weight: 2,
    shownBy: (p) => (withValue(p, 'cdp.role', 'telephone').length > 0 ? [] : withValue(p, 'cdp.role', 'switch')),
  },
  {
    // Phones, access points and servers bridge as well, and say what else they are.
    deviceTypeId: 'X023',
    weight: 2,
    shownBy: (p) => (forwarding(p)?.has('router') === false ? withValue(p, 'lldp.role', 'bridge') : []),
  },
  {
    // ONVIF Core Specification §7.3.2; recorders and their computers look for the same.
    deviceTypeId: 'X041',
    weight: 5,
    shownBy: (p) =>
      p.evidence.has('wsd.endpoint') && matching(p, 'wsd.type', /\bComputer\b/).length === 0
        ? matching(p, 'wsd.type', /NetworkVideoTransmitter/)
        : [],
  },
  // Types of device of the UPnP Forum and of makers, service names of the IANA registry.
  { deviceTypeId: 'X041', weight: 4, shownBy: (p) => announces(p, /device:DigitalSecurityCamera:|_axis-video\._tcp/) },
  { deviceTypeId: 'X026', weight: 3, shownBy: (p) => announces(p, /device:WLANAccessPointDevice:/) },
  { deviceTypeId: 'X047', weight: 2, shownBy: (p) => announces(p, /device:MediaRenderer:/) },
  { deviceTypeId: 'X047', weight: 4, shownBy: (p) => announces(p, /^roku:ecp$/) },
  { deviceTypeId: 'X046', weight: 4, shownBy: (p) => announces(p, /device:ZonePlayer:|_sonos\._tcp/) },
  { deviceTypeId: 'X045', weight: 4, shownBy: (p) => announces(p, SMART_HOME) },
  { deviceTypeId: 'X053', weight: 3, refinedBy: BUILDING, shownBy: (p) => p.evidence.of('bacnet.device') },
  { deviceTypeId: 'X061', weight: 5, shownBy: (p) => p.evidence.of('s7.module') },
  // 0x0E is a programmable logic controller among the device profiles of CIP, volume 1, chapter 6.
  { deviceTypeId: 'X061', weight: 4, shownBy: (p) => withValue(p, 'enip.device-type', '14') },
  { deviceTypeId: 'X061', weight: 1.5, refinedBy: MEASURING, shownBy: (p) => serves(p, 'modbus', 1) },
  { deviceTypeId: 'X006', weight: 2, shownBy: (p) => (isWindowsClient(p) ? browsing(p) : []) },
];

function isRouting(portrait: Portrait): boolean {
  return portrait.evidence.of('traffic.forwards').length > 0 || withValue(portrait, 'icmpv6.role', 'router').length > 0;
}
