import { API } from '#contract';
import { route, type Tools } from '../../route.ts';

export const forgetKeptCapture = route(
  API.captures.forget,
  async ({ params, act }, { captures }: Pick<Tools, 'captures'>) => await captures.forget(act, params.captureId),
);
