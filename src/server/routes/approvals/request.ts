import { API } from '#contract';
import { route, type Tools } from '../../route.ts';

export const requestApproval = route(
  API.approvals.request,
  async ({ body, act }, { approvals }: Pick<Tools, 'approvals'>) => await approvals.request(act, body),
);
