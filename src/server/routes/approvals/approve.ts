import { API } from '#contract';
import { route, type Tools } from '../../route.ts';

export const approveRequest = route(
  API.approvals.approve,
  async ({ params, body, act }, { approvals }: Pick<Tools, 'approvals'>) =>
    await approvals.decide(act, params.approvalId, { ...body, decision: 'approved' }),
);
