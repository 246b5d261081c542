import { looksForRouter } from '../habits/address.ts';
import { keepsTime } from '../habits/clock.ts';
import type { DeviceKind } from '../hospital.ts';
import { LINUX } from '../network/stack.ts';
import { PLACES } from '../people/places.ts';

/** Records the cameras. */
export const videoRecorder: DeviceKind = {
  id: 'video-recorder',
  place(site) {
    site.add('video-recorder', {
      subnet: 'camera',
      product: {
        typeId: 'X042',
        manufacturer: 'Panasonic',
        model: 'WJ-NX400',
        oui: '001267',
        stack: LINUX,
        software: '5.10',
      },
      name: 'NVR1',
      serial: 'NX4-100238',
      place: PLACES.office,
      addressing: 'fixed',
    });
  },
  habits: [looksForRouter, keepsTime(3600)],
  live() {},
};
