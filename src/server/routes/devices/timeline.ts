import { API } from '#contract';
import { route, type Tools } from '../../route.ts';

export const getTimeline = route(
  API.devices.timeline,
  async ({ params }, { devices }: Pick<Tools, 'devices'>) => await devices.timeline(params.deviceId),
);
