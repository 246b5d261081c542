import { type Family, expected } from '../family.ts';
import { hosts, text } from '../truth.ts';

/** MS-BRWS 2.2.6: the name in a domain announcement is the workgroup, in the other frames it is the machine. */
const DOMAIN_ANNOUNCEMENT = '0x0c';

export const browser: Family = {
  id: 'browser',
  truthKeys: ['browser'],
  attributes: ['browser.name', 'browser.domain', 'browser.os', 'browser.comment'],
  note: '',
  expect: (truth) =>
    truth.rows('browser').flatMap((row) => {
      const sender = hosts(row, 'src');
      const name = text(row, 'command') === DOMAIN_ANNOUNCEMENT ? 'browser.domain' : 'browser.name';
      return [
        ...expected(name, text(row, 'server'), sender),
        ...expected('browser.os', text(row, 'os'), sender),
        ...expected('browser.comment', text(row, 'comment'), sender),
      ];
    }),
};
