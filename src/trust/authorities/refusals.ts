import { type LintReport, lintErrors } from '../lint-run.ts';
import { refusal, type Refusal, type RefusalText } from '../refusal.ts';

const TEXTS = {
  'authority-issues-purpose': {
    clause: 'RFC 3647 4.1.3',
    remedy: {
      en: 'Choose the authority that issues this kind of certificate.',
      ja: 'この種類の証明書を発行する認証局を選んでください。',
    },
  },
  'key-readable': {
    clause: 'RFC 5280 4.1.2.7',
    remedy: { en: 'Send a public key in DER.', ja: 'DER形式の公開鍵を送ってください。' },
  },
  'key-of-authority': {
    clause: 'RFC 5280 4.1.2.7',
    remedy: {
      en: 'Use the key that the certificate or the request was made for.',
      ja: '証明書または要求に対応する鍵を使ってください。',
    },
  },
  'key-is-new': {
    clause: 'NIST SP 800-57 part 1 5.2',
    remedy: {
      en: 'Make a new key. A key stands in one certificate of an authority.',
      ja: '新しい鍵を作ってください。1つの認証局で同じ鍵は使えません。',
    },
  },
  'registry-holds-certificate': {
    clause: 'ETSI EN 319 411-1 6.4.5',
    remedy: {
      en: 'Nothing was issued. Try again; if it happens again, look at the registry.',
      ja: '発行していません。もう一度試し、繰り返すときは証明書台帳を確認してください。',
    },
  },
  'path-to-root': {
    clause: 'RFC 5280 6.1',
    remedy: {
      en: 'Import a certificate that the root of this tenant signed.',
      ja: 'このテナントのルート認証局が署名した証明書を取り込んでください。',
    },
  },
  'certificate-readable': {
    clause: 'RFC 5280 4.1',
    remedy: { en: 'Send one certificate in DER.', ja: 'DER形式の証明書を1つ送ってください。' },
  },
} as const satisfies Record<string, RefusalText>;

export const refuseIssuance = (rule: keyof typeof TEXTS, detail = ''): Refusal => refusal(rule, TEXTS[rule], detail);

/** The refusal for the first rule that a certificate breaks; undefined when it breaks none. */
export function lintRefusal(reports: readonly LintReport[]): Refusal | undefined {
  const [first] = lintErrors(reports);
  return (
    first &&
    refusal(
      first.lint.id,
      {
        clause: first.lint.citation,
        remedy: { en: `It must hold: ${first.lint.title.en}.`, ja: `次を満たしてください: ${first.lint.title.ja}。` },
      },
      first.detail,
    )
  );
}
