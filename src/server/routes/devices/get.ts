import { API } from '#contract';
import { route, type Tools } from '../../route.ts';

export const getDevice = route(
  API.devices.get,
  async ({ params }, { devices }: Pick<Tools, 'devices'>) => await devices.get(params.deviceId),
);
