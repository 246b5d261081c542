import { RHYTHMS } from '../day.ts';
import { looksForRouter } from '../habits/address.ts';
import { keepsTime } from '../habits/clock.ts';
import { looksUpOutside } from '../habits/names.ts';
import { talkOutside } from '../habits/secure.ts';
import type { DeviceKind } from '../hospital.ts';
import { MBEDTLS } from '../messages/tls.ts';
import { LINUX } from '../network/stack.ts';
import { PLACES, roomOf } from '../people/places.ts';

const SERVICE = 'insite.example';
const SERVICE_HOST = 77;

/** The box by which a maker reaches its scanners from outside. */
export const maintenanceGateway: DeviceKind = {
  id: 'maintenance-gateway',
  place(site) {
    site.add('maintenance-gateway', {
      subnet: 'imaging',
      product: {
        typeId: 'X028',
        manufacturer: 'Moxa',
        model: 'EDR-G903',
        oui: '0090e8',
        stack: LINUX,
        software: '5.7.25',
      },
      name: 'INSITE-GW',
      serial: 'TAJHA1044210',
      place: roomOf(PLACES.radiology, '機械室'),
      addressing: 'fixed',
    });
  },
  habits: [looksForRouter, keepsTime(3600), looksUpOutside([[SERVICE, SERVICE_HOST]], 2)],
  live(device, hospital) {
    device.weaknesses.add('outside-connection');
    const host = hospital.site.outside(SERVICE_HOST, LINUX);
    for (const at of hospital.day.times(4, RHYTHMS.always)) talkOutside(at, device, host, SERVICE, hospital, MBEDTLS);
  },
};
