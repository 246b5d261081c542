import { counted, type Product, serialNumber } from '../device.ts';
import { DHCP_CLIENTS, leasesAddress } from '../habits/address.ts';
import type { DeviceKind } from '../hospital.ts';
import * as mqtt from '../messages/mqtt.ts';
import { SMALL_RTOS } from '../network/stack.ts';
import { ask, tell, type Turn } from '../network/tcp.ts';
import { bedOf, PLACES, type Place } from '../people/places.ts';

const TERUMO: Product = {
  typeId: 'T002',
  manufacturer: 'Terumo',
  model: 'TE-SS835',
  oui: '60f673',
  stack: SMALL_RTOS,
  software: '2.10',
};
const COUNT = 30;
const BROKER_PORT = 1883;
const PUBLISH_EVERY_S = 300;
const PLACED: readonly Place[] = Array.from({ length: COUNT }, (_, n) =>
  n < 18 ? bedOf(PLACES.icu, 'ICU', String((n % 14) + 1)) : n < 24 ? PLACES.nicu : PLACES.theatre,
);

/** Syringe pumps that publish how they run; whose drug it is stands in the topic. */
export const syringePump: DeviceKind = {
  id: 'syringe-pump',
  place(site) {
    for (const [index, place] of PLACED.entries()) {
      site.add('syringe-pump', {
        subnet: 'pump',
        product: TERUMO,
        name: `TE-SS-${counted(index + 1, 3)}`,
        serial: serialNumber('2206', index + 1, 5),
        place,
      });
    }
  },
  habits: [leasesAddress({ ...DHCP_CLIENTS.small, vendorClass: 'TERUMO' })],
  live(device, { wire, day, site, random }) {
    device.weaknesses.add('no-authentication');
    const topic = `pump/${device.place.code}/${device.place.bed ?? 'OR'}/${device.serial}`;
    const turns: Turn[] = [ask(mqtt.connect(`TE-SS835-${device.serial}`), 0.002), tell(mqtt.CONNACK, 0.006)];
    const published = Math.floor((day.last - day.first) / PUBLISH_EVERY_S) - 2;
    for (let id = 1; id <= published; id++) {
      const message = JSON.stringify({
        model: device.product.model,
        sn: device.serial,
        rate: random.between(1, 40) / 10,
        state: 'RUN',
      });
      turns.push(ask(mqtt.publish(id, topic, message), PUBLISH_EVERY_S), tell(mqtt.puback(id), 0.01));
    }
    wire.tcp(day.between(0, 0.02), device, site.the('pump-server'), BROKER_PORT, turns, { close: 'open' });
  },
};
