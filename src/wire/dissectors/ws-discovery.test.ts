import { expect, test } from 'vitest';
import { bytesOf } from '../../../tests/packets.ts';
import { rehearse } from '../../../tests/rehearsal.ts';
import { withstands } from '../../../tests/withstands.ts';
import { wsDiscovery } from './ws-discovery.ts';

const HOST = '10.0.0.11';
const said = (body: string) =>
  ({
    udp: { from: [HOST, 40_000], to: ['239.255.255.250', 3702] },
    bytes: bytesOf(
      `<?xml version="1.0"?><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:w="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery"><s:Body>${body}</s:Body></s:Envelope>`,
    ),
  }) as const;
const ENDPOINT = '<w:EndpointReference><w:Address>urn:uuid:e5e61fb5</w:Address></w:EndpointReference>';
const HELLO = said(
  `<d:Hello>${ENDPOINT}<d:Types>wsdp:Device  pub:Computer</d:Types><d:XAddrs>http://10.0.0.11:5357/e5</d:XAddrs></d:Hello>`,
);
const RESOLVE = said(`<d:Resolve>${ENDPOINT}</d:Resolve>`);

withstands(wsDiscovery, [HELLO, RESOLVE]);

test('an announcement tells type, endpoint and addresses of its sender', () => {
  const seen = rehearse({ dissectors: [wsDiscovery], packets: [HELLO] });
  expect(Object.fromEntries(seen.facts.map((fact) => [fact.attribute, fact.value]))).toEqual({
    'wsd.type': 'wsdp:Device pub:Computer',
    'wsd.endpoint': 'urn:uuid:e5e61fb5',
    'wsd.xaddrs': 'http://10.0.0.11:5357/e5',
  });
  for (const fact of seen.facts) expect(fact.subject).toEqual({ ip: HOST });
});

test('who looks for an endpoint does not have it', () => {
  expect(rehearse({ dissectors: [wsDiscovery], packets: [RESOLVE] }).facts).toEqual([]);
});

test('a flow whose later message is of a medical device is SDC', () => {
  const medical = said(
    `<d:Hello>${ENDPOINT}<d:Types>mdpws:MedicalDevice</d:Types><d:Scopes>sdc.ctxt.loc:/x?bed=4</d:Scopes></d:Hello>`,
  );
  const seen = rehearse({ dissectors: [wsDiscovery], packets: [RESOLVE, medical, HELLO] });
  expect(seen.value('sdc.bed')).toBe('4');
  expect(seen.edges[0]!.protocol).toBe('sdc');
  expect(rehearse({ dissectors: [wsDiscovery], packets: [RESOLVE, HELLO] }).edges[0]!.protocol).toBe('ws-discovery');
});
