import { API } from '#contract';
import { route, type Tools } from '../../route.ts';

export const listApprovals = route(
  API.approvals.list,
  async ({ query }, { approvals }: Pick<Tools, 'approvals'>) => await approvals.list(query),
);
