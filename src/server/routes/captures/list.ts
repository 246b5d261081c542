import { API } from '#contract';
import { route, type Tools } from '../../route.ts';

export const listCaptures = route(
  API.captures.list,
  async ({ query }, { captures }: Pick<Tools, 'captures'>) => await captures.list(query),
);
