import type { Micros } from '#kernel';
import { trustFault, type TrustFault } from '../fault.ts';
import type { Crypto, Signer } from '../ports.ts';
import type { AuthorityPurpose } from '../profiles/profile.ts';
import type { Variable, Variables } from '../profiles/template.ts';
import { type Issuer, issuerOf } from '../x509/certificate.ts';
import { pathCertificate } from '../x509/path.ts';
import { keyPin } from '../x509/path-rules.ts';
import type { PathCertificate } from '../x509/path-verdict.ts';

/** An authority that can sign. */
export interface Authority {
  readonly ok: true;
  /** `keyPin` of its certificate: what the registry and the pins of verifiers know it by. */
  readonly id: string;
  readonly purpose: AuthorityPurpose;
  readonly issuer: Issuer;
  readonly certificate: PathCertificate;
  readonly notBeforeUs: Micros;
  readonly notAfterUs: Micros;
  /** Values that all it issues share, whatever a request says: tenant, status service, for some the product line. */
  readonly variables: Variables;
}

const US_PER_MS = 1000;
const OF_TENANT: readonly Variable[] = ['country', 'organization', 'statusHost', 'policyArc', 'enterpriseNumber'];
const OF_LINE: readonly Variable[] = ['productLine', 'hardwareType', 'site'];
/** Authorities that issue for one product line; all others leave it to the request. */
const LINE_PURPOSES: ReadonlySet<AuthorityPurpose> = new Set(['device-auth-ca', 'server-ca', 'factory-ca']);

/** The values that everything below the authority has in common; its generation, for one, is its own. */
function shared(purpose: AuthorityPurpose, variables: Variables): Variables {
  const names = LINE_PURPOSES.has(purpose) ? [...OF_TENANT, ...OF_LINE] : OF_TENANT;
  return Object.fromEntries(names.flatMap((name) => (variables[name] === undefined ? [] : [[name, variables[name]]])));
}

/** An authority of its certificate and its key; a fault when they do not belong together or it is none. */
export function authorityOf(
  purpose: AuthorityPurpose,
  certificate: Uint8Array,
  signer: Signer,
  variables: Variables,
  ports: Crypto,
): Authority | TrustFault {
  const issuer = issuerOf(certificate, signer, ports);
  if (!issuer.ok) return issuer;
  const own = pathCertificate(certificate);
  if (!own) return trustFault('element-missing', 0, 'RFC 5280 4.1');
  const { extensions, notBeforeMs, notAfterMs, ranges } = own.read;
  const mayCertify = extensions.basicConstraints?.ca === true && extensions.keyUsage?.includes('keyCertSign') === true;
  if (!mayCertify || notBeforeMs === undefined || notAfterMs === undefined)
    return trustFault('value-unknown', ranges.tbs.start, 'RFC 5280 4.2.1.9');
  const id = keyPin(ports, own);
  return {
    ok: true,
    id,
    purpose,
    issuer,
    certificate: own,
    notBeforeUs: notBeforeMs * US_PER_MS,
    notAfterUs: notAfterMs * US_PER_MS,
    variables: { ...shared(purpose, variables), authority: id },
  };
}
