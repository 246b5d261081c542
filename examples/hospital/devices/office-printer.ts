import { counted, type Device, type Product, serialNumber } from '../device.ts';
import { DHCP_CLIENTS, leasesAddress } from '../habits/address.ts';
import { announcesServices, announcesWebService } from '../habits/announcements.ts';
import { answersSnmp } from '../habits/management.ts';
import type { DeviceKind } from '../hospital.ts';
import { rootDse, simpleBind } from '../messages/ldap.ts';
import { ipText } from '../network/address.ts';
import { LINUX } from '../network/stack.ts';
import { PLACES, type Place, roomOf, WARDS } from '../people/places.ts';

const RICOH: Product = {
  typeId: 'X032',
  manufacturer: 'Ricoh',
  model: 'IM C3000',
  oui: '000074',
  stack: LINUX,
  software: '2.02',
};
const BROTHER: Product = {
  typeId: 'X031',
  manufacturer: 'Brother',
  model: 'HL-L6400DW',
  oui: '3c2af4',
  stack: LINUX,
  software: '1.83',
};
const PLACED: readonly Place[] = [
  ...WARDS.map((ward) => roomOf(ward, 'ナースステーション')),
  PLACES.office,
  PLACES.radiology,
  PLACES.laboratory,
  PLACES.pharmacy,
  PLACES.outpatient,
  PLACES.reception,
  PLACES.dialysis,
  PLACES.endoscopy,
  PLACES.theatre,
  PLACES.informatics,
];
const LDAP_PORT = 389;

const describe = ({ product }: Device): string =>
  product === RICOH
    ? `RICOH ${product.model} ${product.software} / RICOH Network Printer C model`
    : `Brother NC-8900h, Firmware Ver.${product.software} ,MID 84UD03`;

const services = ({ product, name, serial, ip }: Device) => [
  {
    type: '_ipp._tcp',
    instance: `${product.manufacturer} ${product.model} [${name}]`,
    port: 631,
    text: [
      'txtvers=1',
      `ty=${product.manufacturer} ${product.model}`,
      `product=(${product.model})`,
      `usb_MFG=${product.manufacturer}`,
      `usb_MDL=${product.model}`,
      `sn=${serial}`,
      `adminurl=http://${ipText(ip)}/`,
    ],
  },
  {
    type: '_pdl-datastream._tcp',
    instance: `${product.manufacturer} ${product.model} [${name}]`,
    port: 9100,
    text: [`ty=${product.manufacturer} ${product.model}`],
  },
];

/** Printers and copiers; the copiers look up addresses for scans with an account in clear. */
export const officePrinter: DeviceKind = {
  id: 'office-printer',
  place(site) {
    for (const [index, place] of PLACED.entries()) {
      const product = index % 3 === 0 ? RICOH : BROTHER;
      site.add('office-printer', {
        subnet: 'office',
        product,
        name: `${product === RICOH ? 'RNP' : 'BRN'}${place.code}${counted(index + 1)}`,
        serial: serialNumber(product === RICOH ? '3109R' : 'E7', index + 1, 6),
        place,
      });
    }
  },
  habits: [
    leasesAddress(DHCP_CLIENTS.printer),
    announcesServices(services),
    announcesWebService({
      types: 'wsdp:Device wprt:PrintDeviceType',
      spaces:
        'xmlns:wsdp="http://schemas.xmlsoap.org/ws/2006/02/devprof" xmlns:wprt="http://schemas.microsoft.com/windows/2006/08/wdp/print"',
      port: 80,
    }),
    answersSnmp({
      community: 'public',
      description: describe,
      objectId: '1.3.6.1.4.1.367.1.1',
      serialIn: 'printerSerial',
    }),
  ],
  live(device, { wire, day, site }) {
    if (device.product !== RICOH) return;
    device.weaknesses.add('cleartext-credential');
    const controller = site.the('domain-controller');
    for (const at of day.every(10_800, 1)) {
      wire.tcp(at, device, controller, LDAP_PORT, [
        ...rootDse(controller.name.toLowerCase()),
        ...simpleBind('copier', 'Fukugouki-1'),
      ]);
    }
  },
};
