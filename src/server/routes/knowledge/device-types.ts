import { API } from '#contract';
import { route, type Tools } from '../../route.ts';

export const listDeviceTypes = route(
  API.knowledge.deviceTypes,
  async (_, { deviceTypes }: Pick<Tools, 'deviceTypes'>) => ({ types: deviceTypes.list() }),
);
