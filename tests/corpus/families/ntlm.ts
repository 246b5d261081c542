import { type Family, expected } from '../family.ts';
import { hosts, text } from '../truth.ts';

export const ntlm: Family = {
  id: 'ntlm',
  truthKeys: ['ntlm'],
  attributes: ['ntlm.computer', 'ntlm.domain', 'ntlm.dns-computer', 'ntlm.target'],
  note: 'user names are not expected',
  expect: (truth) =>
    truth.rows('ntlm').flatMap((row) => {
      const sender = hosts(row, 'src');
      return [
        ...expected('ntlm.computer', text(row, 'nb_computer'), sender),
        ...expected('ntlm.domain', text(row, 'nb_domain'), sender),
        ...expected('ntlm.dns-computer', text(row, 'dns_computer'), sender),
        ...expected(['ntlm.target', 'ntlm.computer', 'ntlm.domain'], text(row, 'target'), sender),
        ...expected('ntlm.computer', text(row, 'hostname'), sender),
        ...expected('ntlm.domain', text(row, 'domain'), sender),
      ];
    }),
};
