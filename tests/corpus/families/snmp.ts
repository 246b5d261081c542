import { type Family, expected } from '../family.ts';
import { spelling } from '../normalise.ts';
import { hosts, text } from '../truth.ts';

/** sysUpTime (RFC 3418) changes with every packet and identifies nothing. */
const UP_TIME = '1.3.6.1.2.1.1.3.0';

/** The oracle quotes text and repeats an object identifier by name: `1.3.6.1.4.1.9 (iso.3.6.1.4.1.9)`. */
function plain(value: string): string {
  return value.replace(/ \(iso[.\d]*\)$/, '').replace(/^"(.*)"$/s, '$1');
}

export const snmp: Family = {
  id: 'snmp',
  truthKeys: ['snmp', 'snmp_system'],
  attributes: ['snmp.system', 'snmp.version'],
  note: 'sysUpTime is no identity; communities are secrets and count under credentials',
  expect: (truth) => [
    ...truth
      .rows('snmp_system')
      .filter((row) => text(row, 'oid') !== UP_TIME)
      .flatMap((row) =>
        expected('snmp.system', `${text(row, 'oid') ?? ''}=${plain(text(row, 'value') ?? '')}`, hosts(row, 'src')),
      ),
    ...truth.rows('snmp').flatMap((row) => expected('snmp.version', text(row, 'version'), hosts(row, 'src'))),
  ],
  canonical: (attribute, value) => (attribute === 'snmp.version' ? spelling(value).replace(/^v/, '') : spelling(value)),
};
