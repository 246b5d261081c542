import { describe, expect, test } from 'vitest';
import { bytesOf } from '../../../tests/packets.ts';
import { rehearse, type Said } from '../../../tests/rehearsal.ts';
import { withstands } from '../../../tests/withstands.ts';
import { fhir } from './fhir.ts';
import { http } from './http.ts';

const CLIENT = ['10.0.0.9', 50080] as const;
const SERVER = ['10.0.0.7', 8042] as const;
const ask = (text: string) => ({ tcp: { from: CLIENT, to: SERVER }, bytes: bytesOf(text) }) satisfies Said;
const answer = (text: string) => ({ tcp: { from: SERVER, to: CLIENT }, bytes: bytesOf(text) }) satisfies Said;
const see = (...packets: Said[]) => rehearse({ dissectors: [http], packets });
const lines = (...all: string[]) => `${all.join('\r\n')}\r\n\r\n`;
const base64 = (text: string | Uint8Array) => Buffer.from(text).toString('base64');

const REQUEST = lines(
  'POST /patients/TEST-0001?name=TEST^PATIENT HTTP/1.1',
  'Host: pacs1:8042',
  'user-agent:  MonitorFW/3.2.0 (Linux; ARM) ',
  'Cookie: session=SECRETCOOKIE',
  `Authorization: Basic ${base64('biomed:SECRETWORD')}`,
  'SOAPAction: "urn:example-org:service:Pump:1#Status"',
  'Content-Length: 27',
);
const BODY = 'HTTP/1.1 999 TEST^PATIENT\r\n';
const RESPONSE = lines(
  'HTTP/1.1 401 Unauthorized',
  'Server: Orthanc 1.10.1',
  'X-Powered-By: PHP/7.4',
  'WWW-Authenticate: Basic realm="Orthanc Secure Area", charset="UTF-8"',
  'Transfer-Encoding: chunked',
);
/** Two chunks, of which the second looks like a response, and a trailer. */
const CHUNKS = '5;ext=1\r\nhello\r\n1b\r\nHTTP/1.1 999 TEST^PATIENT\r\n\r\n0\r\nTrailer: x\r\n\r\n';
const EXCHANGE = [ask(REQUEST + BODY), answer(RESPONSE + CHUNKS)];

withstands(http, EXCHANGE);

