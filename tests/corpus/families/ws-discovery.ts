import { type Family, expected } from '../family.ts';
import { spelling } from '../normalise.ts';
import { hosts, text } from '../truth.ts';

export const wsDiscovery: Family = {
  id: 'ws-discovery',
  truthKeys: ['ws_discovery'],
  attributes: ['wsd.type', 'wsd.endpoint', 'wsd.xaddrs'],
  note: '',
  expect: (truth) =>
    truth.rows('ws_discovery').flatMap((row) => {
      const sender = hosts(row, 'src');
      const owner = text(row, 'action') === 'Resolve' ? [] : sender;
      return [
        ...expected('wsd.type', text(row, 'types'), sender),
        ...expected('wsd.endpoint', text(row, 'address'), owner),
        ...expected('wsd.xaddrs', text(row, 'xaddrs'), sender),
      ];
    }),
  // Types and XAddrs are lists; one fact an element says the same as one fact for the list.
  same: (wanted, fact) =>
    wanted.attributes.includes(fact.attribute) && spelling(wanted.value).split(' ').includes(spelling(fact.value)),
};
