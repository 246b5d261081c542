import { bytesOf, ethernet, ipv4, macOf, pcap, tcp } from './packets.ts';

/** What of the patient stands in the capture below: in addresses, headers, bodies and in a response. */
export const FHIR_PATIENT: readonly string[] = [
  'HIMITSU',
  'Taroko',
  '秘密',
  '花代子',
  'MRN-99887766',
  '1951-02-27',
  '090-5555-0199',
  'himitsu@patient.example',
  '秘密町3-2-1',
  'patient-secret-note',
];

const CLIENT = '10.9.0.1';
const SERVER = '10.9.0.2';
const PORT = 8080;
const CLIENT_PORT = 40_000;
const SYN = 0x02;
const SYN_ACK = 0x12;
const PSH_ACK = 0x18;

const PATIENT = {
  resourceType: 'Patient',
  identifier: [{ value: 'MRN-99887766' }],
  name: [{ family: 'HIMITSU', given: ['Taroko'] }, { text: '秘密 花代子' }],
  birthDate: '1951-02-27',
  telecom: [{ value: '090-5555-0199' }, { value: 'himitsu@patient.example' }],
  address: [{ text: '秘密町3-2-1' }],
};
const OBSERVATION = {
  resourceType: 'Observation',
  subject: { reference: 'Patient/MRN-99887766', display: 'HIMITSU Taroko' },
  valueString: 'patient-secret-note',
};
const DEVICE = {
  resourceType: 'Device',
  manufacturer: 'Example Works',
  serialNumber: 'FH-0001',
  modelNumber: 'P-5000',
  patient: { reference: 'Patient/MRN-99887766', display: '秘密 花代子' },
};

const json = (value: object): string => JSON.stringify(value);

function request(method: string, path: string, body = ''): string {
  const length = bytesOf(body).length;
  const type = body === '' ? '' : `Content-Type: application/fhir+json\r\nContent-Length: ${length}\r\n`;
  return `${method} ${path} HTTP/1.1\r\nHost: fhir.example\r\nReferer: http://fhir.example/Patient/MRN-99887766?name=HIMITSU\r\nUser-Agent: Gateway/2.1\r\n${type}\r\n${body}`;
}

function response(body: string): string {
  return `HTTP/1.1 200 OK\r\nServer: ExampleFHIR/4.0\r\nContent-Location: /fhir/Patient/MRN-99887766\r\nContent-Type: application/fhir+json\r\nContent-Length: ${bytesOf(body).length}\r\n\r\n${body}`;
}

/** A capture of FHIR over HTTP with a patient in it; no program, only text. */
export function fhirWithPatient(): Uint8Array {
  const bundle = json({
    resourceType: 'Bundle',
    type: 'transaction',
    entry: [{ resource: PATIENT }, { resource: OBSERVATION }],
  });
  const said: readonly (readonly [fromClient: boolean, text: string])[] = [
    [true, request('GET', '/fhir/Patient?family=HIMITSU&identifier=MRN-99887766&birthdate=1951-02-27')],
    [false, response(json({ resourceType: 'Bundle', type: 'searchset', entry: [{ resource: PATIENT }] }))],
    [true, request('POST', '/fhir', bundle)],
    [false, response(bundle)],
    [true, request('PUT', '/fhir/Device/1', json(DEVICE))],
    [false, response(json(DEVICE))],
  ];
  const sequences = { client: 1001, server: 5001 };
  const frame = (fromClient: boolean, sequence: number, flags: number, payload: Uint8Array): Uint8Array => {
    const [from, to] = fromClient ? [CLIENT, SERVER] : [SERVER, CLIENT];
    const [source, destination] = fromClient ? [CLIENT_PORT, PORT] : [PORT, CLIENT_PORT];
    const packet = ipv4({ from, to, protocol: 6 }, tcp(source, destination, sequence, flags, payload));
    return ethernet(macOf(from), macOf(to), 0x0800, packet);
  };
  const none = new Uint8Array(0);
  const frames = [frame(true, 1000, SYN, none), frame(false, 5000, SYN_ACK, none)];
  for (const [fromClient, text] of said) {
    const bytes = bytesOf(text);
    const side = fromClient ? 'client' : 'server';
    frames.push(frame(fromClient, sequences[side], PSH_ACK, bytes));
    sequences[side] += bytes.length;
  }
  return pcap(frames);
}
