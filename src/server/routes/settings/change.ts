import { API } from '#contract';
import { route, type Tools } from '../../route.ts';

export const changeSettings = route(
  API.settings.change,
  async ({ body, act }, { settings }: Pick<Tools, 'settings'>) => await settings.change(act, body),
);
