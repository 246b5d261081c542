import { type Family, expected } from '../family.ts';
import { hex, spelling } from '../normalise.ts';
import { hosts, text } from '../truth.ts';

/** Messages that a client sends (RFC 8415 section 7.3); in the others the sender is not whom the values describe. */
const FROM_CLIENT = new Set(['1', '3', '4', '5', '6', '8', '9', '11']);

export const dhcpv6: Family = {
  id: 'dhcpv6',
  truthKeys: ['dhcpv6'],
  attributes: ['dhcpv6.duid', 'dhcpv6.fqdn', 'dhcpv6.vendor-enterprise', 'dhcpv6.vendor-class'],
  note: 'the identifier is the one of the client',
  expect: (truth) =>
    truth.rows('dhcpv6').flatMap((row) => {
      const client = FROM_CLIENT.has(text(row, 'type') ?? '') ? hosts(row, 'src') : [];
      return [
        ...expected('dhcpv6.duid', text(row, 'duid'), client),
        ...expected('dhcpv6.fqdn', text(row, 'fqdn'), client),
        ...expected('dhcpv6.vendor-enterprise', text(row, 'vendor_enterprise'), client),
        ...expected('dhcpv6.vendor-class', text(row, 'vendor_class'), client),
      ];
    }),
  canonical: (attribute, value) => (attribute === 'dhcpv6.duid' ? hex(value) : spelling(value)),
};
