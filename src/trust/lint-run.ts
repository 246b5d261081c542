import { readCertificate } from '#bytes';
import { fromIso, type Micros } from '#kernel';
import { MAX_CERTIFICATE_OCTETS } from './limits.ts';
import type { CertificateObject, CrlObject, Lint, LintFinding } from './lint.ts';
import { LINTS } from './lints/index.ts';
import { readCrl } from './x509/crl-reader.ts';

/** One rule that one object breaks. */
export interface LintReport extends LintFinding {
  readonly lint: Pick<Lint, 'id' | 'title' | 'citation' | 'severity'>;
}

const US_PER_MS = 1000;
/** What cannot be read at all breaks this one, whatever else it may break. */
const READABLE = 'strict-der';

const readableLint = (): Lint => LINTS.find(({ id }) => id === READABLE)!;

/** Every rule that the certificate which fills `bytes` breaks. */
export function lintCertificate(
  bytes: Uint8Array,
  around: Omit<CertificateObject, 'bytes' | 'read'> = {},
): readonly LintReport[] {
  if (bytes.length > MAX_CERTIFICATE_OCTETS) return [{ lint: readableLint(), at: 0, detail: 'too-large' }];
  const read = readCertificate(bytes, 0, bytes.length);
  if (!read.ok) return [{ lint: readableLint(), at: read.at, detail: read.reason }];
  const madeAtUs = (read.notBeforeMs ?? 0) * US_PER_MS;
  return LINTS.flatMap((lint) =>
    lint.about === 'certificate' && isInForce(lint, madeAtUs)
      ? lint.check({ ...around, bytes, read }).map((each) => ({ lint, ...each }))
      : [],
  );
}

/** Every rule that the list which fills `bytes` breaks. */
export function lintCrl(bytes: Uint8Array, around: Omit<CrlObject, 'bytes' | 'crl'> = {}): readonly LintReport[] {
  const crl = readCrl(bytes);
  if (!crl.ok) return [{ lint: readableLint(), at: crl.at, detail: crl.reason }];
  return LINTS.flatMap((lint) =>
    lint.about === 'crl' && isInForce(lint, crl.thisUpdateUs)
      ? lint.check({ ...around, bytes, crl }).map((each) => ({ lint, ...each }))
      : [],
  );
}

const isInForce = ({ effectiveDate }: Lint, madeAtUs: Micros): boolean =>
  madeAtUs >= (fromIso(`${effectiveDate}T00:00:00Z`) ?? 0);

export const lintErrors = (reports: readonly LintReport[]): readonly LintReport[] =>
  reports.filter(({ lint }) => lint.severity === 'error');
