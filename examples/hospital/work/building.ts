import type { Device } from '../device.ts';
import type { Hospital } from '../hospital.ts';
import {
  ANALOG_INPUT,
  BACNET_PORT,
  DEVICE_OBJECT,
  iAm,
  PROPERTY,
  propertyIs,
  readProperty,
} from '../messages/bacnet.ts';

export interface Controller {
  readonly instance: number;
  readonly vendor: number;
  readonly description: string;
  /** Range of the value that is read again and again. */
  readonly reading: readonly [low: number, high: number];
}

const READ_EVERY_S = 180;
const IDENTITY_EVERY_S = 10_800;

/** A controller answers who it is, and its value again and again. */
export function answersBacnet(device: Device, { wire, day, site, random }: Hospital, c: Controller): void {
  device.weaknesses.add('no-authentication');
  const server = site.the('building-management');
  const ports = [BACNET_PORT, BACNET_PORT] as const;
  let invoke = random.below(256);
  const read = (at: number, type: number, instance: number, property: number, value: string | number): void => {
    invoke = (invoke + 1) & 255;
    wire.udp(at, server, device, ports, readProperty(invoke, type, instance, property));
    wire.udp(at + 0.008, device, server, ports, propertyIs(invoke, type, instance, property, value));
  };
  for (const at of day.every(3600))
    wire.broadcast(at + 1 + random.exponential(0.4), device, ports, iAm(c.instance, c.vendor));
  const { manufacturer, model, software = '' } = device.product;
  const identity: readonly (readonly [number, string])[] = [
    [PROPERTY.objectName, device.name],
    [PROPERTY.vendorName, manufacturer],
    [PROPERTY.model, model],
    [PROPERTY.firmware, software],
    [PROPERTY.location, `${device.place.name} ${device.place.room ?? ''}`.trim()],
    [PROPERTY.description, c.description],
  ];
  for (const at of day.every(IDENTITY_EVERY_S)) {
    for (const [n, [property, value]] of identity.entries())
      read(at + n * 0.05, DEVICE_OBJECT, c.instance, property, value);
  }
  for (const at of day.every(READ_EVERY_S)) {
    const [low, high] = c.reading;
    read(at, ANALOG_INPUT, 1, PROPERTY.presentValue, low + (high - low) * random.fraction());
  }
}
