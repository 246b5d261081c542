import { API } from '#contract';
import { route, type Tools } from '../../route.ts';

export const listInterfaces = route(
  API.sensors.interfaces,
  async (_, { sensors }: Pick<Tools, 'sensors'>) => await sensors.interfaces(),
);
