import { type Expected, type Family, expected } from '../family.ts';
import { address, spelling } from '../normalise.ts';
import { type TruthRow, hosts, text, texts } from '../truth.ts';

/** RFC 6763 section 4.1: a service name ends in a protocol label below the domain. */
const isService = (name: string) => /(^|\.)_(tcp|udp)(\.|$)/i.test(name);
/** Owner names of reverse look-ups repeat an address that stands in the address records. */
const isReverse = (name: string) => /\.(in-addr|ip6)\.arpa\.?$/i.test(name);

function ofNames(names: readonly string[], sender: readonly string[]): readonly Expected[] {
  return names
    .filter((name) => !isReverse(name))
    .flatMap((name) => expected(isService(name) ? 'mdns.service' : 'mdns.name', name, sender));
}

/**
 * A query carries records too: those of a probe describe the sender (RFC 6762 section 8.1), known answers describe others
 * (section 7.1). The truth does not tell them apart, so only queries with host records count, and the subject is open.
 */
function ofRow(row: TruthRow): readonly Expected[] {
  const isResponse = text(row, 'response') === 'true';
  const asked = texts(row, 'q').flatMap((name) =>
    expected(['mdns.query', 'mdns.service', 'mdns.name'], name, isResponse ? [] : hosts(row, 'src')),
  );
  const describes = isResponse || texts(row, 'srv').length + texts(row, 'a').length + texts(row, 'txt').length > 0;
  if (!describes) return asked;
  const sender = isResponse ? hosts(row, 'src') : [];
  return [
    ...asked,
    ...ofNames([...texts(row, 'names'), ...texts(row, 'ptr'), ...texts(row, 'srv')], sender),
    ...texts(row, 'txt').flatMap((entry) => expected('mdns.txt', entry, sender)),
    ...texts(row, 'a').flatMap((ip) => expected('mdns.address', ip, [])),
  ];
}

export const mdns: Family = {
  id: 'mdns',
  truthKeys: ['mdns'],
  attributes: ['mdns.service', 'mdns.name', 'mdns.query', 'mdns.txt', 'mdns.address'],
  note: 'known answers inside queries and names of reverse look-ups are not expected',
  expect: (truth) => truth.rows('mdns').flatMap(ofRow),
  allow: (truth) =>
    truth
      .rows('mdns')
      .flatMap((row) =>
        [...texts(row, 'names'), ...texts(row, 'ptr'), ...texts(row, 'q')].flatMap((name) =>
          expected(['mdns.name', 'mdns.service', 'mdns.query'], name, []),
        ),
      ),
  canonical: (attribute, value) => (attribute === 'mdns.address' ? address(value) : spelling(value)),
};
