import { API } from '#contract';
import { route, type Tools } from '../../route.ts';

export const listCaptureFolder = route(
  API.captures.folder,
  async (_, { captures }: Pick<Tools, 'captures'>) => await captures.folder(),
);
