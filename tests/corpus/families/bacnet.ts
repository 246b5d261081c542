import { type Expected, type Family, expected } from '../family.ts';
import { number, spelling } from '../normalise.ts';
import { type TruthRow, hosts, text } from '../truth.ts';

const TEXTS = [
  'vendor-name',
  'model-name',
  'firmware-revision',
  'application-software-version',
  'location',
  'description',
];
const NUMBERS = ['protocol-version', 'protocol-revision'];
const ATTRIBUTES = new Map([...TEXTS, ...NUMBERS].map((property) => [property, `bacnet.${property}`] as const)).set(
  'vendor-identifier',
  'bacnet.vendor-id',
);

/** The oracle writes `UTF-8 'text'` and `(Unsigned) 24`. */
function plain(value: string): string {
  return value.replace(/^\(Unsigned\) /, '').replace(/^(?:UTF-8|ISO [\d-]+|IBM\S*|JIS \S+|\S+) '(.*)'$/s, '$1');
}

function ofProperty(row: TruthRow): readonly Expected[] {
  const attribute = ATTRIBUTES.get(text(row, 'property') ?? '');
  if (attribute === undefined) return [];
  return expected(attribute, plain(text(row, 'value') ?? ''), hosts(row, 'src'));
}

export const bacnet: Family = {
  id: 'bacnet',
  truthKeys: ['bacnet_iam', 'bacnet_property'],
  attributes: ['bacnet.device', ...ATTRIBUTES.values()],
  note: '',
  expect: (truth) => [
    ...truth
      .rows('bacnet_iam')
      .flatMap((row) => [
        ...expected('bacnet.device', text(row, 'device'), hosts(row, 'src')),
        ...expected('bacnet.vendor-id', text(row, 'vendor_id'), hosts(row, 'src')),
      ]),
    ...truth.rows('bacnet_property').flatMap(ofProperty),
  ],
  canonical: (attribute, value) =>
    TEXTS.some((property) => attribute === `bacnet.${property}`) ? spelling(value) : number(value),
};
