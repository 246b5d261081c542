import { serialNumber } from '../device.ts';
import { DHCP_CLIENTS, leasesAddress } from '../habits/address.ts';
import { answersSnmp } from '../habits/management.ts';
import type { DeviceKind } from '../hospital.ts';
import { SMALL_RTOS } from '../network/stack.ts';
import { PLACES, type Place } from '../people/places.ts';

const PLACED: readonly Place[] = [PLACES.informatics, PLACES.icu, PLACES.theatre, PLACES.laboratory];

/** Uninterruptible power where it matters; their agents answer to the community that the maker set. */
export const powerSupply: DeviceKind = {
  id: 'power-supply',
  place(site) {
    for (const [index, place] of PLACED.entries()) {
      site.add('power-supply', {
        subnet: 'management',
        product: {
          typeId: 'X048',
          manufacturer: 'APC (Schneider Electric)',
          model: 'Smart-UPS X 3000',
          oui: '00c0b7',
          stack: SMALL_RTOS,
          software: 'v6.9.6',
        },
        name: `UPS-${place.code}`,
        serial: serialNumber('AS', index + 1, 10),
        place,
      });
    }
  },
  habits: [
    leasesAddress({ ...DHCP_CLIENTS.small, vendorClass: 'APC' }),
    answersSnmp({
      community: 'public',
      description: ({ serial }) =>
        `APC Web/SNMP Management Card (MB:v4.1.0 PF:v6.9.6 PN:apc_hw05_aos_696.bin SN:${serial})`,
      objectId: '1.3.6.1.4.1.318.1.3.27',
    }),
  ],
  live() {},
};
