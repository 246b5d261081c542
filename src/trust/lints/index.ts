import type { Lint } from '../lint.ts';
import { authorityAnswersForNobody } from './authority-answers-for-nobody.ts';
import { authorityIsMarkedCritically } from './authority-is-marked-critically.ts';
import { baseCrlLeadsToDeltas } from './base-crl-leads-to-deltas.ts';
import { certificateFollowsProfile } from './certificate-follows-profile.ts';
import { criticalExtensionsAreKnown } from './critical-extensions-are-known.ts';
import { crlHasNextUpdate } from './crl-has-next-update.ts';
import { crlHasNumber } from './crl-has-number.ts';
import { crlNamesItsKey } from './crl-names-its-key.ts';
import { crlReasonsFitItsKind } from './crl-reasons-fit-its-kind.ts';
import { deltaCrlFitsItsBase } from './delta-crl-fits-its-base.ts';
import { endEntityHasAltName } from './end-entity-has-alt-name.ts';
import { issuerNameMatches } from './issuer-name-matches.ts';
import { keyIdentifiersChain } from './key-identifiers-chain.ts';
import { keyIsAPointOfItsCurve } from './key-is-a-point-of-its-curve.ts';
import { keyIsNew } from './key-is-new.ts';
import { keyUsageFitsPurpose } from './key-usage-fits-purpose.ts';
import { nameConstraintsSuitVerifiers } from './name-constraints-suit-verifiers.ts';
import { purposeIsSingle } from './purpose-is-single.ts';
import { rsaKeyIsStrong } from './rsa-key-is-strong.ts';
import { serialHas64RandomBits } from './serial-has-64-random-bits.ts';
import { serialIsPositive } from './serial-is-positive.ts';
import { strictDer } from './strict-der.ts';
import { timeFormFollowsYear } from './time-form-follows-year.ts';
import { timeHasNoFraction } from './time-has-no-fraction.ts';
import { validityIsInOrder } from './validity-is-in-order.ts';
import { validityIsInsideIssuer } from './validity-is-inside-issuer.ts';
import { versionIsThree } from './version-is-three.ts';

/** Every rule that certificates and lists are measured by. */
export const LINTS: readonly Lint[] = [
  authorityAnswersForNobody,
  authorityIsMarkedCritically,
  baseCrlLeadsToDeltas,
  certificateFollowsProfile,
  criticalExtensionsAreKnown,
  crlHasNextUpdate,
  crlHasNumber,
  crlNamesItsKey,
  crlReasonsFitItsKind,
  deltaCrlFitsItsBase,
  endEntityHasAltName,
  issuerNameMatches,
  keyIdentifiersChain,
  keyIsAPointOfItsCurve,
  keyIsNew,
  keyUsageFitsPurpose,
  nameConstraintsSuitVerifiers,
  purposeIsSingle,
  rsaKeyIsStrong,
  serialHas64RandomBits,
  serialIsPositive,
  strictDer,
  timeFormFollowsYear,
  timeHasNoFraction,
  validityIsInOrder,
  validityIsInsideIssuer,
  versionIsThree,
];
