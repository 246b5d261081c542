import { type Expected, type Family, expected } from '../family.ts';
import { type TruthRow, hosts, text } from '../truth.ts';

/** RFC 1635: anonymous FTP logs in as one of these. */
const isAnonymous = (user: string | undefined) => /^(anonymous|ftp)$/i.test(user ?? '');

function ofLogin(row: TruthRow): readonly Expected[] {
  const ends = hosts(row, 'dst', 'src');
  return expected(isAnonymous(text(row, 'user')) ? 'login.anonymous' : 'credential.cleartext', 'ftp', ends);
}

export const credentials: Family = {
  id: 'credentials',
  truthKeys: ['ftp_user', 'http_request', 'mqtt_connect', 'snmp'],
  attributes: ['credential.cleartext', 'login.anonymous'],
  note: 'only that it happened, and by which protocol; secrets and user names are never values',
  expect: (truth) => [
    ...truth.rows('ftp_user').flatMap(ofLogin),
    ...truth
      .rows('http_request')
      .filter((row) => text(row, 'auth') === 'Basic')
      .flatMap((row) => expected('credential.cleartext', 'http', hosts(row, 'dst', 'src'))),
    ...truth
      .rows('mqtt_connect')
      .filter((row) => text(row, 'user') !== undefined)
      .flatMap((row) => expected('credential.cleartext', 'mqtt', hosts(row, 'dst', 'src'))),
    ...truth
      .rows('snmp')
      .filter((row) => text(row, 'community') !== undefined)
      .flatMap((row) => expected('credential.cleartext', 'snmp', hosts(row, 'dst', 'src'))),
  ],
  // A broker that lets a client in without a name; the truth shows that no name was sent.
  allow: (truth) =>
    truth
      .rows('mqtt_connect')
      .filter((row) => text(row, 'user') === undefined)
      .flatMap((row) => expected('login.anonymous', 'mqtt', hosts(row, 'dst', 'src'))),
  // `snmp default:<entry>`: which published default it was is not in the truth.
  canonical: (_, value) => value.replace(/ default:.*$/s, ''),
};
