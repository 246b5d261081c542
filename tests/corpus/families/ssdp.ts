import { type Family, expected } from '../family.ts';
import { hosts, text } from '../truth.ts';

/** README of the captures, known faults. */
const LACKING = new Set(['ssdp.server', 'ssdp.type', 'ssdp.usn']);

export const ssdp: Family = {
  id: 'ssdp',
  truthKeys: ['ssdp'],
  attributes: ['ssdp.server', 'ssdp.type', 'ssdp.user-agent', 'ssdp.usn', 'ssdp.location'],
  note: '',
  expect: (truth) =>
    truth.rows('ssdp').flatMap((row) => {
      const sender = hosts(row, 'src');
      return [
        ...expected('ssdp.type', text(row, 'st'), sender),
        ...expected('ssdp.user-agent', text(row, 'user-agent'), sender),
        ...expected('ssdp.location', text(row, 'location'), sender),
        ...expected('ssdp.server', text(row, 'server'), sender),
      ];
    }),
  gap: (_, fact) =>
    LACKING.has(fact.attribute) ? 'the truth lacks SERVER, NT and USN of NOTIFY (README of the captures)' : undefined,
};
