import { type AnswerOf, API, openApi } from '#contract';
import { route, type Tools } from '../../route.ts';

export const describeServer = route(
  API.server.description,
  async (_, { version }: Pick<Tools, 'version'>) => openApi(version) as AnswerOf<typeof API.server.description>,
);
