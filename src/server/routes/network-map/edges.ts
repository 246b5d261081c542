import { API } from '#contract';
import { route, type Tools } from '../../route.ts';

export const listMapEdges = route(
  API.networkMap.edges,
  async ({ query }, { networkMaps }: Pick<Tools, 'networkMaps'>) => await networkMaps.edges(query),
);
