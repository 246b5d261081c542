import { RHYTHMS } from '../day.ts';
import { counted, type Product, serialNumber } from '../device.ts';
import { DHCP_CLIENTS, leasesAddress } from '../habits/address.ts';
import { looksForServices, searchesUpnp } from '../habits/announcements.ts';
import { looksUp, looksUpOutside } from '../habits/names.ts';
import { visits } from '../habits/secure.ts';
import { usesShare, windowsComputer, WINDOWS_10, type SERVER_2022 } from '../habits/windows.ts';
import type { DeviceKind } from '../hospital.ts';
import { OLD_WINDOWS } from '../messages/tls.ts';
import { WINDOWS } from '../network/stack.ts';
import { PLACES, type Place } from '../people/places.ts';

const DESKTOP: Product = {
  typeId: 'X006',
  manufacturer: 'Dell',
  model: 'OptiPlex 7010',
  oui: '000144',
  stack: WINDOWS,
  os: 'Windows 11',
};
const PLACED: readonly Place[] = [
  PLACES.informatics,
  PLACES.engineering,
  ...Array.from({ length: 10 }, () => PLACES.office),
  PLACES.engineering,
  PLACES.pharmacy,
  PLACES.pharmacy,
  PLACES.reception,
  PLACES.reception,
  PLACES.informatics,
];
const WINDOWS_11: typeof SERVER_2022 = [10, 0, 22_631];

/** Computers of the offices; the first two belong to the people who look after the network and the devices. */
export const officeComputer: DeviceKind = {
  id: 'office-computer',
  place(site) {
    for (const [index, place] of PLACED.entries()) {
      site.add('office-computer', {
        subnet: 'office',
        product: DESKTOP,
        name: `PC-${place.code}-${counted(index + 1)}`,
        serial: serialNumber('DLO', index + 1, 4),
        place,
      });
    }
  },
  habits: [
    leasesAddress(DHCP_CLIENTS.windows),
    looksUp(['file-server', 'record-server', 'update-server'], 3, RHYTHMS.office),
    looksUpOutside(
      [
        ['www.example.com', 20],
        ['mail.example.net', 21],
      ],
      2,
    ),
    windowsComputer(WINDOWS_11),
    usesShare(WINDOWS_10, '事務', 1),
    looksForServices(['_ipp._tcp', '_printer._tcp']),
    searchesUpnp('urn:dial-multiscreen-org:service:dial:1'),
    (device, hospital) => {
      // One program of the accounts office has not been renewed since Windows XP.
      if (device.number !== 5) return;
      device.weaknesses.add('old-tls');
      visits('record-server', 2, RHYTHMS.office, {
        client: OLD_WINDOWS,
        version: 0x0301,
        port: 8443,
        exchanges: [[200, 900]],
      })(device, hospital);
    },
  ],
  live() {},
};
