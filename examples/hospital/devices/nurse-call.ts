import { RHYTHMS } from '../day.ts';
import { serialNumber } from '../device.ts';
import { looksForRouter } from '../habits/address.ts';
import { keepsTime } from '../habits/clock.ts';
import type { DeviceKind } from '../hospital.ts';
import { type Header, msh, pv1 } from '../messages/hl7.ts';
import { register } from '../messages/sip.ts';
import { ipText } from '../network/address.ts';
import { LINUX } from '../network/stack.ts';
import { bedsOf, type Place, roomOf, WARDS } from '../people/places.ts';
import { ENGINE, ENGINE_PORT, sendsMessage } from '../work/bedside.ts';

const SIP_PORT = 5060;
const REGISTER_EVERY_S = 3000;

const station = (ward: Place): Place => roomOf(ward, 'ナースステーション');

/** Masters of the nurse call: a telephone to the exchange, and a message for each call that goes on to a handset. */
export const nurseCall: DeviceKind = {
  id: 'nurse-call',
  place(site) {
    for (const [index, ward] of WARDS.entries()) {
      site.add('nurse-call', {
        subnet: 'voice',
        product: {
          typeId: 'T137',
          manufacturer: 'Carecom (nurse call)',
          model: 'NICSS-EX8',
          oui: '002667',
          stack: LINUX,
          software: '2.31',
        },
        name: `NC-${ward.code}`,
        serial: serialNumber('EX', index + 1, 6),
        place: station(ward),
        addressing: 'fixed',
      });
    }
  },
  habits: [looksForRouter, keepsTime(3600)],
  live(device, { wire, day, random, site }) {
    const extension = String(7000 + device.number);
    const call = device.mac.toString('hex');
    for (const [n, at] of day.every(REGISTER_EVERY_S).entries()) {
      const display = `${device.place.name} ナースコール`;
      const [question, answer] = register({
        extension,
        display,
        agent: 'CARECOM NICSS-EX8/2.31',
        ip: ipText(device.ip),
        call,
        sequence: n + 1,
      });
      wire.udp(at, device, site.the('call-manager'), [SIP_PORT, SIP_PORT], question);
      wire.udp(at + 0.01, site.the('call-manager'), device, [SIP_PORT, SIP_PORT], answer);
    }
    const beds = bedsOf(device.place, 24);
    for (const at of day.times(6, RHYTHMS.bedside)) {
      const id = `NC${random.below(1_000_000)}`;
      const header: Header = {
        application: 'NICSS',
        facility: device.place.code,
        to: ENGINE,
        type: 'ORU^R40^ORU_R40',
        id,
        at,
        version: '2.6',
        profile: 'IHE_PCD_ACM_001^IHE PCD^1.3.6.1.4.1.19376.1.6.1.4.1^ISO',
      };
      const segments = [
        msh(header),
        pv1(random.pick(beds)),
        `OBR|1|${id}||196616^MDC_EVT_ALARM^MDC`,
        'OBX|1|ST|68480^MDC_ATTR_ALERT_TYPE^MDC||SP||||||F',
      ];
      wire.tcp(at, device, site.the('interface-engine'), ENGINE_PORT, sendsMessage(segments, header));
    }
  },
};
