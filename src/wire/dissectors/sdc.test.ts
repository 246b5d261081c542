import { describe, expect, test } from 'vitest';
import { bytesOf } from '../../../tests/packets.ts';
import { rehearse } from '../../../tests/rehearsal.ts';
import { withstands } from '../../../tests/withstands.ts';
import { sdc } from './sdc.ts';

const said = (text: string) => ({
  udp: { from: ['10.0.0.1', 3702] as const, to: ['239.255.255.250', 3702] as const },
  bytes: bytesOf(text),
});
const see = (text: string) => rehearse({ dissectors: [sdc], packets: [said(text)], excerpts: true });

const envelope = (body: string): string =>
  `<?xml version="1.0" encoding="utf-8"?>
<s12:Envelope xmlns:s12="http://www.w3.org/2003/05/soap-envelope" xmlns:wsa="http://www.w3.org/2005/08/addressing"
  xmlns:wsd="http://docs.oasis-open.org/ws-dd/ns/discovery/2009/01" xmlns:dpws="http://docs.oasis-open.org/ws-dd/ns/dpws/2009/01"
  xmlns:mdpws="http://standards.ieee.org/downloads/11073/11073-20702-2016"><s12:Header><wsa:MessageID>urn:uuid:1</wsa:MessageID>
</s12:Header><s12:Body>${body}</s12:Body></s12:Envelope>`;
const DEVICE = `<wsa:EndpointReference><wsa:Address>urn:uuid:0f7c9b2e-1111-4222-8333-444455556666</wsa:Address></wsa:EndpointReference>
  <wsd:Types>dpws:Device mdpws:MedicalDevice</wsd:Types>
  <wsd:Scopes>sdc.ctxt.loc:/sdc.ctxt.loc.detail/HOSP%2FICU?fac=HOSP&amp;bldng=A&amp;flr=2&amp;poc=ICU%20West&amp;rm=12&amp;bed=Bed%204
    sdc.mds.pkp:1.2.840.10004.20701.1.1 sdc.cdc.type:/urn%3Aoid%3A1.3.111.2.11073.10101//69965 sdc.ctxt.opr:/x/nurse-yamada</wsd:Scopes>
  <wsd:XAddrs>https://10.0.0.1:6464/device</wsd:XAddrs><wsd:MetadataVersion>1</wsd:MetadataVersion>`;
const HELLO = envelope(`<wsd:Hello>${DEVICE}</wsd:Hello>`);

describe('cut, damaged and random input', () => {
  withstands(sdc, [said(HELLO)]);
});

test('tells where a device stands, down to the bed, and names no operator', () => {
  const seen = see(HELLO);
  expect(Object.fromEntries(seen.facts.map(({ attribute, value }) => [attribute, value]))).toEqual({
    'wsd.type': 'dpws:Device mdpws:MedicalDevice',
    'wsd.endpoint': 'urn:uuid:0f7c9b2e-1111-4222-8333-444455556666',
    'wsd.xaddrs': 'https://10.0.0.1:6464/device',
    'sdc.facility': 'HOSP',
    'sdc.building': 'A',
    'sdc.floor': '2',
    'sdc.point-of-care': 'ICU West',
    'sdc.room': '12',
    'sdc.bed': 'Bed 4',
    'sdc.location': 'facility=HOSP;building=A;floor=2;point-of-care=ICU West;room=12;bed=Bed 4',
    'sdc.key-purpose': '1.2.840.10004.20701.1.1',
    'sdc.component-type': '/urn:oid:1.3.111.2.11073.10101//69965',
  });
  expect(seen.edges[0]).toMatchObject({ protocol: 'sdc', personalData: ['account'] });
  expect(seen.everything).not.toContain('yamada');
  const bed = seen.facts.find(({ attribute }) => attribute === 'sdc.bed')!;
  expect(seen.bytesOf(bed)).toEqual(bytesOf('Bed%204'));
});

test('reads each match of an answer', () => {
  const match = (uuid: string) => `<wsd:ProbeMatch>${DEVICE.replace('0f7c9b2e', uuid)}</wsd:ProbeMatch>`;
  const seen = see(envelope(`<wsd:ProbeMatches>${match('aaaaaaaa')}${match('bbbbbbbb')}</wsd:ProbeMatches>`));
  expect(seen.values('wsd.endpoint')).toEqual([
    'urn:uuid:aaaaaaaa-1111-4222-8333-444455556666',
    'urn:uuid:bbbbbbbb-1111-4222-8333-444455556666',
  ]);
});

test('says of a consumer what it looks for, and nothing of where it stands', () => {
  const seen = see(envelope('<wsd:Probe><wsd:Types>mdpws:MedicalDevice</wsd:Types></wsd:Probe>'));
  expect(seen.facts).toMatchObject([{ attribute: 'wsd.type', kind: 'peer-sought' }]);
  expect(seen.edges[0]?.protocol).toBe('sdc');
});

test.each([
  ['a printer', envelope('<wsd:Hello><wsd:Types>wprt:PrintDeviceType</wsd:Types></wsd:Hello>')],
  ['other XML', '<a><wsd:Types>mdpws:MedicalDevice</wsd:Types></a>'],
  ['a document type', `<!DOCTYPE a [<!ENTITY b "c">]>${HELLO}`],
])('leaves %s to others', (_, text) => {
  expect(see(text).edges[0]?.protocol).not.toBe('sdc');
});
