import { API } from '#contract';
import { route, type Tools } from '../../route.ts';

export const cancelCapture = route(
  API.captures.cancel,
  async ({ params, act }, { captures }: Pick<Tools, 'captures'>) => await captures.cancel(act, params.captureId),
);
