import { API } from '#contract';
import { route, type Tools } from '../../route.ts';

export const getCoverage = route(
  API.overview.coverage,
  async (_, { overview }: Pick<Tools, 'overview'>) => await overview.coverage(),
);
