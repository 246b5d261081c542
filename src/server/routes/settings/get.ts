import { API } from '#contract';
import { route, type Tools } from '../../route.ts';

export const getSettings = route(
  API.settings.get,
  async (_, { settings }: Pick<Tools, 'settings'>) => await settings.get(),
);
