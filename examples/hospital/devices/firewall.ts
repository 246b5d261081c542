import { looksForRouter } from '../habits/address.ts';
import { keepsTime } from '../habits/clock.ts';
import { answersSnmp, sendsLogs } from '../habits/management.ts';
import { talkSecurely } from '../habits/secure.ts';
import type { DeviceKind } from '../hospital.ts';
import { SCHANNEL } from '../messages/tls.ts';
import { LINUX } from '../network/stack.ts';
import { PLACES } from '../people/places.ts';

/** Stands between the hospital and the world. */
export const firewall: DeviceKind = {
  id: 'firewall',
  place(site) {
    site.add('firewall', {
      subnet: 'management',
      product: {
        typeId: 'X025',
        manufacturer: 'Fortinet',
        model: 'FortiGate-200F',
        oui: '00090f',
        stack: LINUX,
        software: 'v7.2.5',
      },
      name: 'FW-1',
      serial: 'FG200FT922900317',
      place: PLACES.informatics,
      addressing: 'fixed',
    });
  },
  habits: [
    looksForRouter,
    keepsTime(3600),
    answersSnmp({
      community: 'mimamori-ro',
      description: () => 'FortiGate-200F v7.2.5,build1517',
      objectId: '1.3.6.1.4.1.12356.101.1.2005',
    }),
    sendsLogs('traffic', ['action=deny policyid=0 service=telnet msg="denied by forward policy check"'], 20, 'new'),
  ],
  live(device, hospital) {
    const admin = hospital.site.all('office-computer')[0]!;
    talkSecurely(hospital.day.between(0.4, 0.6), admin, device, hospital, {
      client: SCHANNEL,
      version: 0x0303,
      port: 8443,
      exchanges: [[420, 5200]],
    });
  },
};
