import { counted, type Device, type Product, serialNumber } from '../device.ts';
import { leasesAddress } from '../habits/address.ts';
import { keepsTime } from '../habits/clock.ts';
import { sendsLogs } from '../habits/management.ts';
import type { DeviceKind, Hospital } from '../hospital.ts';
import * as intellivue from '../messages/intellivue.ts';
import { LINUX, SMALL_RTOS } from '../network/stack.ts';
import { bedOf, bedsOf, PLACES, type Place, WARDS } from '../people/places.ts';

const INTELLIVUE: Product = {
  typeId: 'T023',
  manufacturer: 'Philips',
  model: 'IntelliVue MX700',
  oui: '0009fb',
  stack: SMALL_RTOS,
  software: 'M.04.06',
};
const BEDSIDE: Product = {
  typeId: 'T023',
  manufacturer: 'Nihon Kohden',
  model: 'BSM-6000',
  oui: '00a09a',
  stack: LINUX,
  software: '02-11',
};

const ICU_BEDS = 14;
const ER_BEDS = 6;
const WARD_BEDS = 7;
const PLACED: readonly (readonly [Product, Place])[] = [
  ...Array.from({ length: ICU_BEDS }, (_, n) => [INTELLIVUE, bedOf(PLACES.icu, 'ICU', String(n + 1))] as const),
  ...Array.from({ length: ER_BEDS }, (_, n) => [INTELLIVUE, bedOf(PLACES.emergency, '処置', String(n + 1))] as const),
  ...WARDS.flatMap((ward) => bedsOf(ward, WARD_BEDS).map((bed) => [BEDSIDE, bed] as const)),
];
const ANNOUNCE_EVERY_S = 600;
const POLL_EVERY_S = 60;
const POLLS_AN_ASSOCIATION = 90;
const WARD_PORT = 9002;
const WARD_EVERY_S = 60;
const WARD_MARK = Buffer.from('BSM6', 'latin1');

/** Monitors at the bedside: Philips in intensive care and emergency, Nihon Kohden on the wards. */
export const patientMonitor: DeviceKind = {
  id: 'patient-monitor',
  place(site) {
    for (const [index, [product, place]] of PLACED.entries()) {
      const isPhilips = product === INTELLIVUE;
      site.add('patient-monitor', {
        subnet: 'monitoring',
        product,
        name: `${isPhilips ? 'MX700' : 'BSM'}-${place.code}-${counted(index + 1)}`,
        serial: serialNumber(isPhilips ? 'DE83' : 'NK', index + 1),
        place,
        addressing: isPhilips ? 'lease' : 'fixed',
      });
    }
  },
  habits: [leasesAddress({ wishes: [1, 3, 6, 42, 43], vendorClass: 'Philips_MX700' }), keepsTime(7200, 3)],
  live(device, hospital) {
    device.weaknesses.add('cleartext-personal-data');
    if (device.product === INTELLIVUE) exportData(device, hospital);
    else sendToCentral(device, hospital);
  },
};

function exportData(device: Device, hospital: Hospital): void {
  const { wire, day, site, random } = hospital;
  const central = site.all('central-station').find(({ product }) => product.manufacturer === 'Philips');
  const announced = intellivue.connectIndication(device.mac, device.ip);
  for (const at of day.every(ANNOUNCE_EVERY_S)) {
    wire.broadcast(at, device, [intellivue.ANNOUNCE_PORT, intellivue.ANNOUNCE_PORT], announced);
  }
  if (central === undefined) return;
  const own = intellivue.DATA_PORT;
  const theirs = 30_000 + device.number;
  const asks = (at: number, bytes: Buffer): void => wire.udp(at, central, device, [theirs, own], bytes);
  const tells = (at: number, bytes: Buffer): void => wire.udp(at, device, central, [own, theirs], bytes);
  const patient = hospital.patientAt(device);
  for (const [n, at] of day.every(POLL_EVERY_S).entries()) {
    if (n % POLLS_AN_ASSOCIATION === 0) {
      asks(at - 2, intellivue.associationRequest());
      tells(at - 1.99, intellivue.associationResponse());
      const { product, serial, place, mac } = device;
      const identity = {
        model: product.model,
        serial,
        software: product.software ?? '',
        bed: `${place.code}-${place.bed}`,
        mac,
      };
      tells(at - 1.9, intellivue.created(n, { ...identity, patient: { family: patient.family, id: patient.id } }));
    }
    asks(at, intellivue.poll(n & 0x7fff));
    tells(
      at + 0.01,
      intellivue.polled(n & 0x7fff, n, [random.between(60, 110), random.between(90, 100), random.between(10, 24)]),
    );
  }
}

/** A stream that nobody has described in public: the sensor can only say that it is there. */
function sendToCentral(device: Device, hospital: Hospital): void {
  const { wire, day, site, random } = hospital;
  const centrals = site.all('central-station').filter(({ product }) => product.manufacturer === 'Nihon Kohden');
  const central = centrals.find(({ place }) => place.code === device.place.code) ?? centrals[0];
  if (central === undefined) return;
  for (const at of day.every(WARD_EVERY_S)) {
    const bytes = Buffer.concat([WARD_MARK, random.bytes(random.between(180, 420))]);
    wire.udp(at, device, central, [WARD_PORT, WARD_PORT], bytes);
  }
  sendsLogs('BSM-6000', ['alarm limits changed', 'lead off', 'monitoring resumed'], 1)(device, hospital);
}
