import { RHYTHMS, stamp } from '../day.ts';
import { counted, type Product, serialNumber } from '../device.ts';
import { DHCP_CLIENTS, leasesAddress } from '../habits/address.ts';
import type { DeviceKind } from '../hospital.ts';
import { ftpUpload } from '../messages/terminal.ts';
import { VXWORKS } from '../network/stack.ts';
import { ask } from '../network/tcp.ts';
import { PLACES, type Place, WARDS } from '../people/places.ts';

const FUKUDA: Product = {
  typeId: 'T039',
  manufacturer: 'Fukuda Denshi',
  model: 'FCP-9900',
  oui: '0040d1',
  stack: VXWORKS,
  software: 'V03-02',
};
const KOHDEN: Product = {
  typeId: 'T039',
  manufacturer: 'Nihon Kohden',
  model: 'ECG-3350',
  oui: '00a09a',
  stack: VXWORKS,
  software: '01-18',
};
const PLACED: readonly Place[] = [
  PLACES.physiology,
  PLACES.physiology,
  PLACES.emergency,
  PLACES.outpatient,
  ...WARDS.slice(0, 4),
];
const FTP_PORT = 21;
/** A twelve-lead record of ten seconds. */
const RECORD_BYTES = 21_000;

/** Electrocardiographs: each record goes by FTP, without an account, under a name that is the patient's number. */
export const ecgCart: DeviceKind = {
  id: 'ecg-cart',
  place(site) {
    for (const [index, place] of PLACED.entries()) {
      const product = index % 2 === 0 ? FUKUDA : KOHDEN;
      site.add('ecg-cart', {
        subnet: 'office',
        product,
        name: `ECG-${place.code}-${counted(index + 1)}`,
        serial: serialNumber(product === FUKUDA ? '5010' : '22', index + 1, 5),
        place,
      });
    }
  },
  habits: [leasesAddress({ ...DHCP_CLIENTS.small, vendorClass: 'ECG' })],
  live(device, hospital) {
    const { wire, day, random, site } = hospital;
    const server = site.the('ecg-system');
    for (const at of day.times(5, RHYTHMS.outpatient)) {
      server.weaknesses.add('anonymous-login').add('cleartext-personal-data');
      const port = 40_000 + random.below(9000);
      const name = `${hospital.anyPatient().id}_${stamp(at)}.dat`;
      const account = { user: 'anonymous', password: `${device.name}@mimamori-hp.example` };
      wire.tcp(
        at,
        device,
        server,
        FTP_PORT,
        ftpUpload('PrismHeart FTP server ready.', account, name, [server.ip, port]),
      );
      wire.tcp(at + 0.12, device, server, port, [ask(random.bytes(RECORD_BYTES), 0.01)]);
    }
  },
};
