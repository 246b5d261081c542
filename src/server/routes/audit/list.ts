import { API } from '#contract';
import { route, type Tools } from '../../route.ts';

export const listAuditRecords = route(
  API.audit.list,
  async ({ query }, { audit }: Pick<Tools, 'audit'>) => await audit.list(query),
);