describe('http', () => {
  test('says what both ends say of themselves, and no more', () => {
    const seen = see(...EXCHANGE);
    expect(seen.facts.map(({ attribute, value, subject }) => [attribute, value, subject.ip])).toEqual([
      ['http.host', 'pacs1:8042', '10.0.0.7'],
      ['http.user-agent', 'MonitorFW/3.2.0 (Linux; ARM)', '10.0.0.9'],
      ['http.auth-scheme', 'Basic', '10.0.0.7'],
      ['credential.cleartext', 'http', '10.0.0.7'],
      ['http.soap-action', 'urn:example-org:service:Pump:1#Status', '10.0.0.7'],
      ['http.server', 'Orthanc 1.10.1', '10.0.0.7'],
      ['http.powered-by', 'PHP/7.4', '10.0.0.7'],
      ['http.realm', 'Orthanc Secure Area', '10.0.0.7'],
    ]);
    expect(seen.anomalies).toEqual({});
    expect(seen.edges[0]).toMatchObject({ protocol: 'http', encrypted: false, personalData: ['account'] });
  });

  test('each value opens into its bytes', () => {
    const seen = see(...EXCHANGE);
    for (const fact of seen.facts.filter(({ attribute }) => attribute.startsWith('http.')))
      expect(new TextDecoder().decode(seen.bytesOf(fact))).toBe(fact.value);
  });

  test('no path, query, cookie, secret, account or body leaves, not as evidence either', () => {
    const packets = [...EXCHANGE, ask(REQUEST + BODY)];
    const { everything } = rehearse({ dissectors: [http], packets, excerpts: true });
    for (const secret of ['TEST', 'patients', 'SECRET', 'biomed', base64('biomed:SECRETWORD').slice(0, 8)])
      expect(everything).not.toContain(secret);
  });

  test('names the known default that was used', () => {
    const seen = rehearse({
      dissectors: [http],
      packets: EXCHANGE,
      defaults: { 'http biomed SECRETWORD': 'acme-service' },
    });
    expect(seen.value('credential.cleartext')).toContain('acme-service');
  });

  test('follows kept-alive and pipelined exchanges', () => {
    const seen = see(
      ask(lines('GET / HTTP/1.1', 'User-Agent: one') + lines('HEAD / HTTP/1.1', 'User-Agent: two')),
      answer(lines('HTTP/1.1 200 OK', 'Server: a', 'Content-Length: 4') + 'abcd'),
      // A response to HEAD has no body, whatever its length says.
      answer(lines('HTTP/1.1 200 OK', 'Server: b', 'Content-Length: 4000')),
      ask(lines('GET / HTTP/1.0', 'User-Agent: three')),
      answer(lines('HTTP/1.1 304 Not Modified', 'Server: c') + lines('HTTP/1.1 200 OK', 'Server: d')),
      answer('a body until the connection is closed\r\n\r\nHTTP/1.1 200 OK\r\nServer: no\r\n\r\n'),
    );
    expect(seen.values('http.user-agent')).toEqual(['one', 'two', 'three']);
    expect(seen.values('http.server')).toEqual(['a', 'b', 'c', 'd']);
    expect(seen.anomalies).toEqual({});
  });

  test('passes a long body by counting', () => {
    const seen = see(
      answer(lines('HTTP/1.1 200 OK', 'Content-Length: 300000') + 'x'.repeat(1000)),
      ...Array.from({ length: 299 }, () => answer('x'.repeat(1000))),
      answer(lines('HTTP/1.1 200 OK', 'Server: behind')),
    );
    expect(seen.values('http.server')).toEqual(['behind']);
  });

  test('begins inside a body when the sensor came late', () => {
    const packets = [
      answer('tail of a page</html>'),
      ask(lines('GET / HTTP/1.1')),
      answer(lines('HTTP/1.1 200 OK', 'Server: late')),
    ];
    const seen = rehearse({ dissectors: [http], packets, midstream: true });
    expect(seen.values('http.server')).toEqual(['late']);
    expect(seen.edges[0]).toMatchObject({ client: { ip: '10.0.0.9' }, server: { ip: '10.0.0.7' } });
  });

  test('reads NTLM in both directions', () => {
    // [MS-NLMP] §2.2.1.2: signature, type 2, target name (4 bytes at 48), flags, challenge, reserved, no target info.
    const challenge = bytesOf(
      'NTLMSSP\0',
      [2, 0, 0, 0, 4, 0, 4, 0, 48, 0, 0, 0, 1, 0, 0, 0],
      new Uint8Array(24),
      [0x50, 0, 0x31, 0],
    );
    const seen = see(
      ask(lines('GET / HTTP/1.1')),
      answer(lines('HTTP/1.1 401 No', `WWW-Authenticate: NTLM ${base64(challenge)}`)),
    );
    expect(seen.value('ntlm.target')).toBe('P1');
    const fact = seen.facts.find(({ attribute }) => attribute === 'ntlm.target')!;
    expect(base64(challenge)).toContain(new TextDecoder().decode(seen.bytesOf(fact)));
    expect(seen.bytesOf(fact).length).toBeLessThanOrEqual(6);
  });

  test('a tunnel by CONNECT is another protocol from then on', () => {
    const seen = see(
      ask(lines('CONNECT pump.example:443 HTTP/1.1', 'Host: pump.example:443')),
      answer(lines('HTTP/1.1 200 Connection established')),
      ask(lines('GET / HTTP/1.1', 'User-Agent: inside')),
    );
    expect(seen.values('http.user-agent')).toEqual(['inside']);
  });

  test('finds the identity in a UPnP description', () => {
    const description = [
      '<root xmlns="urn:schemas-upnp-org:device-1-0"><device><deviceType>urn:schemas-upnp-org:device:Basic:1</deviceType>',
      '<friendlyName>Bed 7</friendlyName><manufacturer>Example &amp; Co</manufacturer><modelName>Vent 500</modelName>',
      '<serialNumber>SN4711</serialNumber><deviceList><device><modelName>inner</modelName></device></deviceList></device></root>',
    ].join('');
    const head = lines(
      'HTTP/1.1 200 OK',
      'Content-Type: text/xml; charset=utf-8',
      `Content-Length: ${description.length}`,
    );
    const seen = see(ask(lines('GET /desc.xml HTTP/1.1')), answer(head), answer(description));
    expect(seen.values('upnp.model')).toEqual(['Vent 500']);
    expect(seen.values('upnp.serial')).toEqual(['SN4711']);
    expect(seen.values('upnp.friendly-name')).toEqual(['Bed 7']);
    expect(seen.values('upnp.manufacturer')).toEqual(['Example & Co']);
  });

  test('finds the identity in DPWS metadata', () => {
    const metadata = [
      '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:d="http://docs.oasis-open.org/ws-dd/ns/dpws/2009/01">',
      '<s:Body><d:ThisModel><d:Manufacturer xml:lang="en">Example</d:Manufacturer><d:ModelName>Pump 9</d:ModelName></d:ThisModel>',
      '<d:ThisDevice><d:FirmwareVersion>4.2</d:FirmwareVersion><d:SerialNumber>SN1</d:SerialNumber></d:ThisDevice>',
      '<d:Host><p:Computer xmlns:p="urn:p">CTROOM/Workgroup:WARD</p:Computer></d:Host>',
      '<Patient><SerialNumber>TEST-0001</SerialNumber></Patient></s:Body></s:Envelope>',
    ].join('');
    const head = lines('HTTP/1.1 200 OK', 'Content-Type: application/soap+xml', `Content-Length: ${metadata.length}`);
    const seen = see(ask(lines('POST /x HTTP/1.1')), answer(head + metadata));
    const said = seen.facts.map(({ attribute, value }) => `${attribute}=${value}`);
    expect(said).toEqual([
      'dpws.manufacturer=Example',
      'dpws.model=Pump 9',
      'dpws.firmware=4.2',
      'dpws.serial=SN1',
      'dpws.computer=CTROOM',
    ]);
  });

  test('hands FHIR bodies on', () => {
    const body = '{"resourceType":"Patient","name":[{"family":"TESTFAMILY"}]}';
    const head = lines('HTTP/1.1 200 OK', 'Content-Type: application/fhir+json', `Content-Length: ${body.length}`);
    const seen = rehearse({
      dissectors: [http, fhir],
      packets: [ask(lines('GET /r HTTP/1.1')), answer(head), answer(body)],
    });
    expect(seen.edges[0]).toMatchObject({ protocol: 'fhir', personalData: ['name'] });
    expect(seen.everything).not.toContain('TESTFAMILY');
  });

  test.each([
    [
      'a chunk size that is none',
      answer(`${lines('HTTP/1.1 200 OK', 'Server: s', 'Transfer-Encoding: chunked')}xyz\r\n`),
      'http-chunk-malformed',
    ],
    [
      'text where a head should be',
      answer(`${lines('HTTP/1.1 204 OK', 'Server: s')}nonsense\r\n\r\n`),
      'http-framing-lost',
    ],
    [
      'a head without end',
      answer(`HTTP/1.1 200 OK\r\nServer: s\r\n${`X-Filler: ${'x'.repeat(1000)}\r\n`.repeat(40)}`),
      'http-head-too-long',
    ],
  ])('keeps what came before %s', (_what, said, kind) => {
    const seen = see(said);
    expect(seen.values('http.server')).toEqual(['s']);
    expect(seen.anomalies).toEqual({ [kind]: 1 });
  });

  test.each([
    'OPTIONS rtsp://x RTSP/1.0\r\n\r\n',
    'INVITE sip:a@b SIP/2.0\r\n\r\n',
    'GET_PARAMETER * RTSP/1.0\r\n\r\n',
    'GETTING\r\n',
  ])('does not claim %j', (text) => {
    expect(see(ask(text)).edges[0]!.protocol).toBeUndefined();
  });
});
