import type { Certificate } from '#bytes';

/** The rules of a path, each with the clause that asks for it. */
export const PATH_RULES = {
  'certificate-malformed': 'RFC 5280 4.1',
  'version-below-3': 'RFC 5280 6.1.4 (k)',
  'too-many-certificates': 'RFC 5280 6.1',
  'too-many-signatures': 'RFC 5280 6.1',
  'no-path-to-anchor': 'RFC 5280 6.1',
  'signature-invalid': 'RFC 5280 6.1.3 (a)(1)',
  'algorithm-unsupported': 'RFC 5280 6.1.3 (a)(1)',
  'key-weak': 'NIST SP 800-131A 3',
  'not-yet-valid': 'RFC 5280 6.1.3 (a)(2)',
  expired: 'RFC 5280 6.1.3 (a)(2)',
  revoked: 'RFC 5280 6.1.3 (a)(3)',
  'status-unknown': 'RFC 5280 6.1.3 (a)(3)',
  'name-not-permitted': 'RFC 5280 6.1.3 (b), (c)',
  'policy-missing': 'RFC 5280 6.1.3 (d)',
  'not-an-authority': 'RFC 5280 6.1.4 (k)',
  'path-too-long': 'RFC 5280 6.1.4 (m)',
  'key-usage-missing': 'RFC 5280 6.1.4 (n)',
  'extension-unknown-critical': 'RFC 5280 6.1.4 (o)',
  'purpose-missing': 'RFC 5280 4.2.1.12',
  'pinned-issuer-absent': 'RFC 5280 6.1.1 (d)',
  'pinned-root-absent': 'RFC 5280 6.1.1 (d)',
} as const;
export type PathRule = keyof typeof PATH_RULES;

/** A certificate of a path. */
export interface PathCertificate {
  /** DER; the positions in `read` are in it. */
  readonly bytes: Uint8Array;
  readonly read: Certificate;
}

export interface PathRefusal {
  readonly ok: false;
  readonly rule: PathRule;
  readonly clause: string;
  /** The path that came furthest, end entity first. */
  readonly path: readonly PathCertificate[];
  /** Index in `path` of the certificate that breaks the rule. */
  readonly at: number;
  /** What was asked for or met: an object identifier, a form of name. */
  readonly detail?: string;
}

/** Whether a certificate is to be trusted for what was asked, by which path, or which rule stands against it. */
export type PathVerdict = { readonly ok: true; readonly path: readonly PathCertificate[] } | PathRefusal;

export function pathRefusal(
  rule: PathRule,
  path: readonly PathCertificate[],
  at: number,
  detail?: string,
): PathRefusal {
  const refusal = { ok: false, rule, clause: PATH_RULES[rule], path, at } as const;
  return detail === undefined ? refusal : { ...refusal, detail };
}
