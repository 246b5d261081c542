import { looksForRouter } from '../habits/address.ts';
import { keepsTime } from '../habits/clock.ts';
import type { DeviceKind } from '../hospital.ts';
import { OPENSSH, session } from '../messages/ssh.ts';
import { LINUX } from '../network/stack.ts';
import { PLACES } from '../people/places.ts';

const BANNER = 'SSH-2.0-OpenSSH_8.4p1 Debian-5+deb11u3';

/** Asks everything that answers how it does; the questions are with those who answer. */
export const networkMonitor: DeviceKind = {
  id: 'network-monitor',
  place(site) {
    site.add('network-monitor', {
      subnet: 'management',
      product: {
        typeId: 'X007',
        manufacturer: 'VMware',
        model: 'Virtual machine',
        oui: '005056',
        stack: LINUX,
        os: 'Debian 11',
      },
      name: 'NMS1',
      serial: 'VMware-56-4d-77-21',
      place: PLACES.informatics,
      addressing: 'fixed',
    });
  },
  habits: [looksForRouter, keepsTime(1024)],
  live(device, { wire, day, random, site }) {
    const client = { ...OPENSSH, banner: 'SSH-2.0-PuTTY_Release_0.78' };
    for (const at of day.times(1, () => 0.5)) {
      wire.tcp(
        at,
        site.all('office-computer')[0]!,
        device,
        22,
        session(random, client, { ...OPENSSH, banner: BANNER }),
      );
    }
  },
};
