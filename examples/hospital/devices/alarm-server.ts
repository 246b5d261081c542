import { RHYTHMS } from '../day.ts';
import { looksForRouter } from '../habits/address.ts';
import { keepsTime } from '../habits/clock.ts';
import { visits } from '../habits/secure.ts';
import type { DeviceKind } from '../hospital.ts';
import { OPENSSL } from '../messages/tls.ts';
import { LINUX } from '../network/stack.ts';
import { PLACES } from '../people/places.ts';

/** Brings alarms to the handsets of nurses. Its certificate has run out, and nobody has noticed. */
export const alarmServer: DeviceKind = {
  id: 'alarm-server',
  place(site) {
    const device = site.add('alarm-server', {
      subnet: 'voice',
      product: {
        typeId: 'T038',
        manufacturer: 'Ascom',
        model: 'Unite Connectivity Manager',
        oui: '00013e',
        stack: LINUX,
        software: '9.3.1',
      },
      name: 'UNITE1',
      serial: 'T941AM8K0217',
      place: PLACES.informatics,
      addressing: 'fixed',
    });
    device.weaknesses.add('expired-certificate');
  },
  habits: [
    looksForRouter,
    keepsTime(3600),
    visits('interface-engine', 20, RHYTHMS.bedside, { client: OPENSSL, port: 6662, exchanges: [[240, 180]] }),
  ],
  live(device, hospital) {
    const central = hospital.site.all('central-station')[0]!;
    const watch = visits('alarm-server', 6, RHYTHMS.bedside, {
      client: { ...OPENSSL, maximum: 0x0303 },
      version: 0x0303,
      exchanges: [[300, 120]],
    });
    if (device.number === 1) watch(central, hospital);
  },
};
