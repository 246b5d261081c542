import { type Expected, type Family, expected } from '../family.ts';
import { address, hex, pair, spelling } from '../normalise.ts';
import { type TruthRow, hosts, text } from '../truth.ts';

/** Message type of RFC 2132 section 9.6. */
const ACK = '5';
const NOBODY = new Set([undefined, '0.0.0.0']);

function ofRow(row: TruthRow): readonly Expected[] {
  const client = hosts(row, 'client_mac', 'client_ip', 'your_ip');
  const requested = text(row, 'requested_ip');
  const leased = text(row, 'your_ip');
  const mac = text(row, 'client_mac');
  return [
    ...expected('dhcp.hostname', text(row, 'hostname'), client),
    ...expected('dhcp.vendor-class', text(row, 'vendor_class'), client),
    ...expected('dhcp.params', text(row, 'params'), client),
    ...expected('dhcp.user-class', text(row, 'user_class'), client),
    ...expected('dhcp.fqdn', text(row, 'fqdn'), client),
    ...expected('dhcp.server-id', text(row, 'server_id'), hosts(row, 'server_id', 'src')),
    ...expected('dhcp.requested-ip', NOBODY.has(requested) ? undefined : requested, client),
    ...(text(row, 'type') === ACK && !NOBODY.has(leased) && mac !== undefined
      ? expected('dhcp.lease', `${leased}=${mac}`, client)
      : []),
  ];
}

export const dhcp: Family = {
  id: 'dhcp',
  truthKeys: ['dhcp'],
  attributes: [
    'dhcp.hostname',
    'dhcp.vendor-class',
    'dhcp.params',
    'dhcp.user-class',
    'dhcp.fqdn',
    'dhcp.server-id',
    'dhcp.requested-ip',
    'dhcp.lease',
  ],
  note: 'a lease is scored where the server acknowledged it',
  expect: (truth) => truth.rows('dhcp').flatMap(ofRow),
  // An offer binds an address as well, and says so before the client agreed.
  allow: (truth) =>
    truth
      .rows('dhcp')
      .flatMap((row) => expected('dhcp.lease', `${text(row, 'your_ip') ?? ''}=${text(row, 'client_mac') ?? ''}`, [])),
  canonical: (attribute, value) => {
    if (attribute === 'dhcp.lease') return pair(value, address, hex);
    if (attribute === 'dhcp.params') return value.replace(/\s/g, '');
    return spelling(value);
  },
};
