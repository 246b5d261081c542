import { standingOf } from '../../registry.ts';
import type { EnrollmentRule } from '../rule.ts';

/** The profile of benches in the default set. */
const STATION_PROFILE = 'station';

export const stationIsPermitted: EnrollmentRule = {
  id: 'station-is-permitted',
  clause: 'RFC 3647 4.1.2',
  remedy: {
    en: 'Use a bench that is active and named in the permit of the site, for a device the permit has.',
    ja: '拠点の許可書に記された有効な端末で、許可書にある機器を登録してください。',
  },
  credentials: ['station'],
  against({ credential, nowUs }) {
    if (credential.kind !== 'station') return undefined;
    const { record, signatureHolds, permit } = credential;
    const standing = standingOf(record, nowUs);
    if (standing !== 'usable') return standing;
    if (record?.profileId !== STATION_PROFILE) return record?.profileId ?? '';
    if (!signatureHolds) return 'signature';
    if (!permit.hasStation) return 'station';
    if (!permit.hasDevice) return 'device';
    return nowUs < permit.endsAtUs ? undefined : 'permit ended';
  },
};
