import { type Family, expected } from '../family.ts';
import { hex, spelling } from '../normalise.ts';
import { hosts, text } from '../truth.ts';

/** Messages that a client sends (RFC 8415 section 7.3); in the others the sender is not whom the values describe. */
const FROM_CLIENT = new Set(['1', '3', '4', '5', '6', '8', '9', '11']);
/** The truth keeps the first identifier of a message, which is the server's own in many an answer. */
const IN_ANSWERS = ['dhcpv6.duid', 'dhcpv6.server-duid'];

export const dhcpv6: Family = {
  id: 'dhcpv6',
  truthKeys: ['dhcpv6'],
  attributes: ['dhcpv6.duid', 'dhcpv6.server-duid', 'dhcpv6.fqdn', 'dhcpv6.vendor-enterprise', 'dhcpv6.vendor-class'],
  note: '',
  expect: (truth) =>
    truth.rows('dhcpv6').flatMap((row) => {
      const isFromClient = FROM_CLIENT.has(text(row, 'type') ?? '');
      const client = isFromClient ? hosts(row, 'src') : [];
      return [
        ...expected(isFromClient ? 'dhcpv6.duid' : IN_ANSWERS, text(row, 'duid'), client),
        ...expected('dhcpv6.fqdn', text(row, 'fqdn'), client),
        ...expected('dhcpv6.vendor-enterprise', text(row, 'vendor_enterprise'), client),
        ...expected('dhcpv6.vendor-class', text(row, 'vendor_class'), client),
      ];
    }),
  canonical: (attribute, value) => (attribute.endsWith('duid') ? hex(value) : spelling(value)),
};
