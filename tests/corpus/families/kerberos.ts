import { type Family, expected } from '../family.ts';
import { text } from '../truth.ts';

/** Accounts of machines end in a dollar sign; other principals are people or services. */
const isMachine = (name: string | undefined) => name?.endsWith('$') === true;

export const kerberos: Family = {
  id: 'kerberos',
  truthKeys: ['kerberos_cname', 'kerberos_realm'],
  attributes: ['kerberos.realm', 'kerberos.computer'],
  note: 'names of people are not expected; both ends of a ticket carry the name, so the subject is open',
  expect: (truth) => [
    ...truth.rows('kerberos_realm').flatMap((row) => expected('kerberos.realm', text(row, 'value'), [])),
    ...truth
      .rows('kerberos_cname')
      .filter((row) => isMachine(text(row, 'value')))
      .flatMap((row) => expected('kerberos.computer', text(row, 'value'), [])),
  ],
};
