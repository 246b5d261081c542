import { API } from '#contract';
import { route, type Tools } from '../../route.ts';

export const stopSensor = route(
  API.sensors.stop,
  async ({ params, act }, { sensors }: Pick<Tools, 'sensors'>) => await sensors.stop(act, params.sensorId),
);
