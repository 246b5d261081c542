import { API } from '#contract';
import { uploadRoute, type Tools } from '../../route.ts';

export const uploadCapture = uploadRoute(
  API.captures.upload,
  async ({ file, query, act }, { captures }: Pick<Tools, 'captures'>) =>
    await captures.upload(act, file, query.keepDays),
);
