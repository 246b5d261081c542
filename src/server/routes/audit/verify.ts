import { API } from '#contract';
import { route, type Tools } from '../../route.ts';

export const verifyAudit = route(API.audit.verify, async (_, { audit }: Pick<Tools, 'audit'>) => await audit.verify());
