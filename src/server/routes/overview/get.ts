import { API } from '#contract';
import { route, type Tools } from '../../route.ts';

export const getOverview = route(
  API.overview.get,
  async (_, { overview }: Pick<Tools, 'overview'>) => await overview.get(),
);
