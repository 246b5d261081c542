import { API } from '#contract';
import { route, type Tools } from '../../route.ts';

export const startSensor = route(
  API.sensors.start,
  async ({ body, act }, { sensors }: Pick<Tools, 'sensors'>) => await sensors.start(act, body.interface),
);
