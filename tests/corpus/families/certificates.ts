import { type Expected, type Family, expected } from '../family.ts';
import { TRUTH_VALUE_LIMIT, address, distinguishedName, hex, moment, spelling } from '../normalise.ts';
import { type TruthRow, hosts, text } from '../truth.ts';

/** The truth joins the names with a comma and a blank, and cuts the list as any value; a cut last name is no name. */
function namesOf(row: TruthRow): readonly string[] {
  const list = text(row, 'san') ?? '';
  const names = list.split(/, (?=[A-Za-z ]+:)/).filter((name) => name !== '');
  return list.length >= TRUTH_VALUE_LIMIT ? names.slice(0, -1) : names;
}

function canonicalName(value: string): string {
  const at = value.indexOf(':');
  const type = spelling(value.slice(0, at)).replace(/^ip( address)?$/, 'ip');
  const name = value.slice(at + 1);
  // OpenSSL separates the parts of a directory name by slashes, RFC 4514 by commas.
  if (type === 'dirname')
    return `${type}:${distinguishedName(name.replace(/^\//, '').replace(/\/(?=[A-Za-z.\d]+=)/g, ','))}`;
  return `${type}:${type === 'ip' ? address(name) : spelling(name)}`;
}

function ofRow(row: TruthRow): readonly Expected[] {
  const holder = hosts(row, 'src');
  return [
    ...expected('tls.certificate.sha256', text(row, 'sha256'), holder),
    ...expected('tls.certificate.subject', text(row, 'subject'), holder),
    ...expected('tls.certificate.issuer', text(row, 'issuer'), holder),
    ...expected('tls.certificate.serial', text(row, 'serial'), holder),
    ...expected('tls.certificate.not-before', text(row, 'not_before'), holder),
    ...expected('tls.certificate.not-after', text(row, 'not_after'), holder),
    ...namesOf(row).flatMap((name) => expected('tls.certificate.san', name, holder)),
  ];
}

/** Of a cut name, every part before the cut must stand in the whole name. */
function isWholeOf(cut: string, whole: string): boolean {
  const parts = new Set(distinguishedName(whole).split(','));
  const lastComma = cut.lastIndexOf(',');
  return distinguishedName(cut.slice(0, lastComma))
    .split(',')
    .every((part) => parts.has(part));
}

export const certificates: Family = {
  id: 'certificates',
  truthKeys: ['tls_certificate'],
  attributes: [
    'tls.certificate.sha256',
    'tls.certificate.subject',
    'tls.certificate.issuer',
    'tls.certificate.serial',
    'tls.certificate.not-before',
    'tls.certificate.not-after',
    'tls.certificate.san',
  ],
  note: 'every certificate of the chain',
  expect: (truth) => truth.rows('tls_certificate').flatMap(ofRow),
  canonical: (attribute, value) => {
    switch (attribute) {
      case 'tls.certificate.sha256':
        return hex(value);
      case 'tls.certificate.serial':
        return hex(value).replace(/^0+(?=.)/, '');
      case 'tls.certificate.subject':
      case 'tls.certificate.issuer':
        return distinguishedName(value);
      case 'tls.certificate.san':
        return canonicalName(value);
      default:
        return moment(value);
    }
  },
  same: (wanted, fact) =>
    wanted.value.length >= TRUTH_VALUE_LIMIT &&
    (fact.attribute === 'tls.certificate.subject' || fact.attribute === 'tls.certificate.issuer') &&
    wanted.attributes.includes(fact.attribute) &&
    isWholeOf(wanted.value, fact.value),
};
