import { RHYTHMS } from '../day.ts';
import { looksForRouter } from '../habits/address.ts';
import { keepsTime } from '../habits/clock.ts';
import { joinsDomain, namesItself, SERVER_2022 } from '../habits/windows.ts';
import type { DeviceKind, Hospital } from '../hospital.ts';
import type { Device } from '../device.ts';
import { type Header, msh, pid, pv1 } from '../messages/hl7.ts';
import { fetching, request, response } from '../messages/http.ts';
import { WINDOWS } from '../network/stack.ts';
import { PLACES } from '../people/places.ts';
import { ENGINE, ENGINE_PORT, sendsMessage } from '../work/bedside.ts';

const EVENTS = ['A01', 'A02', 'A03', 'A08', 'A04'];
const FHIR_PORT = 8080;
const CAPABILITIES = JSON.stringify({
  resourceType: 'CapabilityStatement',
  status: 'active',
  kind: 'instance',
  software: { name: 'Karte FHIR Gateway', version: '4.2.1' },
  fhirVersion: '4.0.1',
  format: ['json'],
});

/** The electronic record: tells the departments who comes, moves and goes. */
export const recordServer: DeviceKind = {
  id: 'record-server',
  place(site) {
    site.add('record-server', {
      subnet: 'server',
      product: {
        typeId: 'X003',
        manufacturer: 'Fujitsu',
        model: 'PRIMERGY RX2540 M6',
        oui: '00000e',
        stack: WINDOWS,
        os: 'Windows Server 2022',
      },
      name: 'KARTE1',
      serial: 'MA4N003217',
      place: PLACES.informatics,
      addressing: 'fixed',
    });
  },
  habits: [looksForRouter, keepsTime(1024), namesItself(SERVER_2022, { comment: '電子カルテ' }), joinsDomain],
  live(device, hospital) {
    const { wire, site, day, random } = hospital;
    device.weaknesses.add('cleartext-personal-data');
    for (const at of day.times(40, RHYTHMS.outpatient)) {
      const event = random.pick(EVENTS);
      const patient = hospital.anyPatient();
      const id = `ADT${random.below(10_000_000)}`;
      const header: Header = {
        application: 'KARTE',
        facility: 'MIMAMORI',
        to: ENGINE,
        type: `ADT^${event}^ADT_${event}`,
        id,
        at,
        version: '2.5',
      };
      const segments = [
        msh(header),
        `EVN|${event}|${Math.floor(at)}`,
        pid(patient),
        pv1(patient.bed ?? PLACES.outpatient),
      ];
      wire.tcp(at, device, site.the('interface-engine'), ENGINE_PORT, sendsMessage(segments, header));
    }
    serveFhir(device, hospital);
  },
};

/** A gateway of devices reads what the server can, and writes a device and its observation; without TLS. */
function serveFhir(device: Device, { wire, site, day, random, patients }: Hospital): void {
  const gateway = site.the('monitor-gateway');
  const fields = {
    Host: `karte1.mimamori-hp.example:${FHIR_PORT}`,
    'User-Agent': 'DeviceGateway/2.1 (HAPI-FHIR)',
    Accept: 'application/fhir+json',
  };
  const told = { Server: 'Karte/4.2', 'Content-Type': 'application/fhir+json;charset=UTF-8' };
  for (const at of day.every(5400, 0.5)) {
    const monitor = random.pick(site.all('patient-monitor'));
    const observed = JSON.stringify({
      resourceType: 'Device',
      manufacturer: monitor.product.manufacturer,
      modelNumber: monitor.product.model,
      serialNumber: monitor.serial,
      version: [{ value: monitor.product.software }],
      patient: { reference: `Patient/${random.pick(patients).id}` },
    });
    wire.tcp(at, gateway, device, FHIR_PORT, [
      ...fetching(request('GET', '/fhir/metadata', fields), response('200 OK', told, CAPABILITIES)),
      ...fetching(
        request('POST', '/fhir/Device', { ...fields, 'Content-Type': 'application/fhir+json' }, observed),
        response('201 Created', told),
      ),
    ]);
  }
}
