import { API } from '#contract';
import { route, type Tools } from '../../route.ts';

export const listSensors = route(API.sensors.list, async (_, { sensors }: Pick<Tools, 'sensors'>) => ({
  sensors: [...(await sensors.list())],
}));
