import { API } from '#contract';
import { route, type Tools } from '../../route.ts';

export const listFacets = route(
  API.devices.facets,
  async (_, { devices }: Pick<Tools, 'devices'>) => await devices.facets(),
);
