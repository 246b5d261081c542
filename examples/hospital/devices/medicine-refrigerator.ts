import { counted, serialNumber } from '../device.ts';
import { DHCP_CLIENTS, leasesAddress } from '../habits/address.ts';
import type { DeviceKind } from '../hospital.ts';
import * as mqtt from '../messages/mqtt.ts';
import { SMALL_RTOS } from '../network/stack.ts';
import { ask, tell, type Turn } from '../network/tcp.ts';
import { PLACES, type Place, WARDS } from '../people/places.ts';

const PLACED: readonly Place[] = [PLACES.pharmacy, PLACES.laboratory, PLACES.theatre, PLACES.icu, WARDS[1]!, WARDS[4]!];
const PORT = 1883;
const EVERY_S = 300;

/** Refrigerators for drugs and blood; the account of their sensors goes in clear, the same for all. */
export const medicineRefrigerator: DeviceKind = {
  id: 'medicine-refrigerator',
  place(site) {
    for (const [index, place] of PLACED.entries()) {
      site.add('medicine-refrigerator', {
        subnet: 'building',
        product: {
          typeId: 'T141',
          manufacturer: 'PHC',
          model: 'MPR-S313',
          oui: '00e05c',
          stack: SMALL_RTOS,
          software: '1.4',
        },
        name: `FRIDGE-${place.code}-${counted(index + 1)}`,
        serial: serialNumber('2108', index + 1, 4),
        place,
      });
    }
  },
  habits: [leasesAddress(DHCP_CLIENTS.small)],
  live(device, { wire, day, site, random }) {
    device.weaknesses.add('cleartext-credential');
    const turns: Turn[] = [
      ask(mqtt.connect(`MPR-S313-${device.serial}`, { user: 'fridge', password: 'cold4you' }), 0.002),
      tell(mqtt.CONNACK, 0.006),
    ];
    const published = Math.floor((day.last - day.first) / EVERY_S) - 2;
    for (let id = 1; id <= published; id++) {
      const message = JSON.stringify({ t: random.between(30, 50) / 10, door: random.fraction() < 0.1 });
      turns.push(
        ask(mqtt.publish(id, `cold/${device.place.code}/${device.serial}`, message), EVERY_S),
        tell(mqtt.puback(id), 0.01),
      );
    }
    wire.tcp(day.between(0, 0.02), device, site.the('building-management'), PORT, turns, { close: 'open' });
  },
};
