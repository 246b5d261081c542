import type { Device } from '../device.ts';
import { looksForRouter } from '../habits/address.ts';
import { announcesServices, announcesUpnp } from '../habits/announcements.ts';
import { keepsTime } from '../habits/clock.ts';
import { namesItself, WINDOWS_7 } from '../habits/windows.ts';
import type { DeviceKind } from '../hospital.ts';
import type { Service } from '../messages/dns.ts';
import { LINUX } from '../network/stack.ts';
import { PLACES } from '../people/places.ts';

const services = ({ name, product, serial }: Device): Service[] => [
  { type: '_smb._tcp', instance: name, port: 445, text: [] },
  {
    type: '_http._tcp',
    instance: name,
    port: 5000,
    text: [`vendor=Synology`, `model=${product.model}`, `serial=${serial}`, 'version_major=7', 'version_minor=1'],
  },
  { type: '_device-info._tcp', instance: name, port: 0, text: ['model=RackMac'] },
];

/** A box of discs that a department bought for itself. */
export const storage: DeviceKind = {
  id: 'storage',
  place(site) {
    site.add('storage', {
      subnet: 'server',
      product: {
        typeId: 'X009',
        manufacturer: 'Synology',
        model: 'RS1221+',
        oui: '001132',
        stack: LINUX,
        software: 'DSM 7.1-42661',
        os: 'Linux',
      },
      name: 'NAS-PHYS',
      serial: '2150SBRQ4T7XK',
      place: PLACES.physiology,
      addressing: 'fixed',
    });
  },
  habits: [
    looksForRouter,
    keepsTime(3600),
    announcesServices(services, 1200),
    announcesUpnp('Synology/DSM/RS1221+', 'upnp:rootdevice'),
    namesItself(WINDOWS_7, { comment: 'RS1221+', shares: true, domain: 'WORKGROUP' }),
  ],
  live() {},
};
