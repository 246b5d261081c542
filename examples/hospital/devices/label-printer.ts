import { RHYTHMS } from '../day.ts';
import { counted, type Product, serialNumber } from '../device.ts';
import { DHCP_CLIENTS, leasesAddress } from '../habits/address.ts';
import { answersSnmp } from '../habits/management.ts';
import type { DeviceKind } from '../hospital.ts';
import { SMALL_RTOS } from '../network/stack.ts';
import { ask } from '../network/tcp.ts';
import { PLACES, type Place, roomOf, WARDS } from '../people/places.ts';

const ZEBRA: Product = {
  typeId: 'X033',
  manufacturer: 'Zebra Technologies',
  model: 'ZD421',
  oui: '00074d',
  stack: SMALL_RTOS,
  software: 'V93.21.16Z',
};
const SATO: Product = {
  typeId: 'X033',
  manufacturer: 'Sato',
  model: 'CL4NX',
  oui: '001998',
  stack: SMALL_RTOS,
  software: '1.12.1',
};
const PLACED: readonly Place[] = [
  ...WARDS.map((ward) => roomOf(ward, '処置室')),
  PLACES.laboratory,
  PLACES.laboratory,
  PLACES.pharmacy,
  PLACES.outpatient,
  PLACES.emergency,
  PLACES.icu,
];
const PORT = 9100;

/** Printers for wristbands and tubes: each label carries a name. */
export const labelPrinter: DeviceKind = {
  id: 'label-printer',
  place(site) {
    for (const [index, place] of PLACED.entries()) {
      const product = index % 2 === 0 ? ZEBRA : SATO;
      site.add('label-printer', {
        subnet: 'office',
        product,
        name: `LBL-${place.code}-${counted(index + 1)}`,
        serial: serialNumber(product === ZEBRA ? 'D8J2' : 'KU', index + 1, 8),
        place,
      });
    }
  },
  habits: [
    leasesAddress(DHCP_CLIENTS.small),
    answersSnmp({
      community: 'public',
      description: ({ product }) =>
        product === ZEBRA
          ? `Zebra Technologies ${product.model}-203dpi ZPL ${product.software}`
          : `SATO ${product.model} ${product.software}`,
      objectId: '1.3.6.1.4.1.10642.1.1',
      serialIn: 'printerSerial',
    }),
  ],
  live(device, hospital) {
    const { wire, day, site, random } = hospital;
    device.weaknesses.add('cleartext-personal-data');
    const terminals = site.all('record-terminal').filter(({ place }) => place.code === device.place.code);
    for (const at of day.times(5, RHYTHMS.bedside)) {
      const patient = hospital.anyPatient();
      const label = `^XA^CI28^FO40,30^A@N,40,40^FD${patient.family} ${patient.given}^FS^FO40,90^BCN,80^FD${patient.id}^FS^XZ\r\n`;
      const sender = terminals.length > 0 ? random.pick(terminals) : site.the('laboratory-system');
      wire.tcp(at, sender, device, PORT, [ask(Buffer.from(label, 'utf8'), 0.01)]);
    }
  },
};
