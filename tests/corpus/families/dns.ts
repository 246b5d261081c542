import { type Family, expected } from '../family.ts';
import { address, pair, spelling } from '../normalise.ts';
import { hosts, text, texts } from '../truth.ts';

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
};
