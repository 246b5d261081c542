import { RHYTHMS } from '../day.ts';
import { counted, type Product } from '../device.ts';
import { DHCP_CLIENTS, leasesAddress } from '../habits/address.ts';
import { looksForServices } from '../habits/announcements.ts';
import { speaksIpv6 } from '../habits/dual-stack.ts';
import { looksUpOutside } from '../habits/names.ts';
import { talkOutside } from '../habits/secure.ts';
import type { DeviceKind } from '../hospital.ts';
import { OPENSSL } from '../messages/tls.ts';
import { LINUX, PHONE } from '../network/stack.ts';
import { PLACES, type Place, WARDS } from '../people/places.ts';

const IPHONE: Product = { typeId: 'X038', manufacturer: 'Apple', model: 'iPhone', oui: '', stack: PHONE, os: 'iOS' };
const ANDROID: Product = {
  typeId: 'X038',
  manufacturer: 'Google',
  model: 'Android',
  oui: '',
  stack: LINUX,
  os: 'Android',
};
/** Second digit of a hardware address that its owner made up: locally administered, and of one host. */
const MADE_UP = ['26', '3e', '4a', '5e', '6a', '7a', '8e', '92', 'a6', 'be'];
const PLACED: readonly Place[] = [...WARDS, PLACES.reception, PLACES.outpatient, PLACES.outpatient, PLACES.reception];

/** Telephones of visitors: hardware addresses that change, and names that say little. */
export const visitorPhone: DeviceKind = {
  id: 'visitor-phone',
  place(site) {
    for (const [index, place] of PLACED.entries()) {
      const model = index % 2 === 0 ? IPHONE : ANDROID;
      site.add('visitor-phone', {
        subnet: 'guest',
        product: { ...model, oui: `${MADE_UP[index % MADE_UP.length]}${counted((index * 37) % 100)}` },
        name: model === IPHONE ? 'iPhone' : `android-${(index * 0x2f31).toString(16)}`,
        serial: '',
        place,
      });
    }
  },
  habits: [
    speaksIpv6,
    (device, hospital) =>
      leasesAddress(device.product.os === 'iOS' ? DHCP_CLIENTS.apple : DHCP_CLIENTS.android)(device, hospital),
    looksForServices(['_airplay._tcp', '_companion-link._tcp', '_googlecast._tcp'], 1800),
    looksUpOutside(
      [
        ['social.example', 30],
        ['video.example', 31],
        ['push.example', 32],
      ],
      6,
    ),
  ],
  live(device, hospital) {
    for (const at of hospital.day.times(5, RHYTHMS.outpatient)) {
      const number = hospital.random.pick([30, 31, 32]);
      talkOutside(at, device, hospital.site.outside(number, LINUX), `host${number}.example`, hospital, OPENSSL);
    }
  },
};
