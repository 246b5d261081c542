import { RHYTHMS, stamp } from '../day.ts';
import { serialNumber } from '../device.ts';
import { DHCP_CLIENTS, leasesAddress } from '../habits/address.ts';
import { namesItself, WINDOWS_7 } from '../habits/windows.ts';
import type { DeviceKind } from '../hospital.ts';
import { type Header, msh, pid } from '../messages/hl7.ts';
import { rdpOpening } from '../messages/remote.ts';
import { WINDOWS } from '../network/stack.ts';
import { PLACES, type Place, WARDS } from '../people/places.ts';
import { ENGINE, ENGINE_PORT, sendsMessage } from '../work/bedside.ts';

const PLACED: readonly Place[] = [PLACES.icu, PLACES.theatre, WARDS[2]!];
const RDP_PORT = 3389;

/** Cabinets that hand out drugs: an old Windows with a drawer. */
export const medicineCabinet: DeviceKind = {
  id: 'medicine-cabinet',
  place(site) {
    for (const [index, place] of PLACED.entries()) {
      site.add('medicine-cabinet', {
        subnet: 'office',
        product: {
          typeId: 'T133',
          manufacturer: 'BD (Becton, Dickinson and Company)',
          model: 'Pyxis MedStation ES',
          oui: '9cc8ae',
          stack: WINDOWS,
          software: '1.6.1',
          os: 'Windows 7',
        },
        name: `PYXIS-${place.code}`,
        serial: serialNumber('1438', index + 1, 5),
        place,
      });
    }
  },
  habits: [
    leasesAddress(DHCP_CLIENTS.windowsXp),
    namesItself(WINDOWS_7, { comment: 'MedStation ES', domain: 'PHARMACY' }),
  ],
  live(device, hospital) {
    const { wire, day, site, random } = hospital;
    device.weaknesses.add('cleartext-personal-data');
    for (const at of day.times(6, RHYTHMS.bedside)) {
      const id = `PYX${random.below(1_000_000)}`;
      const header: Header = {
        application: `PYXIS_${device.place.code}`,
        facility: 'PHARMACY',
        to: ENGINE,
        type: 'RDS^O13^RDS_O13',
        id,
        at,
        version: '2.5',
      };
      const segments = [
        msh(header),
        pid(hospital.anyPatient()),
        `RXD|1|620001234^フロセミド注20mg^HOT9|${stamp(at)}|1|AMP`,
      ];
      wire.tcp(at, device, site.the('interface-engine'), ENGINE_PORT, sendsMessage(segments, header));
    }
    wire.tcp(day.between(0.5, 0.8), site.all('office-computer')[1]!, device, RDP_PORT, rdpOpening('pyxisadmin'));
  },
};
