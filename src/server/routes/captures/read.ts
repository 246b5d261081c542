import { API } from '#contract';
import { route, type Tools } from '../../route.ts';

export const readCaptureOfFolder = route(
  API.captures.read,
  async ({ body, act }, { captures }: Pick<Tools, 'captures'>) => await captures.read(act, body.path),
);
