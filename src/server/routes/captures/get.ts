import { API } from '#contract';
import { route, type Tools } from '../../route.ts';

export const getCapture = route(
  API.captures.get,
  async ({ params }, { captures }: Pick<Tools, 'captures'>) => await captures.get(params.captureId),
);
