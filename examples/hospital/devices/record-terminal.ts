import { RHYTHMS } from '../day.ts';
import { counted, type Product, serialNumber } from '../device.ts';
import { DHCP_CLIENTS, leasesAddress } from '../habits/address.ts';
import { looksUp } from '../habits/names.ts';
import { visits } from '../habits/secure.ts';
import { usesShare, windowsComputer, WINDOWS_10 } from '../habits/windows.ts';
import type { DeviceKind } from '../hospital.ts';
import { SCHANNEL } from '../messages/tls.ts';
import { WINDOWS } from '../network/stack.ts';
import { PLACES, type Place, roomOf, WARDS } from '../people/places.ts';

const TERMINAL: Product = {
  typeId: 'X005',
  manufacturer: 'Fujitsu',
  model: 'LIFEBOOK A5513',
  oui: '00000e',
  stack: WINDOWS,
  os: 'Windows 10',
};
const PLACED: readonly Place[] = [
  ...WARDS.flatMap((ward) => ['ナースステーション', '病室', '病室', '医師室'].map((room) => roomOf(ward, room))),
  ...Array.from({ length: 14 }, (_, n) => roomOf(PLACES.outpatient, `診察室${n + 1}`)),
  PLACES.icu,
  PLACES.icu,
  PLACES.emergency,
  PLACES.emergency,
  PLACES.theatre,
  PLACES.laboratory,
  PLACES.pharmacy,
  PLACES.dialysis,
  PLACES.endoscopy,
  PLACES.radiology,
];

/** Terminals of the electronic record. */
export const recordTerminal: DeviceKind = {
  id: 'record-terminal',
  place(site) {
    for (const [index, place] of PLACED.entries()) {
      site.add('record-terminal', {
        subnet: 'office',
        product: TERMINAL,
        name: `KT-${place.code}-${counted(index + 1)}`,
        serial: serialNumber('R2', index + 1, 6),
        place,
      });
    }
  },
  habits: [
    leasesAddress(DHCP_CLIENTS.windows),
    looksUp(['record-server', 'file-server', 'pacs'], 3, RHYTHMS.office),
    windowsComputer(WINDOWS_10),
    usesShare(WINDOWS_10, '部門', 0.3),
    visits('record-server', 4, RHYTHMS.office, {
      client: SCHANNEL,
      exchanges: [
        [700, 4200],
        [420, 2600],
      ],
      wait: 6,
    }),
  ],
  live() {},
};
