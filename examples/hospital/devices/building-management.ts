import { looksForRouter } from '../habits/address.ts';
import { keepsTime } from '../habits/clock.ts';
import { namesItself, WINDOWS_10_1809 } from '../habits/windows.ts';
import type { DeviceKind } from '../hospital.ts';
import { BACNET_PORT, whoIs } from '../messages/bacnet.ts';
import { WINDOWS } from '../network/stack.ts';
import { PLACES } from '../people/places.ts';

/** The control room of the building: air, heat, power, sterilisers. */
export const buildingManagement: DeviceKind = {
  id: 'building-management',
  place(site) {
    site.add('building-management', {
      subnet: 'building',
      product: {
        typeId: 'X052',
        manufacturer: 'Azbil',
        model: 'savic-net G5',
        oui: '002004',
        stack: WINDOWS,
        software: '5.2',
        os: 'Windows 10',
      },
      name: 'BMS1',
      serial: 'SN5-00418',
      place: PLACES.plant,
      addressing: 'fixed',
    });
  },
  habits: [looksForRouter, keepsTime(3600), namesItself(WINDOWS_10_1809, { comment: '中央監視', domain: 'BUILDING' })],
  live(device, { wire, day }) {
    for (const at of day.every(3600)) wire.broadcast(at, device, [BACNET_PORT, BACNET_PORT], whoIs());
  },
};
