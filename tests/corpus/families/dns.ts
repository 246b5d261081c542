import { type Family, expected } from '../family.ts';
import { address, pair, spelling } from '../normalise.ts';
import type { ProductFact } from '../product.ts';
import { type Truth, hosts, text, texts } from '../truth.ts';

/** The truth keeps this many addresses of either kind of an answer. */
const ADDRESSES_KEPT = 8;

function gap(truth: Truth, fact: ProductFact): string | undefined {
  const at = fact.value.lastIndexOf('=');
  if (fact.attribute !== 'dns.answer' || at < 0) return undefined;
  const name = spelling(fact.value.slice(0, at));
  const kind = fact.value.includes(':', at) ? 'aaaa' : 'a';
  const isFull = truth
    .rows('dns_answer')
    .some((row) => spelling(text(row, 'name') ?? '') === name && texts(row, kind).length === ADDRESSES_KEPT);
  return isFull ? `the truth keeps ${ADDRESSES_KEPT} addresses of an answer` : undefined;
}

export const dns: Family = {
  id: 'dns',
  truthKeys: ['dns_query', 'dns_answer'],
  attributes: ['dns.query', 'dns.answer'],
  note: 'the truth gives each address of an answer to the first name in it, so the address decides',
  expect: (truth) => [
    ...truth.rows('dns_query').flatMap((row) => expected('dns.query', text(row, 'name'), hosts(row, 'src'))),
    ...truth
      .rows('dns_answer')
      .flatMap((row) =>
        [...texts(row, 'a'), ...texts(row, 'aaaa')].flatMap((ip) =>
          expected('dns.answer', `${text(row, 'name') ?? ''}=${ip}`, [ip]),
        ),
      ),
  ],
  canonical: (attribute, value) => (attribute === 'dns.answer' ? pair(value, spelling, address) : spelling(value)),
  same: (wanted, fact) =>
    fact.attribute === 'dns.answer' &&
    wanted.attributes.includes('dns.answer') &&
    address(fact.value.slice(fact.value.lastIndexOf('=') + 1)) ===
      address(wanted.value.slice(wanted.value.lastIndexOf('=') + 1)),
  gap,
};
