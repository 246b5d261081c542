import { API } from '#contract';
import { publicRoute, type Tools } from '../../route.ts';

export const checkHealth = publicRoute(
  API.server.health,
  async (_, { health }: Pick<Tools, 'health'>) => await health.check(),
);
