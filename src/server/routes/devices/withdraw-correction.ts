import { API } from '#contract';
import { route, type Tools } from '../../route.ts';

export const withdrawCorrection = route(
  API.devices.withdrawCorrection,
  async ({ params, act }, { devices }: Pick<Tools, 'devices'>) =>
    await devices.withdrawCorrection(act, params.deviceId, params.conclusion),
);
