import { API } from '#contract';
import { route, type Tools } from '../../route.ts';

export const getNetworkMap = route(
  API.networkMap.get,
  async ({ query }, { networkMaps }: Pick<Tools, 'networkMaps'>) => await networkMaps.get(query.by),
);
