import { API } from '#contract';
import { route, type Tools } from '../../route.ts';

export const correctDevice = route(
  API.devices.correct,
  async ({ params, body, act }, { devices }: Pick<Tools, 'devices'>) =>
    await devices.correct(act, params.deviceId, { ...body, conclusion: params.conclusion }),
);
