import { looksForRouter } from '../habits/address.ts';
import { looksUpOutside } from '../habits/names.ts';
import { namesItself, SERVER_2019 } from '../habits/windows.ts';
import { sendsLogs } from '../habits/management.ts';
import type { DeviceKind } from '../hospital.ts';
import { asReply, asRequest } from '../messages/kerberos.ts';
import { ask, tell } from '../network/tcp.ts';
import { WINDOWS } from '../network/stack.ts';
import { PLACES } from '../people/places.ts';

const KERBEROS_PORT = 88;

/** Knows who belongs to the hospital, and what things are called. */
export const domainController: DeviceKind = {
  id: 'domain-controller',
  place(site) {
    for (const number of [1, 2]) {
      site.add('domain-controller', {
        subnet: 'server',
        product: {
          typeId: 'X011',
          manufacturer: 'Microsoft',
          model: 'Windows Server 2019',
          oui: '005056',
          stack: WINDOWS,
          os: 'Windows Server 2019',
        },
        name: `DC${number}`,
        serial: `VMware-56-4d-1a-0${number}`,
        place: PLACES.informatics,
        addressing: 'fixed',
      });
    }
  },
  habits: [
    looksForRouter,
    namesItself(SERVER_2019, { comment: 'Domain controller', shares: true }),
    looksUpOutside([['time.example', 200]], 0.5),
    sendsLogs('Microsoft-Windows-Security-Auditing', ['4625 An account failed to log on.'], 3, 'new'),
  ],
  live(device, { wire, day, random, site }) {
    // Controllers prove themselves to one another too.
    const [first, second] = site.all('domain-controller');
    const other = device === first ? second : first;
    if (other === undefined) return;
    for (const at of day.every(5400, 1)) {
      const account = `${device.name}$`;
      wire.tcp(at, device, other, KERBEROS_PORT, [
        ask(asRequest(random, at, account)),
        tell(asReply(random, account), 0.003),
      ]);
    }
  },
};
