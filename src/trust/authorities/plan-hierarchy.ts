import { type AuthorityPurpose, isRootPurpose } from '../profiles/profile.ts';
import type { Variables } from '../profiles/template.ts';

/** Whose hierarchy it is. */
export interface TenantPlan {
  readonly kind: 'manufacturer' | 'hospital';
  /** Shared by all authorities: country, organization, generation, statusHost, policyArc, enterpriseNumber. */
  readonly variables: Variables;
  readonly productLines: readonly { readonly productLine: string; readonly hardwareType: string }[];
  readonly factories: readonly { readonly site: string; readonly productLine: string }[];
}

/** One authority to make. Its profile is the one of its purpose. */
export interface PlannedAuthority {
  readonly purpose: AuthorityPurpose;
  /** Root of the tenant; absent for the root itself. */
  readonly above?: AuthorityPurpose;
  /** True where the key is kept apart from every network, so that requests and certificates are carried. */
  readonly offline: boolean;
  readonly variables: Variables;
}

const planned = (purpose: AuthorityPurpose, above: AuthorityPurpose, variables: Variables): PlannedAuthority =>
  isRootPurpose(purpose) ? { purpose, offline: true, variables } : { purpose, above, offline: false, variables };

/**
 * The authorities of a tenant, roots first: one for each kind of certificate, and for each product line or factory where
 * a verifier has to tell them apart by the key that signed. A hospital has its own root and trusts the identities that
 * manufacturers give for enrolment only.
 */
export function planHierarchy({ kind, variables, productLines, factories }: TenantPlan): readonly PlannedAuthority[] {
  if (kind === 'hospital')
    return (['hospital-ca', 'ldevid-ca'] as const).map((purpose) => planned(purpose, 'hospital-ca', variables));
  const once = (['root', 'code-ca', 'sign-ca', 'encrypt-ca', 'service-ca'] as const).map((purpose) =>
    planned(purpose, 'root', variables),
  );
  const lines = productLines.flatMap((line) =>
    (['device-auth-ca', 'server-ca'] as const).map((purpose) => planned(purpose, 'root', { ...variables, ...line })),
  );
  const sites = factories.map(({ site, productLine }) => {
    const hardwareType = productLines.find((line) => line.productLine === productLine)?.hardwareType;
    const values = { ...variables, site, productLine, ...(hardwareType === undefined ? {} : { hardwareType }) };
    return planned('factory-ca', 'root', values);
  });
  return [...once, ...lines, ...sites];
}
