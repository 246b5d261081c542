import type { Random } from '../../../bench/captures/random.ts';
import { certificate, distinguishedName } from '../../../bench/captures/der.ts';
import { utcTime } from '../day.ts';
import { HOSPITAL } from '../people/places.ts';

export type Certificate = Buffer;

const COMMON_NAME = '2.5.4.3';
const ORGANISATION = '2.5.4.10';
const UNIT = '2.5.4.11';
const SERIAL_NUMBER = '2.5.4.5';

export interface Identity {
  readonly name: string;
  readonly unit: string;
  /** The unit's serial number, where the maker's factory issued the certificate. */
  readonly serial?: string;
  readonly organisation?: string;
  readonly issuer?: string;
}

/**
 * A certificate that says what a real one says; key and signature are random bytes. Valid from a year before `now`, for
 * `days` from then on.
 */
export function issue(random: Random, now: number, identity: Identity, days = 1095): Certificate {
  const organisation = identity.organisation ?? HOSPITAL.roman;
  return certificate({
    random: (count) => random.bytes(count),
    issuer: distinguishedName([
      [ORGANISATION, organisation],
      [COMMON_NAME, identity.issuer ?? 'Mimamori Device CA'],
    ]),
    subject: distinguishedName([
      [ORGANISATION, organisation],
      [UNIT, identity.unit],
      ...(identity.serial === undefined ? [] : ([[SERIAL_NUMBER, identity.serial]] as const)),
      [COMMON_NAME, identity.name],
    ]),
    notBefore: utcTime(now, -365),
    notAfter: utcTime(now, days - 365),
    dnsNames: [identity.name],
  });
}
