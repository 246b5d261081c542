import { counted, type Product, serialNumber } from '../device.ts';
import { leasesAddress } from '../habits/address.ts';
import { keepsTime } from '../habits/clock.ts';
import type { DeviceKind } from '../hospital.ts';
import { CAPABILITY, lldp, LLDP_ETHERTYPE, LLDP_GROUP } from '../messages/neighbours.ts';
import { register } from '../messages/sip.ts';
import { ipText } from '../network/address.ts';
import { LINUX } from '../network/stack.ts';
import { PLACES, type Place, roomOf, WARDS } from '../people/places.ts';

const PHONE: Product = {
  typeId: 'X036',
  manufacturer: 'Yealink',
  model: 'SIP-T46U',
  oui: '805ec0',
  stack: LINUX,
  software: '108.86.0.20',
};
const PLACED: readonly Place[] = [
  ...WARDS.flatMap((ward) => [roomOf(ward, 'ナースステーション'), roomOf(ward, '医師室')]),
  PLACES.icu,
  PLACES.theatre,
  PLACES.emergency,
  PLACES.radiology,
  PLACES.laboratory,
  PLACES.pharmacy,
  PLACES.dialysis,
  PLACES.endoscopy,
  PLACES.office,
  PLACES.engineering,
  PLACES.informatics,
  PLACES.reception,
];
const SIP_PORT = 5060;
const REGISTER_EVERY_S = 3000;
const LLDP_EVERY_S = 300;

/** Telephones; each says over LLDP-MED which unit it is. */
export const ipPhone: DeviceKind = {
  id: 'ip-phone',
  place(site) {
    for (const [index, place] of PLACED.entries()) {
      site.add('ip-phone', {
        subnet: 'voice',
        product: PHONE,
        name: `TEL-${place.code}-${counted(index + 1)}`,
        serial: serialNumber('3155022', index + 1, 6),
        place,
      });
    }
  },
  habits: [
    leasesAddress({ wishes: [1, 3, 6, 12, 15, 28, 42, 66, 67, 43, 120], vendorClass: 'yealink' }),
    keepsTime(7200),
  ],
  live(device, { wire, day, site }) {
    const { manufacturer, model, software = '' } = device.product;
    const exchange = site.the('call-manager');
    const extension = String(3000 + device.number);
    for (const [n, at] of day.every(REGISTER_EVERY_S).entries()) {
      const [question, answer] = register({
        extension,
        display: device.place.name,
        agent: `Yealink ${model} ${software}`,
        ip: ipText(device.ip),
        call: device.mac.toString('hex'),
        sequence: n + 1,
      });
      wire.udp(at, device, exchange, [SIP_PORT, SIP_PORT], question);
      wire.udp(at + 0.01, exchange, device, [SIP_PORT, SIP_PORT], answer);
    }
    const frame = lldp({
      mac: device.mac,
      ip: device.ip,
      name: device.name,
      description: software,
      port: device.mac.toString('hex'),
      portDescription: 'WAN PORT',
      capabilities: CAPABILITY.bridge | CAPABILITY.telephone,
      inventory: { hardware: '108.0.0.0', firmware: software, software, serial: device.serial, manufacturer, model },
    });
    for (const at of day.every(LLDP_EVERY_S, 0)) wire.link(at, device.mac, LLDP_GROUP, LLDP_ETHERTYPE, frame);
  },
};
