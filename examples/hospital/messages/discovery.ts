import { ipOf } from '../network/address.ts';

/** SSDP (UPnP Device Architecture 1.1 section 1). */
export const SSDP = { ip: ipOf('239.255.255.250'), port: 1900 };
/** WS-Discovery (OASIS 1.1 section 2.4) shares the group. */
export const WSD = { ip: ipOf('239.255.255.250'), port: 3702 };

const text = (lines: readonly string[]): Buffer => Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'utf8');

export const ssdpAlive = (location: string, server: string, type: string, uuid: string): Buffer =>
  text([
    'NOTIFY * HTTP/1.1',
    'HOST: 239.255.255.250:1900',
    'CACHE-CONTROL: max-age=1800',
    `LOCATION: ${location}`,
    `NT: ${type}`,
    'NTS: ssdp:alive',
    `SERVER: ${server}`,
    `USN: uuid:${uuid}::${type}`,
  ]);

export const ssdpSearch = (type: string): Buffer =>
  text(['M-SEARCH * HTTP/1.1', 'HOST: 239.255.255.250:1900', 'MAN: "ssdp:discover"', 'MX: 2', `ST: ${type}`]);

const ENVELOPE =
  'xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" ' +
  'xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery" xmlns:p="http://schemas.xmlsoap.org/ws/2006/02/devprof"';
const ACTION = 'http://schemas.xmlsoap.org/ws/2005/04/discovery';

/** A host that Windows finds by itself: a printer, a camera, a computer. */
export const wsdHello = (message: string, endpoint: string, types: string, spaces: string, addresses: string): Buffer =>
  Buffer.from(
    `<?xml version="1.0" encoding="utf-8"?><s:Envelope ${ENVELOPE} ${spaces}><s:Header>` +
      `<a:To>urn:schemas-xmlsoap-org:ws:2005:04:discovery</a:To><a:Action>${ACTION}/Hello</a:Action>` +
      `<a:MessageID>urn:uuid:${message}</a:MessageID></s:Header><s:Body><d:Hello>` +
      `<a:EndpointReference><a:Address>urn:uuid:${endpoint}</a:Address></a:EndpointReference>` +
      `<d:Types>${types}</d:Types><d:XAddrs>${addresses}</d:XAddrs><d:MetadataVersion>1</d:MetadataVersion>` +
      '</d:Hello></s:Body></s:Envelope>',
    'utf8',
  );

const SDC_SPACES =
  'xmlns:s12="http://www.w3.org/2003/05/soap-envelope" xmlns:wsa="http://www.w3.org/2005/08/addressing" ' +
  'xmlns:wsd="http://docs.oasis-open.org/ws-dd/ns/discovery/2009/01" ' +
  'xmlns:dpws="http://docs.oasis-open.org/ws-dd/ns/dpws/2009/01" ' +
  'xmlns:mdpws="http://standards.ieee.org/downloads/11073/11073-20702-2016"';
const SDC_ACTION = 'http://docs.oasis-open.org/ws-dd/ns/discovery/2009/01';

export interface SdcDevice {
  readonly endpoint: string;
  readonly address: string;
  /** MDC code of the device, ISO/IEEE 11073-10101. */
  readonly component: string;
  readonly location: Readonly<{ facility: string; floor: string; pointOfCare: string; bed: string }>;
}

function scopes({ component, location }: SdcDevice): string {
  const { facility, floor, pointOfCare, bed } = location;
  const detail = `fac=${facility}&amp;flr=${floor}&amp;poc=${encodeURIComponent(pointOfCare)}&amp;bed=${encodeURIComponent(bed)}`;
  return [
    `sdc.ctxt.loc:/sdc.ctxt.loc.detail/${facility}%2F%2F%2F${encodeURIComponent(pointOfCare)}%2F%2F${encodeURIComponent(bed)}?${detail}`,
    'sdc.mds.pkp:1.2.840.10004.20701.1.1',
    `sdc.cdc.type:/urn%3Aoid%3A1.3.111.2.11073.10101//${component}`,
  ].join(' ');
}

/** A device of IEEE 11073 SDC enters the network, or answers who was looked for. */
export function sdcHello(kind: 'Hello' | 'ProbeMatches', message: string, d: SdcDevice, relatesTo = ''): Buffer {
  const body =
    `<wsa:EndpointReference><wsa:Address>urn:uuid:${d.endpoint}</wsa:Address></wsa:EndpointReference>` +
    `<wsd:Types>dpws:Device mdpws:MedicalDevice</wsd:Types><wsd:Scopes>${scopes(d)}</wsd:Scopes>` +
    `<wsd:XAddrs>${d.address}</wsd:XAddrs><wsd:MetadataVersion>1</wsd:MetadataVersion>`;
  const inner = kind === 'Hello' ? body : `<wsd:ProbeMatch>${body}</wsd:ProbeMatch>`;
  const relation = relatesTo === '' ? '' : `<wsa:RelatesTo>urn:uuid:${relatesTo}</wsa:RelatesTo>`;
  return Buffer.from(
    `<?xml version="1.0" encoding="UTF-8"?><s12:Envelope ${SDC_SPACES}><s12:Header><wsa:Action>${SDC_ACTION}/${kind}</wsa:Action>` +
      `<wsa:MessageID>urn:uuid:${message}</wsa:MessageID>${relation}` +
      `<wsa:To>urn:docs-oasis-open-org:ws-dd:ns:discovery:2009:01</wsa:To></s12:Header>` +
      `<s12:Body><wsd:${kind}>${inner}</wsd:${kind}></s12:Body></s12:Envelope>`,
    'utf8',
  );
}

export const sdcProbe = (message: string): Buffer =>
  Buffer.from(
    `<?xml version="1.0" encoding="UTF-8"?><s12:Envelope ${SDC_SPACES}><s12:Header><wsa:Action>${SDC_ACTION}/Probe</wsa:Action>` +
      `<wsa:MessageID>urn:uuid:${message}</wsa:MessageID>` +
      '<wsa:To>urn:docs-oasis-open-org:ws-dd:ns:discovery:2009:01</wsa:To></s12:Header>' +
      '<s12:Body><wsd:Probe><wsd:Types>mdpws:MedicalDevice</wsd:Types></wsd:Probe></s12:Body></s12:Envelope>',
    'utf8',
  );
