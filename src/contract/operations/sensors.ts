import * as z from 'zod';
import { defineOperation, Nothing } from '../operation.ts';
import { NetworkInterface, Sensor } from '../shapes/capture.ts';
import { Id } from '../shapes/values.ts';

/** IFNAMSIZ of Linux, without its closing zero, is 15. */
const INTERFACE = /^[A-Za-z0-9][A-Za-z0-9._:@-]{0,14}$/;

export const sensors = {
  list: defineOperation({
    id: 'sensors.list',
    method: 'GET',
    path: '/api/sensors',
    summary: 'Sensors with their state, speed and drops.',
    access: 'captures.read',
    response: z.object({ sensors: z.array(Sensor) }),
  }),
  interfaces: defineOperation({
    id: 'sensors.interfaces',
    method: 'GET',
    path: '/api/interfaces',
    summary: 'Network interfaces of the server on which live capture can be started.',
    access: 'sensors.control',
    response: z.object({ interfaces: z.array(NetworkInterface) }),
  }),
  start: defineOperation({
    id: 'sensors.start',
    method: 'POST',
    path: '/api/sensors',
    summary: 'Starts live capture on an interface. Nothing is ever sent on it.',
    access: 'sensors.control',
    audit: 'sensor.started',
    body: z.strictObject({ interface: z.string().regex(INTERFACE) }),
    response: Sensor,
  }),
  stop: defineOperation({
    id: 'sensors.stop',
    method: 'POST',
    path: '/api/sensors/{sensorId}/stop',
    summary: 'Stops live capture.',
    access: 'sensors.control',
    audit: 'sensor.stopped',
    params: z.strictObject({ sensorId: Id }),
    body: Nothing,
    response: Sensor,
  }),
} as const;
