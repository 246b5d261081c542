import { type Family, expected } from '../family.ts';
import { hosts, text, texts } from '../truth.ts';

export const llmnr: Family = {
  id: 'llmnr',
  truthKeys: ['llmnr'],
  attributes: ['llmnr.query', 'llmnr.name'],
  note: '',
  expect: (truth) =>
    truth.rows('llmnr').flatMap((row) => {
      const isResponse = text(row, 'response') === 'true';
      return [
        ...texts(row, 'q').flatMap((name) => expected('llmnr.query', name, isResponse ? [] : hosts(row, 'src'))),
        ...texts(row, 'names').flatMap((name) => expected('llmnr.name', name, [])),
      ];
    }),
  // The name asked for stands in the response as well, and there it names who answers.
  allow: (truth) =>
    truth.rows('llmnr').flatMap((row) => texts(row, 'q').flatMap((name) => expected('llmnr.name', name, []))),
};
