import { API } from '#contract';
import { downloadRoute, type Tools } from '../../route.ts';

export const openKeptCapture = downloadRoute(
  API.captures.openKept,
  async ({ params, body, act }, { captures }: Pick<Tools, 'captures'>) =>
    await captures.openKept(act, params.captureId, body.reason),
);
