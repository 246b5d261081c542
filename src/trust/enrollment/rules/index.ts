import type { EnrollmentRule } from '../rule.ts';
import { codeIsGood } from './code-is-good.ts';
import { credentialAllowed } from './credential-allowed.ts';
import { identityIsOfDevice } from './identity-is-of-device.ts';
import { identityIsPinned } from './identity-is-pinned.ts';
import { keyIsNotTaken } from './key-is-not-taken.ts';
import { noAuthorityByProtocol } from './no-authority-by-protocol.ts';
import { operatorMayEnroll } from './operator-may-enroll.ts';
import { possessionProved } from './possession-proved.ts';
import { protocolAllowed } from './protocol-allowed.ts';
import { quotaIsLeft } from './quota-is-left.ts';
import { renewalInItsWindow } from './renewal-in-its-window.ts';
import { renewalOfSameSubject } from './renewal-of-same-subject.ts';
import { renewalOfUsableCertificate } from './renewal-of-usable-certificate.ts';
import { stationIsPermitted } from './station-is-permitted.ts';
import { voucherIsGood } from './voucher-is-good.ts';

/** In the order in which they are asked: who asks before what is asked for, so that strangers learn nothing. */
export const RULES: readonly EnrollmentRule[] = [
  protocolAllowed,
  credentialAllowed,
  noAuthorityByProtocol,
  possessionProved,
  codeIsGood,
  identityIsPinned,
  identityIsOfDevice,
  voucherIsGood,
  renewalOfUsableCertificate,
  renewalOfSameSubject,
  renewalInItsWindow,
  stationIsPermitted,
  operatorMayEnroll,
  quotaIsLeft,
  keyIsNotTaken,
];
