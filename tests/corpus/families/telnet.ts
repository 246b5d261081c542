import { type Family, expected } from '../family.ts';
import { spelling } from '../normalise.ts';
import { hosts, text } from '../truth.ts';

const TELNET_PORT = 23;
/** Less than this is an echo or a control sequence. */
const MIN_LETTERS = 4;

export const telnet: Family = {
  id: 'telnet',
  truthKeys: ['telnet'],
  attributes: ['telnet.banner'],
  note: 'the first text of each server; what people type is never a value',
  expect: (truth) => {
    const servers = new Set(truth.conversations.filter((each) => each.bp === TELNET_PORT).map((each) => each.b));
    const seen = new Set<string>();
    return truth.rows('telnet').flatMap((row) => {
      const server = text(row, 'src') ?? '';
      const data = text(row, 'data') ?? '';
      if (!servers.has(server) || seen.has(server) || data.includes('\ufffd')) return [];
      if ((data.match(/[a-z]/gi) ?? []).length < MIN_LETTERS) return [];
      seen.add(server);
      return expected('telnet.banner', data, hosts(row, 'src'));
    });
  },
  same: (wanted, fact) => fact.attribute === 'telnet.banner' && spelling(fact.value).includes(spelling(wanted.value)),
};
