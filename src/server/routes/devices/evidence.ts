import { API } from '#contract';
import { route, type Tools } from '../../route.ts';

export const getEvidence = route(
  API.devices.evidence,
  async ({ params }, { devices }: Pick<Tools, 'devices'>) => await devices.evidence(params.deviceId, params.evidenceId),
);
