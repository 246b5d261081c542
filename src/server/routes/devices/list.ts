import { API } from '#contract';
import { route, type Tools } from '../../route.ts';

export const listDevices = route(
  API.devices.list,
  async ({ query }, { devices }: Pick<Tools, 'devices'>) => await devices.list(query),
);
