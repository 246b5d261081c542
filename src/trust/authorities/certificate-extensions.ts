import type { Crypto } from '../ports.ts';
import { isRefusal, renderAll } from '../profiles/conformance.ts';
import { isAuthorityPurpose, type Profile } from '../profiles/profile.ts';
import type { Variables } from '../profiles/template.ts';
import type { Refusal } from '../refusal.ts';
import * as ext from '../x509/extensions.ts';
import type { AltName } from '../x509/general-names.ts';

/** What the extensions of one certificate depend on. */
export interface ExtensionWish {
  readonly profile: Profile;
  readonly variables: Variables;
  readonly names: readonly AltName[];
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Uint8Array;
  /** Extension, DER; absent in a root. */
  readonly authorityKeyIdentifier?: Uint8Array;
}

/** The extensions that the profile asks for, each DER, or the value that is missing for a template. */
export function certificateExtensions(wish: ExtensionWish, ports: Crypto): readonly Uint8Array[] | Refusal {
  const { profile, variables, names, publicKey, authorityKeyIdentifier } = wish;
  const lists = [profile.policies, profile.crlUrls, profile.freshestCrlUrls, profile.ocspUrls, profile.caIssuerUrls];
  const [policies = [], crls = [], deltas = [], ocsp = [], caIssuers = []] = lists.map((list) =>
    renderAll(list, variables),
  );
  for (const list of [policies, crls, deltas, ocsp, caIssuers]) if (isRefusal(list)) return list;
  const texts = (list: readonly string[] | Refusal): readonly string[] => (isRefusal(list) ? [] : list);
  const ca = isAuthorityPurpose(profile.purpose);
  const purposes = profile.purposes.map((name) => ext.PURPOSE[name]);
  const some = (list: readonly unknown[] | Refusal, make: () => Uint8Array): Uint8Array[] =>
    isRefusal(list) || list.length === 0 ? [] : [make()];
  return [
    ext.basicConstraints(profile.pathLength === undefined ? { ca } : { ca, pathLength: profile.pathLength }),
    ext.keyUsage(profile.keyUsage),
    ...some(purposes, () => ext.extendedKeyUsage(purposes, profile.purposesCritical)),
    ext.subjectKeyIdentifier(ext.keyIdentifier(ports, publicKey)),
    ...(authorityKeyIdentifier ? [authorityKeyIdentifier] : []),
    ...some(names, () => ext.subjectAltName(names)),
    ...some(policies, () => ext.certificatePolicies(texts(policies))),
    ...some(crls, () => ext.crlDistributionPoints(texts(crls))),
    ...some(deltas, () => ext.freshestCrl(texts(deltas))),
    ...some([...texts(ocsp), ...texts(caIssuers)], () =>
      ext.authorityInfoAccess({ ocsp: texts(ocsp), caIssuers: texts(caIssuers) }),
    ),
    ...(profile.ocspNoCheck ? [ext.ocspNoCheck()] : []),
  ];
}
