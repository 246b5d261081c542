import type { Device } from './device.ts';
import type { Placed } from './genuine.ts';
import type { Hospital } from './hospital.ts';
import { ipText, macText } from './network/address.ts';
import type { Written } from './network/recording.ts';
import { SUBNETS } from './network/subnet.ts';

const iso = (seconds: number): string => new Date(seconds * 1000).toISOString();

function deviceTruth(device: Device) {
  const { typeId, manufacturer, model, software, os } = device.product;
  const { code, name, floor, room, bed } = device.place;
  return {
    kind: device.kind,
    name: device.name,
    mac: macText(device.mac),
    ip: ipText(device.ip),
    vlan: device.subnet.vlan,
    ...(typeId !== undefined && { typeId, manufacturer, model }),
    ...(device.serial !== '' && { serial: device.serial }),
    ...(software !== undefined && { software }),
    ...(os !== undefined && { os }),
    place: { code, name, floor, ...(room !== undefined && { room }), ...(bed !== undefined && { bed }) },
    weaknesses: [...device.weaknesses].toSorted(),
  };
}

/**
 * What was put into the capture, for demonstrations and for tests that must know which values may not come out. It is
 * no evidence of how well the product reads: who writes the traffic and who reads it are the same people.
 */
export function truthOf(seed: number, { site, day, patients }: Hospital, genuine: readonly Placed[], written: Written) {
  return {
    schema: 'mimamori.example-hospital/1',
    seed,
    first: iso(day.first),
    last: iso(day.last),
    packets: written.packets,
    bytes: written.bytes,
    networks: Object.values(SUBNETS).map(({ id, name, vlan, prefix }) => ({
      id,
      name,
      vlan,
      network: `${prefix}.0/24`,
    })),
    devices: site.devices.map(deviceTruth),
    genuine,
    patients: patients.map(({ id, family, given, familyKana, givenKana, familyRoman, givenRoman, birthDate }) => ({
      id,
      family,
      given,
      familyKana,
      givenKana,
      familyRoman,
      givenRoman,
      birthDate,
    })),
  };
}
