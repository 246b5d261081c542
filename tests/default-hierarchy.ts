import { generateSigner } from '#connect';
import type { Authority } from '../src/trust/authorities/authority.ts';
import { createRoot, createSubordinate } from '../src/trust/authorities/create.ts';
import type { IssuingPorts } from '../src/trust/authorities/issue.ts';
import type { AuthorityPurpose } from '../src/trust/profiles/profile.ts';
import type { Variables } from '../src/trust/profiles/template.ts';
import { defaultProfile } from './default-profiles.ts';
import { MemoryRegistry } from './memory-registry.ts';
import { crypto, NOW_US } from './trust-authorities.ts';

/** Values of a manufacturer; the numbers are those that RFC 5612 keeps for examples. */
export const VARIABLES: Variables = {
  country: 'JP',
  organization: 'Example Medical',
  generation: 'G1',
  statusHost: 'pki.example.test',
  policyArc: '1.3.6.1.4.1.32473.1',
  enterpriseNumber: '32473',
  productLine: 'pump',
  site: 'tokyo',
  hardwareType: '1.3.6.1.4.1.32473.2.7',
};

export const newPorts = (): IssuingPorts & { readonly registry: MemoryRegistry } => ({
  cryptography: crypto,
  registry: new MemoryRegistry(),
});

function made(
  authority: Authority | { readonly ok: false; readonly rule: string; readonly detail: string },
): Authority {
  if (!authority.ok) throw new Error(`${authority.rule}: ${authority.detail}`);
  return authority;
}

export async function rootOf(ports: IssuingPorts, purpose: AuthorityPurpose = 'root'): Promise<Authority> {
  const signer = await generateSigner('ecdsa-p256-sha256');
  return made(await createRoot({ profile: defaultProfile(purpose), variables: VARIABLES, signer }, ports, NOW_US));
}

export async function authorityBelow(
  root: Authority,
  purpose: AuthorityPurpose,
  ports: IssuingPorts,
): Promise<Authority> {
  const signer = await generateSigner('ecdsa-p256-sha256');
  const wish = { profile: defaultProfile(purpose), variables: VARIABLES, signer };
  return made(await createSubordinate(wish, root, ports, NOW_US));
}
