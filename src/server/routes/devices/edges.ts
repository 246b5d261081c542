import { API } from '#contract';
import { route, type Tools } from '../../route.ts';

export const listDeviceEdges = route(
  API.devices.edges,
  async ({ params, query }, { devices }: Pick<Tools, 'devices'>) => await devices.edges(params.deviceId, query),
);
