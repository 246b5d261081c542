import { describe, expect, test } from 'vitest';
import { bytesOf } from '../../../tests/packets.ts';
import { rehearse, type Said } from '../../../tests/rehearsal.ts';
import { fhir } from './fhir.ts';
import { http } from './http.ts';

const CLIENT = ['10.0.0.1', 40000] as const;
const SERVER = ['10.0.0.2', 8080] as const;
const put = (body: string, type = 'application/fhir+json') => ({
  tcp: { from: CLIENT, to: SERVER },
  bytes: bytesOf(
    `PUT /fhir HTTP/1.1\r\nHost: fhir.test\r\nContent-Type: ${type}\r\nContent-Length: ${bytesOf(body).length}\r\n\r\n${body}`,
  ),
});
const answer = (body: string, type = 'application/fhir+json; charset=utf-8') => ({
  tcp: { from: SERVER, to: CLIENT },
  bytes: bytesOf(`HTTP/1.1 200 OK\r\nContent-Type: ${type}\r\nContent-Length: ${bytesOf(body).length}\r\n\r\n${body}`),
});
const get = { tcp: { from: CLIENT, to: SERVER }, bytes: bytesOf('GET /fhir HTTP/1.1\r\nHost: fhir.test\r\n\r\n') };
const see = (...packets: Said[]) => rehearse({ dissectors: [http, fhir], packets, excerpts: true });
const facts = (seen: ReturnType<typeof see>): string[] =>
  seen.facts
    .filter(({ attribute }) => attribute.startsWith('fhir.'))
    .map(({ attribute, value, subject }) => `${subject.ip} ${attribute} ${value}`);

const DEVICE = {
  resourceType: 'Device',
  identifier: [{ system: 'urn:oid:1.2.840.10004.1.1.1.0.0.1.0.0.1.2680', value: '00-02-B3-FF-FE-00-F1-A2' }],
  udiCarrier: [{ deviceIdentifier: '00812345678903', carrierHRF: '(01)00812345678903(21)ABC123' }],
  manufacturer: 'ACME "Medical"',
  serialNumber: 'SN-1',
  deviceName: [{ name: 'Pump 5', type: 'user-friendly-name' }],
  modelNumber: 'P-5000',
  version: [{ value: '4.2' }],
  patient: { reference: 'Patient/4711' },
};
const OF_DEVICE = [
  '10.0.0.1 fhir.resource Device',
  '10.0.0.1 fhir.device-identifier 00-02-B3-FF-FE-00-F1-A2',
  '10.0.0.1 fhir.udi-device 00812345678903',
  '10.0.0.1 fhir.udi (01)00812345678903(21)ABC123',
  '10.0.0.1 fhir.manufacturer ACME "Medical"',
  '10.0.0.1 fhir.serial SN-1',
  '10.0.0.1 fhir.device-name Pump 5',
  '10.0.0.1 fhir.model P-5000',
  '10.0.0.1 fhir.device-software 4.2',
];

test('a device resource describes who sends it', () => {
  const seen = see(put(JSON.stringify(DEVICE)));
  expect(facts(seen)).toEqual(OF_DEVICE);
  expect(seen.edges[0]).toMatchObject({ protocol: 'fhir', personalData: ['identifier'] });
  expect(seen.everything).not.toContain('4711');
  const serial = seen.facts.find(({ attribute }) => attribute === 'fhir.serial')!;
  expect(seen.bytesOf(serial)).toEqual(bytesOf('SN-1'));
});

test('the type of a resource need not stand first', () => {
  const { resourceType, ...rest } = DEVICE;
  expect(new Set(facts(see(put(JSON.stringify({ ...rest, resourceType })))))).toEqual(new Set(OF_DEVICE));
});

test('XML says the same', () => {
  const xml = `<?xml version="1.0"?><Device xmlns="http://hl7.org/fhir"><identifier><value value="00-02"/></identifier>
    <manufacturer value="ACME &amp; Sons"/><deviceName><name value="Pump 5"/></deviceName><patient><reference value="Patient/4711"/></patient></Device>`;
  const seen = see(put(xml, 'application/fhir+xml'));
  expect(facts(seen)).toEqual([
    '10.0.0.1 fhir.resource Device',
    '10.0.0.1 fhir.device-identifier 00-02',
    '10.0.0.1 fhir.manufacturer ACME & Sons',
    '10.0.0.1 fhir.device-name Pump 5',
  ]);
  expect(seen.everything).not.toContain('4711');
});

test('devices that a server lists are not the server', () => {
  const bundle = { resourceType: 'Bundle', entry: [{ resource: DEVICE }] };
  expect(facts(see(get, answer(JSON.stringify(bundle))))).toEqual([
    '10.0.0.2 fhir.resource Bundle',
    '10.0.0.2 fhir.resource Device',
  ]);
});

test('a capability statement names the software of the server', () => {
  const statement = {
    resourceType: 'CapabilityStatement',
    software: { name: 'HAPI FHIR', version: '6.8.0' },
    implementation: { description: 'Ward server', url: 'http://10.0.0.2/fhir' },
    fhirVersion: '4.0.1',
  };
  expect(facts(see(get, answer(JSON.stringify(statement))))).toEqual([
    '10.0.0.2 fhir.resource CapabilityStatement',
    '10.0.0.2 fhir.software HAPI FHIR',
    '10.0.0.2 fhir.software-version 6.8.0',
    '10.0.0.2 fhir.implementation Ward server',
    '10.0.0.2 fhir.version 4.0.1',
  ]);
});

test('patients are counted by category', () => {
  const patient = {
    resourceType: 'Patient',
    identifier: [{ value: 'PATIENT-4711' }],
    name: [{ family: 'Tanaka' }],
    birthDate: '1950-12-31',
    gender: 'female',
    telecom: [{ value: '03-1234-5678' }],
  };
  const observation = { resourceType: 'Observation', subject: { reference: 'Patient/4711' }, valueString: 'SECRET' };
  const bundle = { resourceType: 'Bundle', entry: [{ resource: patient }, { resource: observation }] };
  const seen = see(put(JSON.stringify(bundle)));
  expect(seen.edges[0]?.personalData).toEqual(['name', 'identifier', 'birth-date', 'sex', 'contact', 'result']);
  expect(seen.everything).not.toMatch(/4711|Tanaka|1950-12-31|1234-5678|SECRET/);
});

describe('damaged bodies', () => {
  const text = JSON.stringify(DEVICE);

  test('cut at any length say nothing that the whole does not say', () => {
    const known = new Set(OF_DEVICE);
    for (let length = 1; length < text.length; length++) {
      const cut = put(text);
      const head = cut.bytes.length - bytesOf(text).length;
      const said = facts(see({ ...cut, bytes: cut.bytes.subarray(0, head + length) }));
      expect(said.filter((each) => !known.has(each))).toEqual([]);
    }
  });

  test.each([
    'not JSON',
    '{"resourceType":"Device"]',
    '['.repeat(100),
    '{"a":{"resourceType":5}}',
    '{"resourceType":"no type, free text"}',
  ])('like %j name no resource', (body) => {
    expect(facts(see(put(body)))).toEqual(
      body.startsWith('{"resourceType":"Device"') ? ['10.0.0.1 fhir.resource Device'] : [],
    );
  });
});
