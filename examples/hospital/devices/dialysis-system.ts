import { looksForRouter } from '../habits/address.ts';
import { keepsTime } from '../habits/clock.ts';
import { namesItself, WINDOWS_10_1809 } from '../habits/windows.ts';
import type { DeviceKind } from '../hospital.ts';
import { openVnc } from '../messages/remote.ts';
import { WINDOWS } from '../network/stack.ts';
import { PLACES } from '../people/places.ts';

const VNC_PORT = 5900;

/** Server of the dialysis centre; its screen can be watched by whoever asks. */
export const dialysisSystem: DeviceKind = {
  id: 'dialysis-system',
  place(site) {
    site.add('dialysis-system', {
      subnet: 'dialysis',
      product: {
        typeId: 'T060',
        manufacturer: 'Nikkiso',
        model: 'Future Net Web+',
        oui: 'cc7b61',
        stack: WINDOWS,
        software: '6.1',
        os: 'Windows 10',
      },
      name: 'FNW1',
      serial: 'FNW-20931',
      place: PLACES.dialysis,
      addressing: 'fixed',
    });
  },
  habits: [
    looksForRouter,
    keepsTime(3600),
    namesItself(WINDOWS_10_1809, { comment: 'Future Net Web+', domain: 'DIALYSIS' }),
  ],
  live(device, { wire, day, site, random }) {
    device.weaknesses.add('no-authentication');
    wire.tcp(day.between(0.4, 0.6), site.all('office-computer')[1]!, device, VNC_PORT, openVnc(random, 'FNW1', 12));
  },
};
